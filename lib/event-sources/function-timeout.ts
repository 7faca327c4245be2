import { Token } from "cdktf";
import type { FunctionBase } from "../function/function-base";

/** The time-out of a function in seconds; for an alias, of the function that it belongs to. Undefined if it isn't known. */
export function functionTimeout(fn: FunctionBase): number | undefined {
  const timeout = fn._function.resource.timeoutInput;
  return Token.isUnresolved(timeout) ? undefined : timeout;
}
