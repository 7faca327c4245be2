import { App } from "cdktf";
import { DockerImageCode, DockerImageFunction } from "cdktf-lambda-images";
import type { Construct } from "constructs";
import { environments } from "../environments";
import { type Environment, readEnvironment } from "../stacks/environment";
import { EnvironmentStack } from "../stacks/environment-stack";

/**
 * Functions in other languages, and Python on a base image of one's own. Each folder has its guide in docs/.
 *
 *     npx cdktf deploy --app "node cli/app/run-app.cjs examples/languages.ts"
 */
class LanguagesStack extends EnvironmentStack {
  constructor(scope: Construct, id: string, environment: Environment) {
    super(scope, id, environment);
    new DockerImageFunction(this, "nodejs", {
      description: "TypeScript, bundled in a build stage",
      code: DockerImageCode.fromImageAsset("lambdas/nodejs"),
      memorySize: 256,
    });
    new DockerImageFunction(this, "provided", {
      description: "A Go program on AWS's image without a language",
      code: DockerImageCode.fromImageAsset("lambdas/provided"),
    });
    new DockerImageFunction(this, "python-slim", {
      description: "Python on Docker's own image",
      code: DockerImageCode.fromImageAsset("lambdas/python-slim"),
      memorySize: 256,
    });
  }
}

const environment = readEnvironment(environments, process.env.ENVIRONMENT ?? "dev", {
  imageBuilder: process.env.IMAGE_BUILDER,
});

const app = new App();
new LanguagesStack(app, `languages-${environment.name}`, environment);
app.synth();
