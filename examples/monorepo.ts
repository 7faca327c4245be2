import { App } from "cdktf";
import { DockerImageCode, DockerImageFunction } from "cdktf-lambda-images";
import type { Construct } from "constructs";
import { environments } from "../environments";
import { type Environment, readEnvironment } from "../stacks/environment";
import { EnvironmentStack } from "../stacks/environment-stack";

/**
 * A repository of several services that share packages. The build context is the root, so that each Dockerfile can copy
 * a shared package. `services/<name>/Dockerfile.dockerignore` keeps the other services out of the image and its hash.
 *
 *     npx cdktf deploy --app "node cli/app/run-app.cjs examples/monorepo.ts" functions-dev
 */
class FunctionsStack extends EnvironmentStack {
  constructor(scope: Construct, id: string, environment: Environment) {
    super(scope, id, environment);
    for (const service of ["hello", "bye"]) {
      new DockerImageFunction(this, service, {
        code: DockerImageCode.fromImageAsset("examples/monorepo", { file: `services/${service}/Dockerfile` }),
      });
    }
  }
}

const environment = readEnvironment(environments, process.env.ENVIRONMENT ?? "dev", {
  imageBuilder: process.env.IMAGE_BUILDER,
});

const app = new App();
new FunctionsStack(app, `functions-${environment.name}`, environment);
app.synth();
