import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { lintWorkflows } from "../../scripts/lint-workflows";
import { fakeProgram } from "../fake-program";

const folder = mkdtempSync(path.join(tmpdir(), "go-"));
const { PATH } = process.env;

afterEach(() => {
  process.env.PATH = PATH;
});
afterAll(() => rmSync(folder, { recursive: true }));

/** Puts a `go` on the PATH that is this shell script. */
function go(script: string): void {
  process.env.PATH = `${fakeProgram(folder, "go", script)}:${PATH}`;
}

/** A new folder for the program that Go builds. */
function bin(): string {
  return mkdtempSync(path.join(folder, "bin-"));
}

/** A `go install` of an actionlint that is this shell script. */
function actionlint(script: string): string {
  return `mkdir -p "$GOBIN"; printf '%s\\n' '#!/bin/sh' '${script}' > "$GOBIN/actionlint"; chmod +x "$GOBIN/actionlint"`;
}

describe("the linter of workflow files", () => {
  test("prints their problems", async () => {
    go(actionlint('echo ".github/workflows/a.yml:1:1: wrong"; exit 1'));
    expect(await lintWorkflows(".", bin())).toEqual({
      problems: ".github/workflows/a.yml:1:1: wrong",
    });
  });

  test("also prints its standard error, so that a linter that can't run is no success", async () => {
    go(actionlint('echo "no project was found" >&2; exit 3'));
    expect(await lintWorkflows(".", bin())).toEqual({ problems: "no project was found" });
  });

  test("that ends badly without a word is no success", async () => {
    go(actionlint("exit 3"));
    expect(await lintWorkflows(".", bin())).toEqual({
      problems: "actionlint exited with 3",
    });
  });

  test("prints nothing when they are right", async () => {
    go(actionlint("exit 0"));
    expect(await lintWorkflows(".", bin())).toEqual({ problems: "" });
  });

  test("is built once", async () => {
    const programs = bin();
    go(actionlint("exit 0"));
    await lintWorkflows(".", programs);
    go('echo "built again" >&2; exit 1');
    expect(await lintWorkflows(".", programs)).toEqual({ problems: "" });
  });

  test("is skipped, with the reason, where it can't be built", async () => {
    go('echo "dial tcp: no such host" >&2; exit 1');
    expect(await lintWorkflows(".", bin())).toEqual({
      skipped: "actionlint could not be built: dial tcp: no such host",
    });
  });

  test("is skipped, with the reason, where there is no Go", async () => {
    process.env.PATH = folder;
    rmSync(path.join(folder, "go"), { force: true });
    expect(await lintWorkflows(".", bin())).toEqual({
      skipped: "actionlint is built with Go, but there is no Go on this machine",
    });
  });
});
