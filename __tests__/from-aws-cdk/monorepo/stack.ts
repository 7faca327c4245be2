import * as path from "node:path";
import { TerraformOutput } from "cdktf";
import * as lambda from "cdktf-lambda-images";
import { Duration, IgnoreMode } from "cdktf-lambda-images";
import type { Construct } from "constructs";
import type { Environment } from "../../../stacks/environment";
import { EnvironmentStack } from "../../../stacks/environment-stack";

export class PostcodesStack extends EnvironmentStack {
  constructor(scope: Construct, id: string, environment: Environment) {
    super(scope, id, environment);

    const api = new lambda.DockerImageFunction(this, "Api", {
      functionName: "postcodes-api",
      description: "Postcodes and delivery times",
      // The whole workspace, since the image needs the data beside the code.
      code: lambda.DockerImageCode.fromImageAsset(path.join(__dirname, "workspace"), {
        file: "api/Dockerfile",
        exclude: ["infrastructure", "api/tests"],
        ignoreMode: IgnoreMode.DOCKER,
      }),
      memorySize: 512,
      timeout: Duration.seconds(30),
      environment: { LOG_LEVEL: "info" },
      logRetention: lambda.RetentionDays.ONE_MONTH,
      architecture: lambda.Architecture.X86_64,
    });

    const url = api.addFunctionUrl({
      authType: lambda.FunctionUrlAuthType.AWS_IAM,
      cors: {
        allowedOrigins: ["*"],
        allowedMethods: [lambda.HttpMethod.GET],
        allowedHeaders: ["*"],
        maxAge: Duration.hours(1),
      },
      invokeMode: lambda.InvokeMode.BUFFERED,
    });

    new TerraformOutput(this, "ApiUrl", { value: url.url, description: "The address of the API" });
  }
}
