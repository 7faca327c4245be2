import { existsSync, readFileSync } from "node:fs";

const readme = readFileSync("README.md", "utf8");
const [, table = ""] = /## What you get here that you don't elsewhere\n(.*?)\n## /s.exec(readme) ?? [];
const rows = table
  .split("\n")
  .filter((line) => line.startsWith("| ") && !/^\|[\s:|-]*\|$/.test(line))
  .slice(1);

test("the README has a table of what there is only here", () => {
  expect(rows.length).toBeGreaterThan(5);
});

test.each(rows.map((row) => row.split("|").map((cell) => cell.trim())))(
  "%s%s has a test or a measurement behind it",
  (_, _name, _text, proof = "") => {
    const targets = [...proof.matchAll(/\]\(([^)#]+)/g)].map(([, target = ""]) => target);
    expect(targets).not.toEqual([]);
    for (const target of targets) {
      expect([target, existsSync(target)]).toEqual([target, true]);
      expect(target).toMatch(/^(__tests__\/.*\.test\.ts|docs\/performance\.md)$/);
    }
  },
);

test("the stack in the README has about ten lines", () => {
  const [, stack = ""] = /## A stack\n.*?```ts\n(.*?)```/s.exec(readme) ?? [];
  const lines = stack.replaceAll(/^import .*?;$/gms, "").split("\n");
  expect(lines.filter((line) => line !== "").length).toBeLessThan(11);
});

test("the README shows each step of npm run check", () => {
  const [, block = ""] = /\n\$ npm run check\n(.*?)```/s.exec(readme) ?? [];
  const shown = [...block.matchAll(/^✓ (.*?)(?:: \d+ passed, 0 failed.*)? \([\d.]+ s\)$/gm)].map(
    ([, title]) => title,
  );
  const source = readFileSync("scripts/check.ts", "utf8");
  const titles = [...source.matchAll(/\b(?:tool|lint|step|tests)\(\s*"([^"]+)"/g)].map(([, title]) => title);
  expect(shown.toSorted()).toEqual(titles.toSorted());
  expect(block.trim().split("\n").at(-1)).toMatch(/^\d+ passed, 0 failed, \d+ skipped$/);
});
