import * as path from "node:path";
import * as lambda from "aws-cdk-lib/aws-lambda";
import * as logs from "aws-cdk-lib/aws-logs";
import * as cdk from "aws-cdk-lib/core";
import type { Construct } from "constructs";

export interface FunctionsStackProps extends cdk.StackProps {
  /** Absolute. */
  readonly folders: readonly string[];
}

export class FunctionsStack extends cdk.Stack {
  constructor(scope: Construct, id: string, props: FunctionsStackProps) {
    super(scope, id, props);
    for (const folder of props.folders) {
      const name = path.basename(folder);
      new lambda.DockerImageFunction(this, name, {
        functionName: `bench-${name}`,
        code: lambda.DockerImageCode.fromImageAsset(folder),
        memorySize: 256,
        timeout: cdk.Duration.seconds(30),
        logGroup: new logs.LogGroup(this, `${name}-log`, {
          logGroupName: `/aws/lambda/bench-${name}`,
          retention: logs.RetentionDays.ONE_MONTH,
        }),
      });
    }
  }
}
