import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { newestRuntime } from "../../../lib/tooling";
import { FUNCTION_FILES, readTemplate } from "../shared-files";

const TEMPLATE = path.join(__dirname, "template");

/** The languages that a new function can be written in. `python-slim` is Python on Docker's own image. */
export const LANGUAGES = ["python", "nodejs", "go", "python-slim"] as const;

export type Language = (typeof LANGUAGES)[number];

/** The folder of a function, relative to that of cdktf.json. */
export function functionFolder(name: string): string {
  return `lambdas/${name}`;
}

/** The test of a function, relative to the folder of cdktf.json. */
export function testFile(name: string): string {
  return `__tests__/${name}.test.ts`;
}

/** The functions of this repository that a new one is a copy of. Python's is too long for a start. */
const COPIES = {
  nodejs: "lambdas/nodejs/",
  go: "lambdas/provided/",
  "python-slim": "lambdas/python-slim/",
} as const;

/** The files in the folder of a new function, by name. */
export function functionFiles(language: Language): ReadonlyMap<string, string> {
  return language === "python" ? pythonFiles() : copiedFiles(COPIES[language]);
}

/** It uses the newest runtime. */
function pythonFiles(): ReadonlyMap<string, string> {
  const folder = path.join(TEMPLATE, "python");
  const tag = newestRuntime("python")?.tag ?? "latest";
  return new Map(
    readdirSync(folder)
      .sort()
      .map((name) => [name, readFileSync(path.join(folder, name), "utf8").replace("my-version", tag)]),
  );
}

function copiedFiles(folder: string): ReadonlyMap<string, string> {
  return new Map(
    FUNCTION_FILES.filter((file) => file.startsWith(folder)).map((file) => [
      file.slice(folder.length),
      readTemplate(file),
    ]),
  );
}

/**
 * The test of a new function: it calls the handler with the sample event.
 * @returns undefined where the language's own test is among its files
 */
export function functionTest(language: Language, name: string): string | undefined {
  if (language === "go") return undefined;
  const template = language === "nodejs" ? "nodejs.ts" : "python.ts";
  return readFileSync(path.join(TEMPLATE, "tests", template), "utf8").replaceAll("my-function", name);
}
