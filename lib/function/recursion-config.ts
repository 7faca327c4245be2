import { LambdaFunctionRecursionConfig } from "@cdktf/provider-aws/lib/lambda-function-recursion-config";
import type { Construct } from "constructs";
import type { RecursiveLoop } from "./docker-image-function-props";

/** Sets what Lambda does with a loop. */
export function recursionConfig(scope: Construct, functionName: string, recursiveLoop: RecursiveLoop): void {
  new LambdaFunctionRecursionConfig(scope, "RecursionConfig", { functionName, recursiveLoop });
}
