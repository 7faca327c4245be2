import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { App, TerraformStack } from "cdktf";
import { BuildContext } from "../../../lib/build-context/build-context";
import { generatedFolders } from "../../../lib/image/generated-folders";
import { writeTree } from "../build-context/tree";

const ROOT = { Dockerfile: "FROM scratch\n", "app.py": "" };

function stackIn(outdir: string): TerraformStack {
  return new TerraformStack(new App({ outdir }), "stack");
}

test("GIVEN a context that the app is in THEN its output is left out, of a deploy and of a local run", () => {
  const root = path.resolve(".");
  expect(generatedFolders(stackIn("cdktf.out"), root)).toEqual([".local", "cdktf.out"]);
  const other = writeTree(ROOT);
  expect(generatedFolders(stackIn(path.join(other, "out")), other)).toEqual(["out"]);
});

test("GIVEN a context beside the app THEN nothing is left out", () => {
  expect(generatedFolders(stackIn("cdktf.out"), path.resolve("lambdas/python"))).toEqual([]);
});

test("GIVEN output in the context THEN the hash stays the same, and the context can be staged there", () => {
  const directory = writeTree(ROOT);
  const read = () => BuildContext.read({ directory, generated: ["cdktf.out"] });
  const { hash } = read();
  mkdirSync(path.join(directory, "cdktf.out"));
  writeFileSync(path.join(directory, "cdktf.out", "manifest.json"), "{}");
  expect(read().hash).toBe(hash);
  expect(read().entries.map((entry) => entry.path)).toEqual(["Dockerfile", "app.py"]);
  expect(() => read().stage(path.join(directory, "cdktf.out", "stacks", "s", "assets"))).not.toThrow();
});

test("GIVEN an ignore file that includes it again THEN the error has the line to add", () => {
  const directory = writeTree({ ...ROOT, ".dockerignore": "x\n!cdktf.out\n", "cdktf.out/a": "" });
  const context = BuildContext.read({ directory, generated: ["cdktf.out"] });
  expect(() => context.stage(path.join(directory, "cdktf.out", "stacks", "s", "assets"))).toThrow(
    "Add this line to .dockerignore: cdktf.out",
  );
});
