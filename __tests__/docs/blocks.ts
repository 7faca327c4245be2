import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";

/** The pages for people. The API reference is written from the docstrings. */
export const PAGES: readonly string[] = [
  "README.md",
  "CONTRIBUTING.md",
  ...readdirSync("docs")
    .filter((name) => name.endsWith(".md"))
    .sort()
    .map((name) => path.join("docs", name)),
];

export interface Block {
  readonly page: string;
  /** Where its first line is. */
  readonly line: number;
  readonly language: string;
  readonly text: string;
  /** What a comment before the block says about it: `<!-- test: not run, … -->`. */
  readonly directive: string;
}

const BLOCK = /(?:^ *<!-- test: ([^\n]*) -->\n+)?^( *)```(\w*)\n(.*?)^ *```$/gms;

/** The blocks of a page in the given languages. */
export function blocksOf(page: string, languages: readonly string[]): readonly Block[] {
  const text = readFileSync(page, "utf8");
  return [...text.matchAll(BLOCK)]
    .map(([whole, directive = "", indentation = "", language = "", body = ""], index, all) => ({
      page,
      line: text.slice(0, (all[index]?.index ?? 0) + whole.indexOf("```")).split("\n").length + 1,
      language,
      text: body.replaceAll(new RegExp(`^${indentation}`, "gm"), ""),
      directive,
    }))
    .filter((block) => languages.includes(block.language.toLowerCase()));
}
