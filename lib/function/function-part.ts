import type { LambdaFunctionConfig } from "@cdktf/provider-aws/lib/lambda-function";
import type { ITerraformDependable } from "cdktf";
import type { PolicyStatement } from "../policy-statement";

/** What one feature contributes to a function: arguments of `aws_lambda_function`, and permissions of its role. */
export interface FunctionPart {
  /** Arguments of `aws_lambda_function`. No two parts set the same one. */
  readonly config: Partial<LambdaFunctionConfig>;
  /** What the role has to allow for it. @default - nothing */
  readonly statements?: readonly PolicyStatement[];
  /** What has to exist before the function. @default - nothing */
  readonly dependsOn?: readonly ITerraformDependable[];
}
