import { App } from "cdktf";
import { DockerImageAsset, DockerImageCode, DockerImageFunction } from "cdktf-lambda-images";
import type { Construct } from "constructs";
import { environments } from "../environments";
import { type Environment, readEnvironment } from "../stacks/environment";
import { EnvironmentStack } from "../stacks/environment-stack";

/**
 * Images in one stack, functions in another. The first is deployed on a machine with Docker, the second on any machine,
 * for example by the remote workers of HCP Terraform, which have no Docker.
 *
 *     npx cdktf deploy --app "node cli/app/run-app.cjs examples/split-stacks.ts" images-dev functions-dev
 */
class ImagesStack extends EnvironmentStack {
  readonly hello: DockerImageAsset;

  constructor(scope: Construct, id: string, environment: Environment) {
    super(scope, id, environment, { executionMode: "local" });
    this.hello = new DockerImageAsset(this, "hello", { directory: "examples/hello" });
  }
}

class FunctionsStack extends EnvironmentStack {
  constructor(scope: Construct, id: string, environment: Environment, images: ImagesStack) {
    super(scope, id, environment);
    new DockerImageFunction(this, "hello", { code: DockerImageCode.fromAsset(images.hello) });
  }
}

const environment = readEnvironment(environments, process.env.ENVIRONMENT ?? "dev", {
  imageBuilder: process.env.IMAGE_BUILDER,
});

const app = new App();
const images = new ImagesStack(app, `images-${environment.name}`, environment);
new FunctionsStack(app, `functions-${environment.name}`, environment, images);
app.synth();
