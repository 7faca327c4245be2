import type { Statement } from "./statement";

/** A reference to the ARN of an AWS resource. Its value is the ARN of one resource. */
const ARN = /^\$\{(?:data\.)?aws_\w+\.[\w-]+(?:\[[^\]]*\])?\.(?:qualified_|stream_|execution_)?arn\}/;
/** A variable that IAM replaces when it evaluates a request, for example `${aws:username}`. */
const IAM_VARIABLE = /^\$\{(?:[\w-]+:[^}]*|[*?$])\}/;

/** Whether a pattern begins with a reference whose value can be anything, even `*`. */
function isOpenPattern(pattern: string): boolean {
  return pattern.startsWith("${") && !ARN.test(pattern) && !IAM_VARIABLE.test(pattern);
}

/** Whether it is not known before the apply what a statement allows. */
export function isOpen({ effect, actions, resources, principals }: Statement): boolean {
  return (
    effect === "Allow" &&
    (actions.some((action) => action.includes("${")) ||
      resources.some(isOpenPattern) ||
      principals.some((principal) => isOpenPattern(principal.slice(principal.indexOf(":") + 1))))
  );
}
