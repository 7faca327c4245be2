import type { PolicyStatement } from "../policy-statement";
import type { FunctionBase } from "./function-base";

/** A destination, as a function needs it. */
export interface DestinationConfig {
  /** Its ARN. */
  readonly destination: string;
  /** What the function's role has to allow for it. */
  readonly statements: readonly PolicyStatement[];
}

/** Where Lambda may send the record of a success. */
export interface SuccessDestination extends IDestination {
  /** Never set: Lambda sends records of successes there, too. */
  readonly failuresOnly?: never;
}

/** Where Lambda sends the record of an asynchronous invocation, or of a batch that failed. */
export interface IDestination {
  /** Set if Lambda sends only records of failures there. @default - records of successes, too */
  readonly failuresOnly?: true;
  /** What a function needs to send there. @param fn the function whose records are sent */
  bind(fn: FunctionBase): DestinationConfig;
}
