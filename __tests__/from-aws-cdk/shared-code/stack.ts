import * as path from "node:path";
import { S3Bucket } from "@cdktf/provider-aws/lib/s3-bucket";
import * as lambda from "cdktf-lambda-images";
import { Duration } from "cdktf-lambda-images";
import type { Construct } from "constructs";
import type { Environment } from "../../../stacks/environment";
import { EnvironmentStack } from "../../../stacks/environment-stack";

export class SyncStack extends EnvironmentStack {
  constructor(scope: Construct, id: string, environment: Environment) {
    super(scope, id, environment);

    const lake = new S3Bucket(this, "Lake", { bucket: "shop-lake" });

    // One image for all of them.
    const code = lambda.DockerImageCode.fromImageAsset(path.join(__dirname, "image"), {
      cmd: ["app.handler"],
    });
    const shared = {
      code,
      memorySize: 2048,
      timeout: Duration.minutes(15),
    };

    const deals = new lambda.DockerImageFunction(this, "Deals", {
      ...shared,
      environment: { LAKE: lake.bucket, TASK: "deals" },
    });
    const owners = new lambda.DockerImageFunction(this, "Owners", {
      ...shared,
      memorySize: 1024,
      environment: { LAKE: lake.bucket, TASK: "owners" },
    });

    lambda.BucketGrants.fromBucket(lake).readWrite(deals);
    lambda.BucketGrants.fromBucket(lake).readWrite(owners);
  }
}
