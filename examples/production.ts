import { DataAwsKmsKey } from "@cdktf/provider-aws/lib/data-aws-kms-key";
import { App } from "cdktf";
import { DockerImageCode, DockerImageFunction, ProductionDefaults } from "cdktf-lambda-images";
import type { Construct } from "constructs";
import { environments } from "../environments";
import { type Environment, readEnvironment } from "../stacks/environment";
import { EnvironmentStack } from "../stacks/environment-stack";

/**
 * Settings that production wants, for all functions of a stack. checkov misses nothing in it but code signing, which AWS has
 * only for zip files. The key and the network are managed elsewhere. The key's policy allows CloudWatch Logs to use it.
 *
 *     ENVIRONMENT=prod npx cdktf deploy --app "node cli/app/run-app.cjs examples/production.ts"
 */
class FunctionsStack extends EnvironmentStack {
  constructor(scope: Construct, id: string, environment: Environment) {
    super(scope, id, environment);
    ProductionDefaults.addTo(this, {
      encryptionKey: new DataAwsKmsKey(this, "Key", { keyId: "alias/production" }),
      vpc: { subnetIds: ["subnet-0123456789abcdef0"], securityGroupIds: ["sg-0123456789abcdef0"] },
      reservedConcurrentExecutions: 100,
    });
    new DockerImageFunction(this, "hello", {
      code: DockerImageCode.fromImageAsset("examples/hello"),
      environment: { STAGE: environment.name },
    });
  }
}

const environment = readEnvironment(environments, process.env.ENVIRONMENT ?? "prod", {
  imageBuilder: process.env.IMAGE_BUILDER,
});

const app = new App();
new FunctionsStack(app, `functions-${environment.name}`, environment);
app.synth();
