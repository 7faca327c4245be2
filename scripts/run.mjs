// Every `npm run` command starts here, and needs only Node.js. It installs the dependencies if they are missing or old,
// builds the command line if its sources changed, then runs the command.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "./build.mjs";

const require = createRequire(import.meta.url);
require("../cli/process/start.cjs");

const project = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
/** Commands of this repository, in this folder. All others are commands of the command line. */
const OWN = ["check", "test", "bench", "docs", "release"];

process.chdir(project);
installDependencies();
const [name, ...args] = process.argv.slice(2);
if (OWN.includes(name)) {
  require("tsx/cjs");
  process.exitCode = await require("../cli/command.ts").runCommand(require(`./${name}.ts`).command, args);
} else if (await isBuilt()) {
  // The same program that users run, with the same arguments.
  require("../dist/cli/bin.cjs");
} else {
  process.exitCode = 1;
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

function installDependencies() {
  const lock = readFileSync("package-lock.json");
  const marker = path.join("node_modules", ".installed-lock");
  const wanted = createHash("sha256").update(lock).digest("hex");
  if (existsSync(marker) && readFileSync(marker, "utf8") === wanted) {
    return;
  }
  if (!isInstalled(JSON.parse(lock).packages)) {
    const started = performance.now();
    const result = spawnSync("npm", ["ci", "--no-audit", "--no-fund"], {
      encoding: "utf8",
      shell: process.platform === "win32",
    });
    if (result.status !== 0) {
      console.error(
        `✗ Dependencies\n\nnpm ci failed:\n${result.stdout ?? ""}${result.stderr ?? result.error}`,
      );
      process.exit(1);
    }
    console.error(`✓ Dependencies: npm ci (${((performance.now() - started) / 1000).toFixed(1)} s)`);
  }
  try {
    writeFileSync(marker, wanted);
  } catch {
    // Another user's checkout. The check is only slower the next time.
  }
}

/** Whether the installed packages match the lock file, except for packages of other platforms. */
function isInstalled(packages) {
  const record = path.join("node_modules", ".package-lock.json");
  if (!existsSync(record)) {
    return false;
  }
  const installed = JSON.parse(readFileSync(record)).packages;
  return Object.entries(packages).every(
    ([name, { version, optional }]) => name === "" || optional || installed[name]?.version === version,
  );
}
