import { Token } from "cdktf";
import type { FunctionBase } from "../function/function-base";

/** The time-out of a function in seconds; for an alias, of the function that it belongs to. Undefined if it isn't known. */
export function functionTimeout(fn: FunctionBase): number | undefined {
  const timeouts = fn.node.scopes
    .map(
      (scope) => (scope as { readonly resource?: { readonly timeoutInput?: number } }).resource?.timeoutInput,
    )
    .filter((timeout) => timeout !== undefined && !Token.isUnresolved(timeout));
  return timeouts.at(-1);
}
