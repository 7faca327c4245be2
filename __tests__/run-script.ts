import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

const PROJECT = path.resolve(__dirname, "..");

/** The result of a workflow's step. */
export interface Step {
  readonly code: number;
  /** Its log. */
  readonly log: string;
  /** Its outputs. */
  readonly outputs: Readonly<Record<string, string>>;
  /** The text that it adds to the page of the run. */
  readonly summary: string;
  /** Variables for the following steps. */
  readonly environment: Readonly<Record<string, string>>;
}

const FILES = ["GITHUB_OUTPUT", "GITHUB_STEP_SUMMARY", "GITHUB_ENV"] as const;

/**
 * Runs a script like a step of a workflow: with GitHub's variables, without those of this process.
 * @param script from the root of the repository
 */
export async function runScript(
  script: string,
  args: readonly string[],
  variables: Readonly<Record<string, string>> = {},
  cwd: string = process.cwd(),
): Promise<Step> {
  const folder = mkdtempSync(path.join(tmpdir(), "step-"));
  const files = Object.fromEntries(FILES.map((file) => [file, path.join(folder, file)]));
  for (const file of Object.values(files)) {
    writeFileSync(file, "");
  }
  const read = (file: (typeof FILES)[number]) => readFileSync(files[file] as string, "utf8");
  try {
    const { code, log } = await run(script, args, cwd, {
      PATH: process.env.PATH ?? "",
      GITHUB_SERVER_URL: "https://github.example",
      GITHUB_REPOSITORY: "octo/shop",
      GITHUB_RUN_ID: "42",
      GITHUB_TOKEN: "token-of-the-run",
      ...files,
      ...variables,
    });
    return {
      code,
      log,
      outputs: pairs(read("GITHUB_OUTPUT")),
      summary: read("GITHUB_STEP_SUMMARY"),
      environment: pairs(read("GITHUB_ENV")),
    };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function run(
  script: string,
  args: readonly string[],
  cwd: string,
  env: Record<string, string>,
): Promise<Pick<Step, "code" | "log">> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [path.join(PROJECT, script), ...args], { cwd, env });
    let log = "";
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding("utf8").on("data", (text: string) => {
        log += text;
      });
    }
    child.on("error", reject);
    child.on("close", (code) => resolve({ code: code ?? 1, log }));
  });
}

function pairs(text: string): Record<string, string> {
  return Object.fromEntries(
    text
      .split("\n")
      .filter((line) => line !== "")
      .map((line) => [line.slice(0, line.indexOf("=")), line.slice(line.indexOf("=") + 1)]),
  );
}
