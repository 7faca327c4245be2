import { App } from "cdktf";
import { ProblemReport } from "cdktf-lambda-images";
import { cacheHashes, fastSynth } from "cdktf-lambda-images/synth";
import { environments } from "./environments";
import { readEnvironment } from "./stacks/environment";
import { FunctionsStack } from "./stacks/functions-stack";

const environment = readEnvironment(environments, process.env.ENVIRONMENT ?? "dev", {
  imageBuilder: process.env.IMAGE_BUILDER,
});

if (process.env.STOCK_SYNTH !== "true") {
  fastSynth();
}
cacheHashes(".local/hashes");
const app = new App();
ProblemReport.configure(app, {
  strict: environment.strict,
  gitHubAnnotations: process.env.GITHUB_ACTIONS === "true",
  // Set by cli/app/run-app.cjs.
  ...(process.env.APP_LIBRARY !== undefined && {
    checkCache: { file: ".local/checks", checks: process.env.APP_LIBRARY },
  }),
});
new FunctionsStack(app, `functions-${environment.name}`, environment);
app.synth();
