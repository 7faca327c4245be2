// Every `npm run` command starts here, with nothing but Node: it installs the dependencies where they are missing or old, builds
// the command line where its sources changed, then runs the command.
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
/** Commands of this repository alone, beside this file. The others are those of the command line. */
const OWN = ["check", "test", "bench", "docs", "release"];

process.chdir(project);
installDependencies();
const [name, ...args] = process.argv.slice(2);
if (OWN.includes(name)) {
  require("tsx/cjs");
  process.exitCode = await require("../cli/command.ts").runCommand(require(`./${name}.ts`).command, args);
} else if (await isBuilt()) {
  // As users have it, of the same arguments.
  require("../dist/cli/bin.cjs");
} else {
  process.exitCode = 1;
}

/** Builds what is not up to date; where that fails, says why. */
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
    console.log(`✓ Dependencies: npm ci (${((performance.now() - started) / 1000).toFixed(1)} s)`);
  }
  try {
    writeFileSync(marker, wanted);
  } catch {
    // Another user's checkout: it is only looked at more closely the next time.
  }
}

/** Whether what npm says it installed is what the lock file says, but for packages of other platforms. */
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
