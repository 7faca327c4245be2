import type { Statement } from "./statement";

/** One reference to something of AWS's by its ARN: the ARN of one thing, whatever it will be. */
const ARN = /^\$\{(?:data\.)?aws_\w+\.[\w-]+(?:\[[^\]]*\])?\.(?:qualified_|stream_|execution_)?arn\}/;
/** What IAM puts in when it looks at a request, for example `${aws:username}`. */
const IAM_VARIABLE = /^\$\{(?:[\w-]+:[^}]*|[*?$])\}/;

/** Whether a pattern begins with a reference that can turn out to be anything, `*` too. */
function isOpenPattern(pattern: string): boolean {
  return pattern.startsWith("${") && !ARN.test(pattern) && !IAM_VARIABLE.test(pattern);
}

/** Whether what a statement allows can't be told before the apply. */
export function isOpen({ effect, actions, resources, principals }: Statement): boolean {
  return (
    effect === "Allow" &&
    (actions.some((action) => action.includes("${")) ||
      resources.some(isOpenPattern) ||
      principals.some((principal) => isOpenPattern(principal.slice(principal.indexOf(":") + 1))))
  );
}
