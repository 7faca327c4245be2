import type { FunctionBase } from "./function-base";

/** What invokes a function, for example a queue: `fn.addEventSource(new SqsEventSource(queue))`. */
export interface IEventSource {
  /** Creates the resources that it needs, below the function or the alias. */
  bind(fn: FunctionBase): void;
}
