import { readFileSync } from "node:fs";
import path from "node:path";
import { Architecture } from "../../../lib/architecture";
import { BuildContext } from "../../../lib/build-context/build-context";
import { imageProblems } from "../../../lib/function/image-problems";
import type { Problem } from "../../../lib/problem";
import { type Tree, writeTree } from "../build-context/tree";
import { problemCodes } from "./problem-codes";

const PAGE = readFileSync("docs/problems.md", "utf8");

/** An entry of the page with its examples. */
interface Entry {
  /** The wrong files, by name. */
  readonly wrong: Tree;
  readonly corrected: Tree;
  /** ISO 8601, if the example names a day. */
  readonly day?: string;
  readonly severity?: string;
}

/** Reads the files of an entry: a name in backticks, a remark, and a block, or only the size of a large file. */
function readEntry(text: string): Entry {
  const wrong: Record<string, Tree[string]> = {};
  const corrected: Record<string, Tree[string]> = {};
  let day: string | undefined;
  for (const [, name = "", remark = "", block] of text.matchAll(
    /^`([^`]+)`(.*)\n(?:\n```\w*\n([\s\S]*?)^```$)?/gm,
  )) {
    const [, mebibytes] = /^, (\d+) MiB$/.exec(remark) ?? [];
    const content = mebibytes === undefined ? block : { zeros: Number(mebibytes) * 1024 * 1024 };
    if (content === undefined) continue;
    (remark === ", corrected" ? corrected : wrong)[name] = content;
    day ??= /on (\d{4}-\d\d-\d\d)/.exec(remark)?.[1];
  }
  const severity = /^\*\*(\w+)\.\*\*/m.exec(text)?.[1]?.toLowerCase();
  return { wrong, corrected, ...(day && { day }), ...(severity && { severity }) };
}

const [INTRODUCTION = "", ...SECTIONS] = PAGE.split(/^## .*\n/m);
const DEFAULTS = readEntry(INTRODUCTION).wrong;
const ENTRIES = new Map(
  SECTIONS.flatMap((section) => section.split(/^### /m).slice(1)).map((text) => {
    const end = text.indexOf("\n");
    return [text.slice(0, end), readEntry(text.slice(end))] as const;
  }),
);

function problemsIn(files: Tree, today = "2026-11-24"): readonly Problem[] {
  return imageProblems({
    context: BuildContext.read({ directory: writeTree({ ...DEFAULTS, ...files }) }),
    buildArgs: {},
    architecture: Architecture.X86_64,
    overrides: {},
    environment: {},
    today,
  });
}

test("each code has an entry in docs/problems.md, in the order of the list, and each entry a code", () => {
  expect([...ENTRIES.keys()]).toEqual(problemCodes());
});

test("GIVEN the files that the examples share THEN they have no problem", () => {
  expect(Object.keys(DEFAULTS)).toEqual(["Dockerfile", "app.py"]);
  expect(problemsIn({})).toEqual([]);
});

describe.each([...ENTRIES])("the example of %s", (code, { wrong, corrected, day, severity }) => {
  test("GIVEN the wrong files THEN the problem is reported with the severity of the page, and nothing else", () => {
    expect(problemsIn(wrong, day)).toEqual([expect.objectContaining({ code, severity })]);
  });

  test("GIVEN the corrected files THEN nothing is reported", () => {
    expect(Object.keys(corrected)).not.toEqual([]);
    expect(problemsIn({ ...wrong, ...corrected }, day)).toEqual([]);
  });
});

test("docs/problems.md has each code of a build context error, and no other", () => {
  const source = readFileSync("lib/build-context/errors.ts", "utf8");
  const [, union = ""] = /BuildContextErrorCode =([^;]*);/.exec(source) ?? [];
  const codes = [...union.matchAll(/"([^"]+)"/g)].map((match) => match[1]);
  const [, table = ""] = /## A folder that can't be built from([\s\S]*?)(?:\n## |$)/.exec(PAGE) ?? [];
  const documented = [...table.matchAll(/^\| (`.*?`) +\|/gm)].flatMap(([, cell = ""]) =>
    [...cell.matchAll(/`([^`]+)`/g)].map((match) => match[1]),
  );
  expect(codes.length).toBeGreaterThan(10);
  expect(documented.sort()).toEqual(codes.sort());
});

test("each link of the page points to a file or a heading", () => {
  const headings = [...PAGE.matchAll(/^#+ (.*)$/gm)].map(([, title = ""]) =>
    title
      .toLowerCase()
      .replace(/[^\w -]/g, "")
      .replaceAll(" ", "-"),
  );
  for (const [, link = ""] of PAGE.matchAll(/\]\(([^)]+)\)/g)) {
    if (link.startsWith("#")) expect(headings).toContain(link.slice(1));
    else expect(() => readFileSync(path.join("docs", link))).not.toThrow();
  }
});
