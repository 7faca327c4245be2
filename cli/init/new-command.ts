import { existsSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import type TypeScript from "typescript";
import { readAppSettings } from "../app/app-settings";
import type { Command } from "../command";
import { commandLine } from "../command-line";
import { printResult } from "../process/progress";
import { CommandError, log, step } from "../process/steps";
import { addFunction, functionLines } from "./function/add-to-stack";
import {
  functionFiles,
  functionFolder,
  functionTest,
  LANGUAGES,
  type Language,
  testFile,
} from "./function/function-files";
import { nameProblem } from "./function/function-name";
import { filesWithFunctions } from "./function/stack-files";
import { makeWhole, writeFiles } from "./make-whole";

export const command: Command = {
  examples: [[`${commandLine("new --")} python resize-images`, "adds a function in Python"]],
  help: `${commandLine("new --")} <language> <name>

Adds a function to the app of this folder's cdktf.json: the folder lambdas/<name> (Dockerfile, handler, dependencies, a sample event), its lines
in the stack that creates the app's functions, and a test. If the right place isn't certain, it prints the lines and doesn't
change the stack.

  <language>   ${inWords(LANGUAGES, "or")}. python-slim is Python on Docker's own image
  <name>       of a-z, 0-9, "-" and "_", for example resize-images`,
  positionals: 2,
  async run({ positionals: [language, name] }) {
    if (language === undefined || name === undefined) {
      throw new CommandError(
        `Give the language (${inWords(LANGUAGES, "or")}) and the name of the function, for example: ${commandLine("new --")} python resize-images`,
      );
    }
    if (!isLanguage(language)) {
      throw new CommandError(
        `There is no template for a function in ${language}. There are templates for ${inWords(LANGUAGES, "and")}.`,
      );
    }
    const problem = nameProblem(name);
    if (problem !== undefined) {
      throw new CommandError(`"${name}" is not a valid name of a function: ${problem}.`);
    }
    const addition = planAddition(name, readAppSettings().app);
    const testText = functionTest(language, name);
    const test = testText !== undefined && usesJest() ? testFile(name) : undefined;
    const made = [functionFolder(name), ...(test === undefined ? [] : [test])];
    refuseExisting(made);
    await makeWhole(made, async () => {
      const files = functionFiles(language);
      await step(`Wrote ${functionFolder(name)}: ${[...files.keys()].join(", ")}`, () =>
        writeFiles(functionFolder(name), files),
      );
      if (test !== undefined && testText !== undefined) {
        await step(`Wrote ${test}`, () => writeFiles(".", new Map([[test, testText]])));
      }
      if ("text" in addition) {
        await step(`Added ${name} to ${addition.file}`, () => replaceFile(addition.file, addition.text));
      }
    });
    if (testText !== undefined && test === undefined) {
      log("No test was added, because the app's package.json doesn't have jest");
    }
    if ("unsure" in addition) {
      log(`${name} is not in a stack yet: ${addition.unsure}. Add it yourself:`);
      printResult(linesToPaste(name));
    }
    log(`Try it: ${commandLine("local")}, then ${commandLine("local:invoke --")} ${name}`);
  },
};

/** `a, b and c` */
function inWords(words: readonly string[], conjunction: string): string {
  return `${words.slice(0, -1).join(", ")} ${conjunction} ${words.at(-1)}`;
}

function isLanguage(text: string): text is Language {
  return (LANGUAGES as readonly string[]).includes(text);
}

type PlannedAddition = { readonly file: string; readonly text: string } | { readonly unsure: string };

/**
 * Plans the change of the stack, without writing it.
 * @throws CommandError when the stack has a construct of that name
 */
function planAddition(name: string, app: string): PlannedAddition {
  const files = filesWithFunctions(app);
  const [file] = files;
  if (file === undefined) return { unsure: "no file of the app creates a function so far" };
  if (files.length > 1) return { unsure: `${files.join(" and ")} create functions` };
  const ts = appTypeScript();
  if (!ts) return { unsure: `the package typescript, which parses ${file}, isn't installed (npm ci)` };
  const addition = addFunction(ts, readFileSync(file, "utf8"), name);
  if ("taken" in addition) {
    throw new CommandError(`There is a construct named "${name}" in ${file} already. Use another name.`);
  }
  return "text" in addition
    ? { file, text: addition.text }
    : { unsure: `${file} was not changed, since ${addition.unsure}` };
}

/** The app's own TypeScript, if it can parse files. */
function appTypeScript(): typeof TypeScript | undefined {
  try {
    const ts = createRequire(path.resolve("package.json"))("typescript");
    return typeof ts.createSourceFile === "function" ? ts : undefined;
  } catch {
    return undefined;
  }
}

function usesJest(): boolean {
  return existsSync("package.json") && /"(ts-)?jest"\s*:/.test(readFileSync("package.json", "utf8"));
}

/** @throws CommandError when one of them exists: the user's files are never overwritten */
function refuseExisting(files: readonly string[]): void {
  const existing = files.filter((file) => existsSync(file));
  if (existing.length > 0) {
    throw new CommandError(
      `${existing.join(" and ")} ${existing.length === 1 ? "exists" : "exist"} already. Nothing was written. Use another name.`,
    );
  }
}

/** Replaces a file atomically: it has either the old or the new content. */
function replaceFile(file: string, text: string): void {
  const beside = `${file}.${process.pid}.new`;
  try {
    writeFileSync(beside, text, { mode: statSync(file).mode });
    renameSync(beside, file);
  } catch (error) {
    rmSync(beside, { force: true });
    throw error;
  }
}

function linesToPaste(name: string): string {
  const lines = [
    'import { DockerImageCode, DockerImageFunction } from "cdktf-lambda-images";',
    "",
    "// in the constructor of a stack, after AwsEnvironment.define(…)",
    ...functionLines(name),
  ];
  return `\n${lines.map((line) => (line === "" ? "" : `  ${line}`)).join("\n")}\n`;
}
