// node cli/github/no-plan.mjs
//
// Shows on the page of the run why there is no plan: $FORK is "true", or $PLAN_ROLES is empty.
import { appendFileSync } from "node:fs";
import { run, variable } from "./github.mjs";

const FORK =
  "A pull request from a fork gets no credentials, so it has no plan. A maintainer who has read it pushes its branch to this repository and opens a pull request from there.";
const NOT_SET_UP =
  "Nothing is planned or deployed, because the variable PLAN_ROLES names no AWS role yet. Setup: docs/pull-requests.md of cdktf-lambda-images.";

await run(() => {
  const text = process.env.FORK === "true" ? FORK : NOT_SET_UP;
  console.log(`::notice title=No plan::${text}`);
  appendFileSync(variable("GITHUB_STEP_SUMMARY"), `## No plan\n\n${text}\n`);
});
