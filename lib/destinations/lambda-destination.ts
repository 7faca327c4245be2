import type { DestinationConfig, IDestination } from "../function/destination";
import type { FunctionBase } from "../function/function-base";

/** Another function, or an alias of one, as the destination of a function's records. */
export class LambdaDestination implements IDestination {
  constructor(private readonly target: FunctionBase) {}

  bind(): DestinationConfig {
    return {
      destination: this.target.functionArn,
      statements: [{ actions: ["lambda:InvokeFunction"], resources: [this.target._arnInPolicies] }],
    };
  }
}
