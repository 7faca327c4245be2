// node cli/github/plan.mjs <environment> <folder>
//
// Plans an environment, and writes the page for its reviewers to a folder: review.md, review.html, review.json, and
// `plans`, the fingerprints of the plans. The plans themselves stay on the runner, since they can contain secrets.
//
// Outputs: `changes` (true or false) and `plans` (<stack>=<fingerprint>,…).
import { spawnSync } from "node:child_process";
import { copyFileSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { run, setOutput } from "./github.mjs";

const PLANS = ".plans";

await run((environment, folder) => {
  rmSync(PLANS, { recursive: true, force: true });
  // As with terraform plan -detailed-exitcode, 2 means a plan with changes.
  // The whole plan is for the log, that the comment of a pull request refers to.
  const code = npm("plan", "--env", environment, "--full");
  if (code !== 0 && code !== 2) {
    throw new Error(`${environment} could not be planned. The log of this step shows the reason.`);
  }
  const plans = readdirSync(PLANS)
    .filter((name) => name.endsWith(".fingerprint"))
    .sort()
    .map(
      (name) =>
        `${path.basename(name, ".fingerprint")}=${readFileSync(path.join(PLANS, name), "utf8").trim()}`,
    )
    .join(",");
  if (npm("review") !== 0) {
    throw new Error(
      `The plan of ${environment} could not be made into a page. The log of this step shows the reason.`,
    );
  }
  mkdirSync(folder, { recursive: true });
  for (const name of ["review.md", "review.html", "review.json"]) {
    copyFileSync(path.join(PLANS, name), path.join(folder, name));
  }
  writeFileSync(path.join(folder, "plans"), plans);
  setOutput("changes", String(code === 2));
  setOutput("plans", plans);
});

/**
 * @param {string} command
 * @param {string[]} args
 */
function npm(command, ...args) {
  const { status, error } = spawnSync("npm", ["run", "--silent", command, "--", ...args], {
    stdio: "inherit",
  });
  if (error) {
    throw error;
  }
  return status;
}
