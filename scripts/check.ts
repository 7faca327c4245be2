import { mkdirSync, readFileSync, rmSync } from "node:fs";
import path from "node:path";
import type { Command } from "../cli/command";
import { log, step } from "../cli/process/steps";
import { lintWorkflows } from "./lint-workflows";
import { runTool } from "./tool";

const RESULTS = path.join(".plans", "check");

export const command: Command = {
  help: `npm run check

Everything: formatting and lint, types, the workflows of GitHub, the fast tests, and the end-to-end tests, which deploy to a
local AWS of their own. Sets up what it needs. Ends with the line "N passed, N failed, N skipped"; lint, types and workflows
count as one each.`,
  async run() {
    rmSync(RESULTS, { recursive: true, force: true });
    mkdirSync(RESULTS, { recursive: true });
    const counts = [
      await tool("Formatting and lint", "biome", ["ci", "--error-on-warnings"]),
      await tool("Types", "tsc", ["--noEmit", "-p", "."]),
      await workflows(),
      await tests("Fast tests", "fast", []),
      await tests("End-to-end tests", "e2e", ["--config", "jest.e2e.config.js"]),
    ];
    const total = (of: keyof Counts): number => counts.reduce((sum, count) => sum + count[of], 0);
    console.log(`${total("passed")} passed, ${total("failed")} failed, ${total("skipped")} skipped`);
    return total("failed") === 0 ? 0 : 1;
  },
};

interface Counts {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

function tool(title: string, name: string, args: readonly string[]): Promise<Counts> {
  return step(
    title,
    () =>
      runTool(name, args) === 0 ? { passed: 1, failed: 0, skipped: 0 } : { passed: 0, failed: 1, skipped: 0 },
    told,
  );
}

function workflows(): Promise<Counts> {
  return step(
    "Workflows",
    async () => {
      const result = await lintWorkflows(".");
      if ("skipped" in result) {
        log(`SKIPPED: ${result.skipped}`);
        return { passed: 0, failed: 0, skipped: 1 };
      }
      if (result.problems === "") {
        return { passed: 1, failed: 0, skipped: 0 };
      }
      console.log(result.problems);
      return { passed: 0, failed: 1, skipped: 0 };
    },
    told,
  );
}

function tests(title: string, name: string, args: readonly string[]): Promise<Counts> {
  const file = path.join(RESULTS, `${name}.json`);
  return step(
    title,
    () => {
      const code = runTool("jest", [...args, "--json", `--outputFile=${file}`]);
      const result = JSON.parse(readFileSync(file, "utf8"));
      // A test file that can't even be loaded fails without a failed test.
      const failed = result.numFailedTests + result.numRuntimeErrorTestSuites;
      return {
        passed: result.numPassedTests,
        failed: failed === 0 && code !== 0 ? 1 : failed,
        skipped: result.numPendingTests,
      };
    },
    told,
  );
}

function told({ passed, failed, skipped }: Counts): string {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ""}`;
}
