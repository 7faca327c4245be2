import { mkdirSync, readFileSync, rmSync } from "node:fs";
import path from "node:path";
import type { Command } from "../cli/command";
import { log, step } from "../cli/process/steps";
import { runCheckov } from "./checkov";
import { checkDocs } from "./docs";
import { lintWorkflows } from "./lint-workflows";
import { pack } from "./pack";
import { APPS, PRODUCTION, synthesizeApps } from "./synthesize-apps";
import { runTflint } from "./tflint";
import { runTool } from "./tool";

const RESULTS = path.join(".plans", "check");

export const command: Command = {
  examples: [["npm run check", "checks everything"]],
  help: `npm run check -- [--nightly]

Everything: formatting and lint, types, the workflows of GitHub, the package as it would be published, its API reference, the
synthesized stacks (checkov and tflint), the fast tests, and the end-to-end tests, which deploy to their own local AWS. Sets up everything it needs. Ends with the line
"N passed, N failed, N skipped". A check that is not a test counts as one.

  --nightly   also the end-to-end tests that take too long for each change: each statement of the generated policies is left out once`,
  options: { nightly: { type: "boolean" } },
  async run(args) {
    if (args.flag("nightly")) {
      process.env.NIGHTLY = "true";
    }
    rmSync(RESULTS, { recursive: true, force: true });
    mkdirSync(RESULTS, { recursive: true });
    const counts = [
      await tool("Formatting and lint", "biome", ["ci", "--error-on-warnings"]),
      await tool("Types", "tsc", ["--noEmit", "-p", "."]),
      await tool("Types of the page", "tsc", ["--noEmit", "-p", "cli/local/ui/page"]),
      await workflows(),
      ...(await publication()),
      await reference(),
      ...(await stacks()),
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
  return step(title, () => count(runTool(name, args) === 0), summary);
}

function workflows(): Promise<Counts> {
  return lint("Workflows", () => lintWorkflows("."));
}

/** Checks the stacks of this repository's apps. */
async function stacks(): Promise<readonly Counts[]> {
  const [folder, productionFolder] = [path.join(RESULTS, "stacks"), path.join(RESULTS, "production")];
  const [all, production] = await step(
    "Synthesized the stacks of all apps",
    async () =>
      [await synthesizeApps(folder, APPS), await synthesizeApps(productionFolder, [PRODUCTION])] as const,
  );
  return [
    await lint("Stacks (checkov)", async () => ({
      problems: [
        ...(await runCheckov(folder, all, ".checkov.yaml")),
        ...(await runCheckov(productionFolder, production, "examples/production.checkov.yaml")),
      ].join("\n"),
    })),
    await lint("Stacks (tflint)", () => runTflint([...all, ...production])),
  ];
}

function lint(
  title: string,
  run: () => Promise<{ readonly problems: string } | { readonly skipped: string }>,
): Promise<Counts> {
  return step(
    title,
    async () => {
      const result = await run();
      if ("skipped" in result) {
        log(`SKIPPED: ${result.skipped}`);
        return { passed: 0, failed: 0, skipped: 1 };
      }
      if (result.problems !== "") console.log(result.problems);
      return count(result.problems === "");
    },
    summary,
  );
}

/** Checks the package that npm would publish: its files, and whether programs can import it in all ways. */
async function publication(): Promise<readonly Counts[]> {
  const contents = ({ problems }: { readonly problems: readonly string[] }) => count(problems.length === 0);
  const packed = await step("Package", tryPack, (result) => summary(contents(result)));
  for (const problem of packed.problems) console.log(problem);
  if (packed.tarball === undefined) {
    return [contents(packed)];
  }
  return [
    contents(packed),
    await tool("Package for all programs (publint)", "publint", ["run", packed.tarball, "--strict"]),
    await tool("Types of the package (attw)", "attw", [packed.tarball, "--format", "table-flipped"]),
  ];
}

function reference(): Promise<Counts> {
  return step(
    "API reference",
    async () => {
      try {
        await checkDocs();
        return count(true);
      } catch (error) {
        console.log((error as Error).message);
        return count(false);
      }
    },
    summary,
  );
}

async function tryPack(): Promise<{ readonly tarball?: string; readonly problems: readonly string[] }> {
  try {
    return await pack(RESULTS);
  } catch (error) {
    return { problems: [(error as Error).message] };
  }
}

function tests(title: string, name: string, args: readonly string[]): Promise<Counts> {
  const file = path.join(RESULTS, `${name}.json`);
  return step(
    title,
    () => {
      const code = runTool("jest", [...args, "--json", `--outputFile=${file}`]);
      const result = JSON.parse(readFileSync(file, "utf8"));
      // A test file that can't be loaded fails without a failed test.
      const failed = result.numFailedTests + result.numRuntimeErrorTestSuites;
      return {
        passed: result.numPassedTests,
        failed: failed === 0 && code !== 0 ? 1 : failed,
        skipped: result.numPendingTests,
      };
    },
    summary,
  );
}

function summary({ passed, failed, skipped }: Counts): string {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ""}`;
}

/** The count of a check that is not a test. */
function count(passed: boolean): Counts {
  return passed ? { passed: 1, failed: 0, skipped: 0 } : { passed: 0, failed: 1, skipped: 0 };
}
