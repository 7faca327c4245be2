// Every `npm run` command starts here, and needs only Node.js. It installs the packages that the command needs,
// builds the command line if its sources changed, then runs the command.
import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "./build.mjs";
import { areInstalled, installForBuild } from "./install.mjs";

const require = createRequire(import.meta.url);
require("../cli/process/start.cjs");

const project = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
/** Commands of this repository, in this folder. All others are commands of the command line. */
const OWN = ["check", "test", "bench", "docs", "release"];

process.chdir(project);
const [name, ...args] = process.argv.slice(2);
/** Whether a command needs the packages of development. A deploy checks the types of the whole project, and `new` parses a stack. */
const needsAll = (command) => [...OWN, "deploy", "new"].includes(command);

/** Prints a line, above the steps that are shown while they run. */
let print = console.error;

if (name === "local" && !args.some((arg) => /^(-h|--help)$/.test(arg)) && !existsSync("node_modules")) {
  await installBesidePackages();
}
if (!(await areInstalled(needsAll(name) ? "all" : "commands", (line) => print(line)))) {
  process.exitCode = 1;
} else if (OWN.includes(name)) {
  require("tsx/cjs");
  process.exitCode = await require("../cli/command.ts").runCommand(require(`./${name}.ts`).command, args);
} else if (await isBuilt()) {
  // The same program that users run, with the same arguments.
  require("../dist/cli/bin.cjs");
} else {
  process.exitCode = 1;
}

/**
 * Begins to install the emulator and the Docker engine, which a first `npm run local` needs, in parallel with npm's packages. A build of the
 * command line needs only a few packages.
 */
async function installBesidePackages() {
  try {
    await installForBuild();
    await build(project, { declarations: false });
  } catch {
    // The packages can't be installed. The same error follows, and is printed then.
    return;
  }
  print = require("../dist/cli/process/progress.js").printRemark;
  require("../dist/cli/local/first-install.js").beginFirstInstall();
}

/** Builds everything that is not up to date. Prints the error if that fails. */
async function isBuilt() {
  try {
    await build(project, { declarations: false });
    return true;
  } catch (error) {
    console.error(`✗ The command line could not be built (npm run build)\n\n${error.message}`);
    return false;
  }
}
