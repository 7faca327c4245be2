import { devNull } from "node:os";
import path from "node:path";
import { cacheFolder } from "../cli/process/private-files";
import { runProgram } from "../cli/process/run-program";
import { goProgram } from "./go-program";
import type { LintResult } from "./lint-workflows";

/** Built from source: there is no package of it. The rules for Terraform itself are part of it. */
const TFLINT = "github.com/terraform-linters/tflint@v0.64.0";

/**
 * Checks synthesized stacks with tflint, which Go builds on the first run. That takes minutes, so all checkouts of a user
 * share it.
 * @param stacks the folders of the stacks
 * @param folder the folder of tflint
 */
export async function runTflint(
  stacks: readonly string[],
  folder: string = path.join(cacheFolder(), "tflint"),
): Promise<LintResult> {
  const tflint = await goProgram(TFLINT, folder);
  if ("skipped" in tflint) {
    return tflint;
  }
  const problems: string[] = [];
  for (const stack of stacks) {
    // Without the settings of this user, so that the result is the same on all machines.
    const { code, stdout, stderr } = await runProgram(tflint.program, [
      `--chdir=${stack}`,
      `--config=${devNull}`,
      "--format=compact",
      "--no-color",
    ]);
    if (code !== 0) {
      problems.push(`${stack}: ${`${stdout}${stderr}`.trim() || `tflint ended with ${code}`}`);
    }
  }
  return { problems: problems.join("\n") };
}
