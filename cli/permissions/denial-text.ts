import { grantMethod } from "./grant-methods";
import { statementText } from "./policy-text";
import { isDenied, type RecordedCall } from "./recorded-calls";
import { resourcePattern } from "./smallest-policy";
import { sourceLine } from "./source-line";

/** What is told about the denied calls of a function. */
export interface DenialContext {
  readonly functionName: string;
  readonly region: string;
  /** The function's answer and log, where traces are. */
  readonly text: string;
  /** The folder of its code. */
  readonly folder: string;
}

/** Tells what a function was denied, where its code calls it, and how to allow just that. Undefined when nothing was denied. */
export function denialText(calls: readonly RecordedCall[], context: DenialContext): string | undefined {
  const denied = calls.filter(isDenied);
  const each = new Map(denied.map((call) => [`${call.action} ${call.resource}`, call]));
  if (each.size === 0) return undefined;
  return [...each.values()].map((call) => oneDenial(call, context)).join("\n\n");
}

function oneDenial(call: RecordedCall, { functionName, region, text, folder }: DenialContext): string {
  const { action, resource } = call;
  const line = sourceLine(action, text, folder);
  const where = line === undefined ? "" : `\n  in ${line}`;
  const was = call.enforced === false ? "would be denied in AWS (--no-iam):" : "was denied";
  const what = `✗ ${functionName} ${was} ${action} on ${resource}${where}`;
  if (call.decision === "Deny") {
    const role = call.principal.split("/").at(-2);
    return `${what}\n  A statement with the effect Deny forbids it, in a policy of its role ${role} or of the resource.`;
  }
  const method = grantMethod(action);
  const statement = statementText({ actions: [action], resources: [resourcePattern(call, [])] }, region);
  return `${what}\n  Allow just that, in its initialPolicy:\n    ${statement},${
    method === undefined ? "" : `\n  or what is usually needed with it: ${method};`
  }`;
}
