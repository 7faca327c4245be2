/** The path of the workflows' scripts, in this repository and in an app. */
const OWN_SCRIPTS = "node cli/github/";
const APP_SCRIPTS = "node node_modules/cdktf-lambda-images/dist/cli/github/";

/** The comment about the job that may write. */
const OWN_JOB = "From the pull request it runs only this script, and no dependencies.";
const APP_JOB =
  "It runs only this script of the package. The other packages are on disk, and none of their code runs.";

/**
 * Install scripts of packages don't run. With credentials, and in the job that writes, only the commands of the steps
 * may run.
 */
const INSTALL = "npm ci --ignore-scripts";
/** The commands that need the packages of development: the types are checked. All others need a twentieth of the packages. */
const NEEDS_ALL = /^ {6}- run: npm run (?:check|deploy)\b/m;

/**
 * Converts a workflow of this repository into one of an app. There the scripts are in a package, and `npm run` doesn't
 * install packages automatically.
 *
 * The packages are installed right after the checkout and Node.js, so before a job has any credentials.
 */
export function appWorkflow(text: string): string {
  return text
    .split(/^(?= {2}[\w-]+:\n)/m)
    .map(withInstall)
    .join("")
    .replaceAll(OWN_SCRIPTS, APP_SCRIPTS)
    .replaceAll("docs/pull-requests.md", "docs/pull-requests.md of cdktf-lambda-images")
    .replaceAll(OWN_JOB, APP_JOB)
    .replaceAll("As in environments.ts; a test compares them.", "As in environments.ts.");
}

/** @param job the text of a job, or of another part of the workflow */
function withInstall(job: string): string {
  const install = NEEDS_ALL.test(job) ? INSTALL : `${INSTALL} --omit=dev`;
  return job.replaceAll(
    /^ {6}- uses: actions\/checkout@.*\n(?: {8}.*\n)+(?: {6}- uses: actions\/setup-node@.*\n(?: {8}.*\n)+)?/gm,
    (steps) => `${steps}      - run: ${install}\n`,
  );
}
