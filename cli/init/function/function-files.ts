import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { newestRuntime } from "../../../lib/tooling";

const TEMPLATE = path.join(__dirname, "template");

/** The languages that a new function can be written in. */
export const LANGUAGES = ["python", "nodejs"] as const;

export type Language = (typeof LANGUAGES)[number];

/** The folder of a function, relative to that of cdktf.json. */
export function functionFolder(name: string): string {
  return `lambdas/${name}`;
}

/** The test of a function, relative to the folder of cdktf.json. */
export function testFile(name: string): string {
  return `__tests__/${name}.test.ts`;
}

/** The files in the folder of a new function, by name. It uses AWS's newest runtime of its language. */
export function functionFiles(language: Language): ReadonlyMap<string, string> {
  const folder = path.join(TEMPLATE, language);
  const tag = newestRuntime(language)?.tag ?? "latest";
  return new Map(
    readdirSync(folder)
      .sort()
      .map((name) => [name, readFileSync(path.join(folder, name), "utf8").replace("my-version", tag)]),
  );
}

/** The test of a new function: it calls the handler with the sample event. */
export function functionTest(language: Language, name: string): string {
  return readFileSync(path.join(TEMPLATE, "tests", `${language}.ts`), "utf8").replaceAll("my-function", name);
}
