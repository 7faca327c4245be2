// Every `npm run` command starts here, with nothing but Node: it installs the dependencies where they are missing or
// old, then runs the command.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { fileURLToPath } from "node:url";

const project = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const OLDEST_NODE = 20;
/** Commands of this repository alone, beside this file. The others are those of the command line. */
const OWN = ["check", "test", "bench"];

if (Number(process.versions.node.split(".")[0]) < OLDEST_NODE) {
  console.error(
    `Node ${process.version} is too old: this project needs Node ${OLDEST_NODE} or newer. Install it from https://nodejs.org and run the command again.`,
  );
  process.exit(1);
}
process.chdir(project);
// A reader that has seen enough, as `| head` has, closes the pipe: what the command does goes on all the same.
for (const stream of [process.stdout, process.stderr]) {
  stream.on("error", (error) => {
    if (error.code !== "EPIPE") {
      throw error;
    }
  });
}
installDependencies();

const require = createRequire(import.meta.url);
require("tsx/cjs");
const [name, ...args] = process.argv.slice(2);
process.exitCode = OWN.includes(name)
  ? await require("../cli/command.ts").runCommand(require(`./${name}.ts`).command, args)
  : await require("../cli/main.ts").main([name, ...args]);

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
