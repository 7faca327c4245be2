import { grantMethod } from "./grant-methods";
import { statementText } from "./policy-text";
import { isDenied, type RecordedCall } from "./recorded-calls";
import { resourcePattern } from "./smallest-policy";
import { sourceLine } from "./source-line";

/** What is known about the denied calls of a function. */
export interface DenialContext {
  readonly functionName: string;
  readonly region: string;
  /** The function's answer and log, where traces are. */
  readonly text: string;
  /** The folder of its code. */
  readonly folder: string;
}

/** A denied call, and how to allow it. */
export interface Denial {
  readonly action: string;
  readonly resource: string;
  /** False if it succeeded, since nothing was enforced (`--no-iam`). */
  readonly enforced: boolean;
  /** The line of the function's code that calls it: `lambdas/python/app.py:12`. @default - no stack trace shows it */
  readonly line?: string;
  /** The role that has a statement with the effect Deny, or may call a resource that has one. Then no statement helps. */
  readonly forbiddenFor?: string;
  /** The statement that allows just that, as TypeScript for `initialPolicy`. */
  readonly statement?: string;
  /** The method that grants what is usually needed with it. */
  readonly method?: string;
}

/** What a function was denied, each once, where its code calls it, and how to allow just that. */
export function denialsOf(calls: readonly RecordedCall[], context: DenialContext): Denial[] {
  const each = new Map(calls.filter(isDenied).map((call) => [`${call.action} ${call.resource}`, call]));
  return [...each.values()].map((call) => denialOf(call, context));
}

function denialOf(call: RecordedCall, { region, text, folder }: DenialContext): Denial {
  const { action, resource } = call;
  const line = sourceLine(action, text, folder);
  const denial = {
    action,
    resource,
    enforced: call.enforced !== false,
    ...(line !== undefined && { line }),
  };
  if (call.decision === "Deny") {
    return { ...denial, forbiddenFor: call.principal.split("/").at(-2) ?? "" };
  }
  const method = grantMethod(action);
  return {
    ...denial,
    statement: statementText({ actions: [action], resources: [resourcePattern(call, [])] }, region),
    ...(method !== undefined && { method }),
  };
}
