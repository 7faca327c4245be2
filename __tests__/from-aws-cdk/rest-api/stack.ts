import * as path from "node:path";
import * as lambda from "cdktf-lambda-images";
import { Duration } from "cdktf-lambda-images";
import type { Construct } from "constructs";
import type { Environment } from "../../../stacks/environment";
import { EnvironmentStack } from "../../../stacks/environment-stack";

export interface SearchStackProps {
  readonly vpc: lambda.VpcWithSecurityGroups;
}

export class SearchStack extends EnvironmentStack {
  constructor(scope: Construct, id: string, environment: Environment, props: SearchStackProps) {
    super(scope, id, environment);
    const { vpc } = props;

    const search = new lambda.DockerImageFunction(this, "Search", {
      code: lambda.DockerImageCode.fromImageAsset(path.join(__dirname, "image")),
      timeout: Duration.seconds(29),
      memorySize: 1024,
      vpc,
      architecture: lambda.Architecture.X86_64,
    });
    search.addToRolePolicy({
      actions: ["sagemaker:InvokeEndpoint"],
      resources: ["arn:aws:sagemaker:eu-central-1:111111111111:endpoint/search"],
    });

    search.addEventSource(
      new lambda.ApiEventSource(lambda.HttpMethod.POST, "/search", {
        stageName: "v1",
      }),
    );
  }
}
