import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { CommandError } from "../cli/process/steps";

const README = "README.md";
const COMMANDS = ["npm run local", "npm run local:invoke -- python"];

/** What differs from machine to machine: its mirrors and what it has instead of the base images. */
export const OF_THIS_MACHINE =
  /^(• (A stand-in is used|.* requires .*, which this machine can't get)|✓ (Made a stand-in|Installed AWS's runtime interface emulator))/;

/** Runs the README's first commands in a fresh clone, and writes what they print into it. */
export function recordReadme(): void {
  const clone = mkdtempSync(path.join(tmpdir(), "record-"));
  try {
    execFileSync("git", ["clone", "--quiet", ".", clone]);
    const shown = COMMANDS.map((command) => {
      const { status, stdout } = spawnSync("sh", ["-c", `${command.replace("run", "run --silent")} 2>&1`], {
        cwd: clone,
        encoding: "utf8",
      });
      if (status !== 0) {
        throw new CommandError(`${command} failed in a fresh clone:\n${stdout}`);
      }
      return `$ ${command}\n${shownOf(stdout)}`;
    });
    const readme = readFileSync(README, "utf8");
    writeFileSync(
      README,
      readme.replace(
        /(<!-- recorded: npm run local -->\n\n```\n).*?(```)/s,
        (_, before, after) => `${before}${shown.join("\n")}${after}`,
      ),
    );
  } finally {
    spawnSync("npm", ["run", "--silent", "local:down"], { cwd: clone });
    rmSync(clone, { recursive: true, force: true });
  }
}

function shownOf(output: string): string {
  return output
    .split("\n")
    .filter((line) => !OF_THIS_MACHINE.test(line))
    .join("\n")
    .replaceAll(/localhost:\d+/g, "localhost:4566");
}
