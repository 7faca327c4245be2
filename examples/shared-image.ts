import { App } from "cdktf";
import { DockerImageAsset, DockerImageCode, DockerImageFunction } from "cdktf-lambda-images";
import type { Construct } from "constructs";
import { environments } from "../environments";
import { type Environment, readEnvironment } from "../stacks/environment";
import { EnvironmentStack } from "../stacks/environment-stack";

/**
 * Functions that share one image, each with its own handler. The image is built and pushed once, and a change of a file
 * updates all of them.
 *
 *     npx cdktf deploy --app "node cli/app/run-app.cjs examples/shared-image.ts" functions-dev
 */
class FunctionsStack extends EnvironmentStack {
  constructor(scope: Construct, id: string, environment: Environment) {
    super(scope, id, environment);
    const orders = new DockerImageAsset(this, "orders", { directory: "examples/orders" });
    new DockerImageFunction(this, "list-orders", {
      code: DockerImageCode.fromAsset(orders, { cmd: ["list_orders.handler"] }),
    });
    new DockerImageFunction(this, "get-order", {
      code: DockerImageCode.fromAsset(orders, { cmd: ["get_order.handler"] }),
    });
  }
}

const environment = readEnvironment(environments, process.env.ENVIRONMENT ?? "dev", {
  imageBuilder: process.env.IMAGE_BUILDER,
});

const app = new App();
new FunctionsStack(app, `functions-${environment.name}`, environment);
app.synth();
