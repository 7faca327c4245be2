import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import * as lambda from "cdktf-lambda-images";
import type { Construct } from "constructs";
import type { Environment } from "../../../stacks/environment";
import { EnvironmentStack } from "../../../stacks/environment-stack";

export class BotStack extends EnvironmentStack {
  constructor(scope: Construct, id: string, environment: Environment) {
    super(scope, id, environment);

    const repository = lambda.Repository.fromRepositoryName(this, "bot");

    const role = new IamRole(this, "Role", {
      assumeRolePolicy: lambda.policyDocument([
        { service: "lambda.amazonaws.com", actions: ["sts:AssumeRole"] },
      ]),
    });

    const bot = new lambda.DockerImageFunction(this, "Bot", {
      role,
      environment: { VERSION: "1.4.2" },
      code: lambda.DockerImageCode.fromEcr(repository, { tagOrDigest: "1.4.2" }),
    });
    bot.addToRolePolicy({
      actions: ["ssm:GetParameter"],
      resources: ["arn:aws:ssm:eu-central-1:111111111111:parameter/bot/*"],
    });

    bot.addEventSource(new lambda.HttpApiEventSource(lambda.HttpMethod.ANY, "/v1/{proxy+}"));
  }
}
