import * as path from "node:path";
import { S3Bucket } from "@cdktf/provider-aws/lib/s3-bucket";
import { SnsTopic } from "@cdktf/provider-aws/lib/sns-topic";
import * as lambda from "cdktf-lambda-images";
import { Duration } from "cdktf-lambda-images";
import type { Construct } from "constructs";
import type { Environment } from "../../../stacks/environment";
import { EnvironmentStack } from "../../../stacks/environment-stack";

export class StatisticsStack extends EnvironmentStack {
  constructor(scope: Construct, id: string, environment: Environment) {
    super(scope, id, environment);

    const numbers = new S3Bucket(this, "Numbers", { bucket: "shop-numbers" });
    const alarms = new SnsTopic(this, "Alarms", { name: "statistics-alarms" });

    const statistics = new lambda.DockerImageFunction(this, "Statistics", {
      code: lambda.DockerImageCode.fromImageAsset(path.join(__dirname, "image"), {
        cmd: ["app.handler"],
      }),
      functionName: "statistics",
      environment: { NUMBERS: numbers.bucket },
      timeout: Duration.seconds(500),
      memorySize: 1300,
      architecture: lambda.Architecture.ARM_64,
      retryAttempts: 0,
      maxEventAge: Duration.minutes(5),
    });
    lambda.BucketGrants.fromBucket(numbers).readWrite(statistics);

    statistics.addEventSource(
      new lambda.ScheduleEventSource("EveryTwentyMinutes", {
        schedule: lambda.Schedule.expression("cron(*/20 * * * ? *)"),
      }),
    );

    statistics
      .metricErrors({ period: Duration.minutes(1) })
      .createAlarm(this, "Errors", {
        threshold: 1,
        evaluationPeriods: 1,
        alarmDescription: "The statistics failed",
        treatMissingData: lambda.TreatMissingData.IGNORE,
      })
      .addAlarmAction(alarms);
  }
}
