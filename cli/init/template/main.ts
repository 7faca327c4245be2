import { App } from "cdktf";
import { ProblemReport } from "cdktf-lambda-images";
import { cacheHashes, fastSynth } from "cdktf-lambda-images/synth";
import { environments } from "./environments";
import { readEnvironment } from "./stacks/environment";
import { FunctionsStack } from "./stacks/functions-stack";

// Makes CDKTF faster, with the same output. The app also works without these two lines.
fastSynth();
cacheHashes(".local/hashes");

const environment = readEnvironment(environments, process.env.ENVIRONMENT ?? "dev");
const app = new App();
// Problems of a function's folder are also shown in the files of a pull request.
ProblemReport.configure(app, { gitHubAnnotations: process.env.GITHUB_ACTIONS === "true" });
new FunctionsStack(app, `functions-${environment.name}`, environment);
app.synth();
