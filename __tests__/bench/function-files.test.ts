import { mkdtempSync, readdirSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { functionFiles, functionName, writeFunctions } from "../../bench/function-files";
import { Architecture } from "../../lib/architecture";
import { BuildContext } from "../../lib/build-context/build-context";
import { imageProblems } from "../../lib/function/image-problems";

function generate(many: number): string {
  const folder = mkdtempSync(path.join(tmpdir(), "bench-"));
  writeFunctions(folder, many);
  return folder;
}

const contexts = (folder: string) =>
  readdirSync(folder)
    .sort()
    .map((name) => BuildContext.read({ directory: path.join(folder, name) }));

const hashes = (folder: string) => contexts(folder).map(({ hash }) => hash);

test("a function has five files", () => {
  expect(Object.keys(functionFiles(0))).toHaveLength(5);
});

test("the work is the same in every run", () => {
  expect(hashes(generate(3))).toEqual(hashes(generate(3)));
});

test("no two functions are the same: nobody gets by with staging one", () => {
  expect(new Set(hashes(generate(20))).size).toBe(20);
});

test("the folder holds the functions that are wanted, not those of the run before", () => {
  const folder = generate(3);
  writeFunctions(folder, 2);
  expect(readdirSync(folder).sort()).toEqual(["fn-0000", "fn-0001"]);
});

test("names sort as their numbers do", () => {
  const names = [0, 9, 10, 999].map(functionName);
  expect([...names].sort()).toEqual(names);
});

test("every check looks at them, and finds nothing: they are what a function should be", () => {
  const problems = contexts(generate(1)).flatMap((context) =>
    imageProblems({
      context,
      buildArgs: {},
      architecture: Architecture.X86_64,
      overrides: {},
      environment: {},
      today: "2026-01-01",
    }),
  );
  expect(problems).toEqual([]);
});
