import { cpSync, existsSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { runProgram } from "../commands/run-program";
import { CommandError, step } from "../commands/steps";
import { PEERS } from "./folders";
import { measure } from "./measure";

const SOURCE = path.join(__dirname, "peers");

/** Installs the peers that the lock file pins, unless they are there, and compiles what is compared compiled. */
export async function preparePeers(): Promise<void> {
  const lock = readFileSync(path.join(SOURCE, "package-lock.json"), "utf8");
  const marker = path.join(PEERS, "node_modules", ".installed-lock");
  cpSync(SOURCE, PEERS, { recursive: true });
  if (!existsSync(marker) || readFileSync(marker, "utf8") !== lock) {
    await step("Installed the peers", () => install());
    writeFileSync(marker, lock);
  }
  await step("Compiled the peers", () => compile());
}

/** The versions that the lock file pins, of the packages that matter here. */
export function peerVersions(): string {
  const { dependencies } = JSON.parse(readFileSync(path.join(SOURCE, "package.json"), "utf8")) as {
    dependencies: Readonly<Record<string, string>>;
  };
  const names = ["aws-cdk", "aws-cdk-lib", "cdktf", "cdktf-cli", "ts-node", "typescript", "esbuild"];
  return names.map((name) => `${name} ${dependencies[name]}`).join(", ");
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
  const tsc = 'node "../node_modules/typescript/bin/tsc" --noEmit false --outDir js';
  await measure({ command: tsc, folder: path.join(PEERS, "aws-cdk") });
  await measure({ command: `${tsc} --incremental false`, folder: path.join(PEERS, "cdktf") });
  await measure({
    command: "npx esbuild js/main.js --bundle --platform=node --outfile=bundle.cjs --log-level=error",
    folder: path.join(PEERS, "cdktf"),
  });
}
