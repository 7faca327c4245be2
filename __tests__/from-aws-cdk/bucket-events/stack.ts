import * as path from "node:path";
import { S3Bucket } from "@cdktf/provider-aws/lib/s3-bucket";
import * as lambda from "cdktf-lambda-images";
import { Duration, S3EventSource } from "cdktf-lambda-images";
import type { Construct } from "constructs";
import type { Environment } from "../../../stacks/environment";
import { EnvironmentStack } from "../../../stacks/environment-stack";

export class LabelsStack extends EnvironmentStack {
  constructor(scope: Construct, id: string, environment: Environment) {
    super(scope, id, environment);

    const photos = new S3Bucket(this, "Photos", { bucket: "shop-photos" });

    const labels = new lambda.DockerImageFunction(this, "Labels", {
      code: lambda.DockerImageCode.fromImageAsset(path.join(__dirname, "image")),
      architecture: lambda.Architecture.X86_64,
      environment: { LOG_LEVEL: "debug" },
      logRetention: lambda.RetentionDays.FIVE_DAYS,
      tracing: lambda.Tracing.ACTIVE,
      timeout: Duration.minutes(1),
      deadLetterQueueEnabled: true,
      retryAttempts: 1,
      initialPolicy: [
        {
          effect: lambda.Effect.ALLOW,
          actions: ["rekognition:DetectLabels"],
          resources: ["*"],
        },
      ],
    });
    lambda.BucketGrants.fromBucket(photos).read(labels);

    labels.addEventSource(
      new S3EventSource(photos, {
        events: [lambda.EventType.OBJECT_CREATED],
        filters: [{ prefix: "incoming/", suffix: ".jpg" }],
      }),
    );
  }
}
