import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";

/** docs/moving-from-aws-cdk.md shows the stacks of this folder, beside AWS CDK's form. */

const PAGE = readFileSync("docs/moving-from-aws-cdk.md", "utf8");
const FOLDER = "__tests__/from-aws-cdk";
const EXAMPLES = readdirSync(FOLDER, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name);

/** The examples of the page: their lines with `+`, `-` or a space in front. */
const SHOWN = [...PAGE.matchAll(/^```diff\n([\s\S]*?)\n```$/gm)].map(([, lines = ""]) => lines.split("\n"));

/** Our form of an example. */
function ours(lines: readonly string[]): string {
  return lines
    .filter((line) => !line.startsWith("-"))
    .map((line) => line.slice(1))
    .join("\n");
}

/** How many lines there are after the class's head, and how many of them AWS CDK's form doesn't have. */
function afterHead(lines: readonly string[]): { all: number; different: number } {
  const head = lines.findIndex((line) => /^\+ +super\(/.test(line));
  const rest = lines.slice(head + 1).filter((line) => !line.startsWith("-"));
  return { all: rest.length, different: rest.filter((line) => line.startsWith("+")).length };
}

test.each(EXAMPLES)("%s: the page shows the stack that is tested", (name) => {
  // A checkout that was moved to cdktn keeps the page as it is.
  const stack = readFileSync(path.join(FOLDER, name, "stack.ts"), "utf8")
    .replaceAll("cdktn", "cdktf")
    .trimEnd();
  expect(SHOWN.map(ours)).toContain(stack);
});

test("the page has all examples, and no more", () => {
  expect(EXAMPLES).toHaveLength(10);
  expect(SHOWN).toHaveLength(EXAMPLES.length);
});

test("the numbers in the page's table are right", () => {
  const rows = [...PAGE.matchAll(/^\| \[.*\| +(\d+) \| +(\d+) \| +(\d+) of (\d+) \|$/gm)].map((row) =>
    row.slice(1).map(Number),
  );
  const counted = SHOWN.map((lines) => {
    const { all, different } = afterHead(lines);
    const mine = lines.filter((line) => !line.startsWith("-"));
    return [mine.length, mine.filter((line) => line.startsWith("+")).length, different, all];
  });
  expect(rows).toEqual(counted);
});

test("it is little: after the imports and the class's head, fewer than one of three lines differ", () => {
  const counts = SHOWN.map(afterHead);
  const sum = (of: "all" | "different") => counts.reduce((total, count) => total + count[of], 0);
  expect(sum("different") / sum("all")).toBeLessThan(1 / 3);
  expect(PAGE).toContain(
    `Of ${sum("all")} lines after the imports and the class's head, ${sum("different")} differ.`,
  );
});
