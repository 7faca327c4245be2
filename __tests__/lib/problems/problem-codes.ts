import { readFileSync } from "node:fs";

/** The members of the type ProblemCode, in their order. */
export function problemCodes(): readonly string[] {
  const source = readFileSync("lib/problem-code.ts", "utf8");
  return [...source.matchAll(/^ {2}\| "(.*)"/gm)].map(([, code]) => code as string);
}
