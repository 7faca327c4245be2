// Checks the types of the whole app, and remembers what it has checked. It installs the packages of development first, if they are missing.
import { spawnSync } from "node:child_process";
import path from "node:path";
import { areInstalled } from "./install.mjs";

const COMPILER = path.join("node_modules", "typescript-native", "bin", "tsc");
const CHECKED = path.join("node_modules", ".cache", "typecheck.tsbuildinfo");

if (!(await areInstalled("all", console.error))) {
  process.exit(1);
}
const args = ["--incremental", "--tsBuildInfoFile", CHECKED, ...process.argv.slice(2)];
process.exitCode = spawnSync(process.execPath, [COMPILER, ...args], { stdio: "inherit" }).status ?? 1;
