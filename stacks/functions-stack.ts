import { S3Bucket } from "@cdktf/provider-aws/lib/s3-bucket";
import { S3BucketPublicAccessBlock } from "@cdktf/provider-aws/lib/s3-bucket-public-access-block";
import { S3Object } from "@cdktf/provider-aws/lib/s3-object";
import { AwsEnvironment, DockerImageCode, DockerImageFunction, Duration } from "cdktf-lambda-images";
import type { Construct } from "constructs";
import type { Environment } from "./environment";
import { EnvironmentStack } from "./environment-stack";

/** The project's functions, and the resources that they use. */
export class FunctionsStack extends EnvironmentStack {
  constructor(scope: Construct, id: string, environment: Environment) {
    super(scope, id, environment);

    // Bucket names are unique in all of AWS, so the name contains the account.
    const bucketName = `${environment.namePrefix}-documents-${environment.account}`;
    const documents = new S3Bucket(this, "Documents", {
      bucket: bucketName,
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

    // As text instead of documents.arn, so that the first plan shows the function's permissions.
    const documentsArn = AwsEnvironment.of(this).arn("s3", bucketName, { region: "", account: "" });
    new DockerImageFunction(this, "python", {
      description: "Lists and reads the documents in a bucket",
      code: DockerImageCode.fromImageAsset("lambdas/python"),
      memorySize: 256,
      timeout: Duration.seconds(30),
      environment: { DOCUMENTS_BUCKET: documents.bucket },
      initialPolicy: [
        { actions: ["s3:ListBucket"], resources: [documentsArn] },
        { actions: ["s3:GetObject"], resources: [`${documentsArn}/*`] },
      ],
    });
  }
}
