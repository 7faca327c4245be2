import { appendFileSync, existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import type { Command } from "../command";
import { commandLine } from "../command-line";
import { PLANS_FOLDER } from "../deploy/plans-folder";
import { privateFolder } from "../process/private-files";
import { printResult } from "../process/progress";
import { CommandError, log } from "../process/steps";
import { isTerminal } from "../process/terminal";
import { PlanError, readPlan } from "./read-plan";
import { summarize } from "./summarize";
import type { Summary } from "./summary";
import { toHtml } from "./to-html";
import { toJson } from "./to-json";
import { toMarkdown } from "./to-markdown";
import { terminalOptions, toTerminal } from "./to-terminal";

const OUTPUT = path.join(PLANS_FOLDER, "review");

export const command: Command = {
  examples: [[`${commandLine("review")}`, "shows the plans that the last plan command made"]],
  help: `${commandLine("review --")} [<plan.json> …]

Turns plans into one page that a reviewer can read in a minute: first the risks, then each function, then all other changes.
Without arguments, it reads all plans in ${PLANS_FOLDER}/, where ${commandLine("plan")} writes them. Sensitive values, and the values of
environment variables and build arguments, never appear.

Prints the page (as Markdown, if not to a terminal) and writes ${OUTPUT}.md (short enough for a comment on GitHub), ${OUTPUT}.html (a standalone
page, nothing cut) and ${OUTPUT}.json (for programs). In a GitHub workflow the page is added to the job's summary.`,
  positionals: Number.POSITIVE_INFINITY,
  async run({ positionals }) {
    const files = positionals.length > 0 ? positionals : plansOfFolder();
    const summaries = files.map(review);
    const markdown = toMarkdown(summaries);
    privateFolder(PLANS_FOLDER);
    writeFileSync(`${OUTPUT}.md`, markdown);
    writeFileSync(`${OUTPUT}.html`, toHtml(summaries));
    writeFileSync(`${OUTPUT}.json`, toJson(summaries));
    if (process.env.GITHUB_STEP_SUMMARY) {
      appendFileSync(process.env.GITHUB_STEP_SUMMARY, markdown);
    }
    printResult(isTerminal(process.stdout) ? terminalText(summaries) : markdown);
    log(`The same page for a browser: ${OUTPUT}.html`);
  },
};

/** The pages as `plan` prints them. */
function terminalText(summaries: readonly Summary[]): string {
  return summaries.map((summary) => `\n${toTerminal(summary, terminalOptions())}\n`).join("\n");
}

function plansOfFolder(): string[] {
  const names = existsSync(PLANS_FOLDER) ? readdirSync(PLANS_FOLDER) : [];
  const files = names
    .filter((name) => name.endsWith(".json") && name !== "review.json")
    .sort()
    .map((name) => path.join(PLANS_FOLDER, name));
  if (files.length === 0) {
    throw new CommandError(
      `There are no plans in ${PLANS_FOLDER}/. Create them first: ${commandLine("plan --")} --env <name>, or ${commandLine("plan --")} --local-aws\n` +
        "Or give files that were made with: terraform show -json <saved plan> > <file>",
    );
  }
  return files;
}

function review(file: string): Summary {
  try {
    return summarize(readPlan(read(file), file, path.basename(file, ".json")));
  } catch (error) {
    throw error instanceof PlanError ? new CommandError(error.message) : error;
  }
}

function read(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    throw new CommandError(
      `${file} can't be read: ${(error as NodeJS.ErrnoException).code}. Is the path right?`,
    );
  }
}
