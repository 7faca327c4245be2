import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { synthesizeAgain } from "../bench/again";
import { runChecks } from "../bench/check-corpus/run";
import { CORPUS } from "../bench/check-corpus/shapes";
import { missed, tables } from "../bench/check-corpus/table";
import { readUserFolders } from "../bench/check-corpus/user-folders";
import { measureChecks } from "../bench/checks";
import { type Contestant, contestants } from "../bench/contestants";
import { estimateSeconds } from "../bench/estimate";
import { measureFirstRun } from "../bench/first-run";
import { BENCH, CHANGED_COPIES, functionsFolder, INSTALLED_COPY, PROJECT_COPY } from "../bench/folders";
import { writeFunctions } from "../bench/function-files";
import { measureReview } from "../bench/large-review";
import { measureLocalLoop } from "../bench/local-loop";
import { loadNote, machine } from "../bench/machine";
import { checksReport, localReport, reviewReport, stagingReport } from "../bench/more-reports";
import { withResults } from "../bench/page";
import { peerVersions, preparePeers } from "../bench/peers";
import { copyProject, installPackage, useGeneratedFunctions } from "../bench/project-copy";
import { alternate, type Result } from "../bench/rounds";
import { freeBytes } from "../bench/sample-files";
import { removeSetAside, setAside } from "../bench/set-aside";
import { measureStaging } from "../bench/staging";
import { againReport, synthReport } from "../bench/synth-report";
import type { Arguments, Command } from "../cli/command";
import { undoWhenInterrupted } from "../cli/process/interrupt";
import { succeed } from "../cli/process/run-program";
import { CommandError, log, step } from "../cli/process/steps";

const PAGE = path.join("docs", "performance.md");
const CHECKS_PAGE = path.join("docs", "problems.md");
/** Numbers of functions. */
const NUMBERS = { full: [1, 10, 100, 1_000], quick: [1, 100] } as const;
/** The peers, and the output of the contestants, which is deleted at the end. */
const DISK_GIB = { full: 8, quick: 3 } as const;
/** The contestants that synthesize again. */
const AGAIN: readonly string[] = ["project", "cdk-unvalidated", "cdktf-compiled"];
/** The measurements besides the contestants. */
const OTHERS = ["again", "staging", "checks", "review", "local"] as const;

export const command: Command = {
  examples: [["npm run bench -- --quick", "measures everything once, in minutes"]],
  help: `npm run bench -- [--quick] [--rows <row>[,<row> …]] [--with-local]
       npm run bench -- --first
       npm run bench -- --checks [--missed] [--corpus <folders.json> [--split <name>]]

Measures this project and its peers side by side, on functions that it generates: the time and memory of a synth, of hashing and
staging, of the checks, and of a review. Installs the peers into ${path.relative(".", BENCH)}/ (1 GB) and works only there. Run it
on an idle machine. Writes the results to ${PAGE}, unless it is a quick or a partial run.

  --quick       in two or three minutes: fewer functions, fewer runs
  --rows        just these rows: ${[...contestants().map(({ id }) => id), ...OTHERS].join(", ")}
  --with-local  also the time from a save to the answer on a local AWS, which it starts and stops

With --first it measures nothing else: from a fresh clone to an answer of the function, the plan of a pull request on a fresh runner, and
every deploy after that, in a quarter of an hour.

With --checks it measures nothing else. It makes one broken variant of each kind of mistake from each healthy project of a corpus
that it generates, and counts what the checks find. Writes the table to ${CHECKS_PAGE}.

  --missed      also a line for each variant that was missed or found at another place, and for each false alarm
  --corpus      the same with your own healthy folders, printed only. The file is a list of { "name", "directory", "file" }, and
                if needed "target", "buildArgs", "cmd", "architecture" and "split". A directory is relative to the list
  --split       only the folders of the list with that "split"`,
  options: {
    quick: { type: "boolean" },
    rows: { type: "string" },
    "with-local": { type: "boolean" },
    first: { type: "boolean" },
    checks: { type: "boolean" },
    missed: { type: "boolean" },
    corpus: { type: "string" },
    split: { type: "string" },
  },
  async run(args) {
    if (args.flag("checks")) {
      countFindings(args);
      return;
    }
    if (args.flag("first")) {
      console.log(`\n${await measureFirstRun()}\n`);
      return;
    }
    const quick = args.flag("quick");
    const rows = args.text("rows");
    const wanted = selection(rows);
    const chosen = contestants().filter(({ id }) => wanted(id));
    const numbers = NUMBERS[quick ? "quick" : "full"];
    const load = loadNote();
    if (load) log(load);
    log(`Takes about ${Math.ceil(estimateSeconds(chosen, numbers, quick) / 60)} minutes on a quiet machine`);

    const stays = undoWhenInterrupted(removeSetAside);
    const reports: string[] = [];
    try {
      await prepare(numbers, quick);
      reports.push(facts(quick, load));
      if (chosen.length > 0) reports.push(synthReport(await synths(chosen, numbers, quick)));
      if (wanted("again")) {
        const many = Math.max(...numbers);
        reports.push(againReport(many, await step("Synthesized again", () => again(many, quick))));
      }
      if (wanted("staging")) {
        reports.push(stagingReport(await step("Hashed and staged", () => measureStaging(quick))));
      }
      if (wanted("checks")) {
        reports.push(checksReport(await step("Checked lambdas/python", () => measureChecks(quick))));
      }
      if (wanted("review")) {
        reports.push(reviewReport(await step("Reviewed a large plan", () => measureReview(quick))));
      }
      if (wanted("local")) {
        reports.push(localReport(args.flag("with-local") ? await measureLocalLoop(quick) : undefined));
      }
    } finally {
      stays();
      removeSetAside();
    }
    const text = reports.join("\n\n");
    console.log(`\n${text}\n`);
    if (!quick && rows === undefined) {
      writeFileSync(PAGE, withResults(readFileSync(PAGE, "utf8"), text));
      log(`Written to ${PAGE}`);
    }
  },
};

/** What the checks find in broken projects. Only the result of the project's own corpus is written to the page. */
function countFindings(args: Arguments): void {
  const list = args.text("corpus");
  const run = runChecks(list === undefined ? CORPUS : readUserFolders(list, args.text("split")));
  console.log(tables(run));
  if (args.flag("missed")) console.log(`\n${missed(run)}`);
  if (list === undefined) {
    writeFileSync(CHECKS_PAGE, withResults(readFileSync(CHECKS_PAGE, "utf8"), tables(run)));
    log(`Written to ${CHECKS_PAGE}`);
  }
}

/** @throws CommandError when `--rows` names an unknown row */
function selection(rows: string | undefined): (id: string) => boolean {
  const names = rows?.split(",");
  const known = [...contestants().map(({ id }) => id), ...OTHERS];
  const unknown = names?.filter((name) => !known.includes(name)) ?? [];
  if (unknown.length > 0) {
    throw new CommandError(`There is no row "${unknown.join('", "')}". There are: ${known.join(", ")}.`);
  }
  return (id) => names?.includes(id) ?? true;
}

async function prepare(numbers: readonly number[], quick: boolean): Promise<void> {
  mkdirSync(BENCH, { recursive: true });
  const needed = DISK_GIB[quick ? "quick" : "full"];
  const free = freeBytes(BENCH) / 1024 ** 3;
  if (free < needed) {
    throw new CommandError(
      `The benchmark needs ${needed} GiB of disk in ${BENCH}, but only ${free.toFixed(1)} GiB are free. Free some space, or run it with --quick.`,
    );
  }
  for (const copy of [PROJECT_COPY, INSTALLED_COPY, ...Object.values(CHANGED_COPIES)]) {
    copyProject(copy);
    useGeneratedFunctions(copy);
  }
  await succeed(process.execPath, ["scripts/build.mjs"]);
  installPackage(INSTALLED_COPY);
  await preparePeers();
  for (const many of numbers) {
    setAside(functionsFolder(many));
    writeFunctions(functionsFolder(many), many);
  }
}

async function synths(
  chosen: readonly Contestant[],
  numbers: readonly number[],
  quick: boolean,
): Promise<readonly Result[]> {
  const results: Result[] = [];
  for (const many of numbers) {
    const title = `Synthesized ${many.toLocaleString("en")} function${many === 1 ? "" : "s"}`;
    results.push(...(await step(title, () => alternate(chosen, many, functionsFolder(many), quick))));
  }
  return results;
}

function again(many: number, quick: boolean) {
  const chosen = contestants().filter(({ id }) => AGAIN.includes(id));
  return synthesizeAgain(chosen, functionsFolder(many), quick ? 2 : 5);
}

function facts(quick: boolean, load: string | undefined): string {
  const date = new Date().toISOString().slice(0, 10);
  const run = quick ? "npm run bench -- --quick" : "npm run bench";
  return [`\`${run}\`, ${date}, on ${machine()}. ${peerVersions()}.`, ...(load ? [load] : [])].join("\n\n");
}
