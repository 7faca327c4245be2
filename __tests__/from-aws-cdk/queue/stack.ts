import * as path from "node:path";
import type { SecretsmanagerSecret } from "@cdktf/provider-aws/lib/secretsmanager-secret";
import type { SqsQueue } from "@cdktf/provider-aws/lib/sqs-queue";
import * as lambda from "cdktf-lambda-images";
import { Duration, SqsEventSource } from "cdktf-lambda-images";
import type { Construct } from "constructs";
import type { Environment } from "../../../stacks/environment";
import { EnvironmentStack } from "../../../stacks/environment-stack";

export interface IngestStackProps {
  readonly queue: SqsQueue;
  readonly vpc: lambda.VpcWithSecurityGroups;
  readonly databaseSecret: SecretsmanagerSecret;
}

export class IngestStack extends EnvironmentStack {
  readonly function: lambda.DockerImageFunction;

  constructor(scope: Construct, id: string, environment: Environment, props: IngestStackProps) {
    super(scope, id, environment);
    const { queue, vpc, databaseSecret } = props;

    this.function = new lambda.DockerImageFunction(this, "Worker", {
      code: lambda.DockerImageCode.fromImageAsset(path.join(__dirname, "project"), {
        file: "worker/Dockerfile",
      }),
      memorySize: 2048,
      timeout: Duration.seconds(5),
      architecture: lambda.Architecture.X86_64,
      vpc,
      environment: { DB_SECRET_ARN: databaseSecret.arn },
    });
    lambda.SecretGrants.fromSecret(databaseSecret).read(this.function);

    this.function.addEventSource(
      new SqsEventSource(queue, {
        batchSize: 10,
        maxBatchingWindow: Duration.seconds(1),
        reportBatchItemFailures: true,
      }),
    );
  }
}
