import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { runTflint } from "../../scripts/tflint";
import { fakeProgram } from "../fake-program";

const folder = mkdtempSync(path.join(tmpdir(), "tflint-"));
const { PATH } = process.env;

afterEach(() => {
  process.env.PATH = PATH;
});
afterAll(() => rmSync(folder, { recursive: true }));

/** Checks two stacks with a tflint that is this shell script. */
function lint(script: string) {
  const go = `mkdir -p "$GOBIN"; printf '%s\\n' '#!/bin/sh' '${script}' > "$GOBIN/tflint"; chmod +x "$GOBIN/tflint"`;
  process.env.PATH = `${fakeProgram(folder, "go", go)}:${PATH}`;
  return runTflint(["stacks/one", "stacks/two"], mkdtempSync(path.join(folder, "bin-")));
}

describe("tflint", () => {
  test("is run in each stack", async () => {
    expect(await lint('echo "$1 is wrong"; exit 2')).toEqual({
      problems: "stacks/one: --chdir=stacks/one is wrong\nstacks/two: --chdir=stacks/two is wrong",
    });
  });

  test("that ends badly without a word is no success", async () => {
    expect(await lint("exit 1")).toEqual({
      problems: "stacks/one: tflint ended with 1\nstacks/two: tflint ended with 1",
    });
  });

  test("has no problems when all stacks are right", async () => {
    expect(await lint("exit 0")).toEqual({ problems: "" });
  });

  test("is skipped, with the reason, where there is no Go", async () => {
    process.env.PATH = mkdtempSync(path.join(folder, "empty-"));
    expect(await runTflint(["stacks/one"], path.join(folder, "none"))).toEqual({
      skipped: "tflint is built with Go, but there is no Go on this machine",
    });
  });
});
