import { App } from "cdktf";
import { environments } from "./environments";
import { readEnvironment } from "./stacks/environment";
import { FunctionsStack } from "./stacks/functions-stack";

const environment = readEnvironment(environments, process.env.ENVIRONMENT ?? "local", {
  imageBuilder: process.env.IMAGE_BUILDER,
});

const app = new App();
new FunctionsStack(app, `functions-${environment.name}`, environment);
app.synth();
