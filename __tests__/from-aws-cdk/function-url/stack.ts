import * as path from "node:path";
import { TerraformOutput } from "cdktf";
import * as lambda from "cdktf-lambda-images";
import { Duration } from "cdktf-lambda-images";
import type { Construct } from "constructs";
import type { Environment } from "../../../stacks/environment";
import { EnvironmentStack } from "../../../stacks/environment-stack";

export class ChatStack extends EnvironmentStack {
  constructor(scope: Construct, id: string, environment: Environment) {
    super(scope, id, environment);

    const chat = new lambda.DockerImageFunction(this, "Chat", {
      code: lambda.DockerImageCode.fromImageAsset(path.join(__dirname, "image"), {
        buildArgs: { PORT: "8080" },
      }),
      memorySize: 1024,
      timeout: Duration.seconds(60),
      architecture: lambda.Architecture.ARM_64,
    });
    chat.addEnvironment("AWS_LWA_INVOKE_MODE", "response_stream");

    const url = chat.addFunctionUrl({
      authType: lambda.FunctionUrlAuthType.NONE,
      cors: {
        allowedMethods: [lambda.HttpMethod.ALL],
        allowedHeaders: ["*"],
        allowedOrigins: ["*"],
      },
      invokeMode: lambda.InvokeMode.RESPONSE_STREAM,
    });

    new TerraformOutput(this, "Url", { value: url.url });
  }
}
