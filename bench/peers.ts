import { createHash } from "node:crypto";
import { cpSync, existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import path from "node:path";
import { runProgram } from "../cli/process/run-program";
import { CommandError, step } from "../cli/process/steps";
import { PEERS } from "./folders";
import { measure } from "./measure";

const SOURCE = path.join(__dirname, "peers");

/** Installs the peers of the lock file, and compiles the compiled contestants, unless that is done. */
export async function preparePeers(): Promise<void> {
  cpSync(SOURCE, PEERS, { recursive: true });
  const lock = hashOf(["package-lock.json"]);
  await once(path.join(PEERS, "node_modules", ".installed"), lock, () =>
    step("Installed the peers", () => install()),
  );
  const sources = readdirSync(SOURCE, { recursive: true, encoding: "utf8" });
  await once(path.join(PEERS, ".compiled"), hashOf(sources), () =>
    step("Compiled the peers", () => compile()),
  );
}

/** The pinned versions of the relevant packages. */
export function peerVersions(): string {
  const { dependencies } = JSON.parse(readFileSync(path.join(SOURCE, "package.json"), "utf8")) as {
    dependencies: Readonly<Record<string, string>>;
  };
  const names = ["aws-cdk", "aws-cdk-lib", "cdktf", "cdktf-cli", "ts-node", "typescript", "esbuild"];
  return names.map((name) => `${name} ${dependencies[name]}`).join(", ");
}

/** Runs a step, unless a marker shows that it was done for the same input. */
async function once(marker: string, input: string, run: () => Promise<void>): Promise<void> {
  if (existsSync(marker) && readFileSync(marker, "utf8") === input) return;
  rmSync(marker, { force: true });
  await run();
  writeFileSync(marker, input);
}

function hashOf(files: readonly string[]): string {
  const hash = createHash("sha256");
  for (const file of [...files].sort()) {
    const absolute = path.join(SOURCE, file);
    if (statSync(absolute).isFile()) hash.update(`${file}\0`).update(readFileSync(absolute));
  }
  return hash.digest("hex");
}

async function install(): Promise<void> {
  // Scripts of packages are not run, as in the project itself.
  const { code, stdout, stderr } = await runProgram(
    "npm",
    ["ci", "--ignore-scripts", "--no-audit", "--no-fund"],
    { cwd: PEERS, shell: process.platform === "win32" },
  );
  if (code !== 0) {
    throw new CommandError(`The peers can't be installed into ${PEERS}. npm ci failed:\n${stdout}${stderr}`);
  }
}

async function compile(): Promise<void> {
  const tsc = "node ../node_modules/typescript/bin/tsc --noEmit false --declaration false --outDir js";
  await measure({ command: tsc, folder: path.join(PEERS, "aws-cdk") });
  await measure({ command: `${tsc} --incremental false`, folder: path.join(PEERS, "cdktf") });
  await measure({
    command: "npx esbuild js/main.js --bundle --platform=node --outfile=bundle.cjs --log-level=error",
    folder: path.join(PEERS, "cdktf"),
  });
}
