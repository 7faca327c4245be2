import { S3Bucket } from "@cdktf/provider-aws/lib/s3-bucket";
import { S3BucketPublicAccessBlock } from "@cdktf/provider-aws/lib/s3-bucket-public-access-block";
import { S3Object } from "@cdktf/provider-aws/lib/s3-object";
import type { Construct } from "constructs";
import { DockerImageCode, DockerImageFunction, Duration } from "../lib";
import type { Environment } from "./environment";
import { EnvironmentStack } from "./environment-stack";

/** The project's functions, and what they work on. */
export class FunctionsStack extends EnvironmentStack {
  constructor(scope: Construct, id: string, environment: Environment) {
    super(scope, id, environment);

    // A bucket's name is one for all of AWS, so the account is in it.
    const documents = new S3Bucket(this, "Documents", {
      bucket: `${environment.namePrefix}-documents-${environment.account}`,
      forceDestroy: environment.disposable,
    });
    new S3BucketPublicAccessBlock(this, "DocumentsPrivate", {
      bucket: documents.id,
      blockPublicAcls: true,
      blockPublicPolicy: true,
      ignorePublicAcls: true,
      restrictPublicBuckets: true,
    });
    new S3Object(this, "Welcome", {
      bucket: documents.id,
      key: "welcome.txt",
      content: "Hello from the bucket.\n",
      contentType: "text/plain",
    });

    new DockerImageFunction(this, "python", {
      description: "Lists and reads the documents in a bucket",
      code: DockerImageCode.fromImageAsset("lambdas/python"),
      memorySize: 256,
      timeout: Duration.seconds(30),
      environment: { DOCUMENTS_BUCKET: documents.bucket },
      initialPolicy: [
        { actions: ["s3:ListBucket"], resources: [documents.arn] },
        { actions: ["s3:GetObject"], resources: [`${documents.arn}/*`] },
      ],
    });
  }
}
