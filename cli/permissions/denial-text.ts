import type { Denial } from "./denials";

/** Tells what a function was denied, where its code calls it, and how to allow just that. Undefined when nothing was denied. */
export function denialsText(denials: readonly Denial[], functionName: string): string | undefined {
  return denials.length === 0
    ? undefined
    : denials.map((denial) => oneDenial(denial, functionName)).join("\n\n");
}

function oneDenial(denial: Denial, functionName: string): string {
  const { action, resource, line, enforced, forbiddenFor, statement, method } = denial;
  const where = line === undefined ? "" : `\n  in ${line}`;
  const was = enforced ? "was denied" : "would be denied in AWS (--no-iam):";
  const what = `✗ ${functionName} ${was} ${action} on ${resource}${where}`;
  if (forbiddenFor !== undefined) {
    return `${what}\n  A statement with the effect Deny forbids it, in a policy of its role ${forbiddenFor} or of the resource.`;
  }
  return `${what}\n  Allow just that, in its initialPolicy:\n    ${statement},${
    method === undefined ? "" : `\n  or what is usually needed with it: ${method};`
  }`;
}
