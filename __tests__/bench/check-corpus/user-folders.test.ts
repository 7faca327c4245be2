import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { runChecks } from "../../../bench/check-corpus/run";
import { readUserFolders } from "../../../bench/check-corpus/user-folders";
import { snapshot, writeTree } from "../../lib/build-context/tree";

const HANDLER = "def handler(event, context):\n    return event\n";

function listOf(folders: readonly object[]): string {
  const root = mkdtempSync(path.join(tmpdir(), "user-folders-"));
  writeTree(
    {
      "folders.json": JSON.stringify(folders),
      "one/docker/app.Dockerfile":
        'FROM public.ecr.aws/lambda/python:3.13\r\nCOPY app.py ./\r\nCMD ["app.handler"]\r\n',
      "one/app.py": HANDLER,
      "one/image.png": Buffer.from([0x89, 0, 1]),
      "one/run.sh": { executable: "#!/bin/sh\n" },
      "one/.git/config": "",
    },
    root,
  );
  return path.join(root, "folders.json");
}

const ONE = { name: "one", directory: "one", file: "docker/app.Dockerfile", base: "aws", split: "dev" };

test("GIVEN a list THEN its folders are read, relative to the list and without .git", () => {
  const [project, ...more] = readUserFolders(listOf([{ ...ONE, cmd: ["app.handler"], target: "final" }]));
  expect(more).toEqual([]);
  expect(project).toMatchObject({
    name: "one",
    dockerfile: "docker/app.Dockerfile",
    architecture: "x86_64",
    cmd: ["app.handler"],
    target: "final",
    executables: ["run.sh"],
  });
  expect(Object.keys(project?.files ?? {}).sort()).toEqual([
    "app.py",
    "docker/app.Dockerfile",
    "image.png",
    "run.sh",
  ]);
  expect(project?.files["image.png"]).toBe("");
  expect(project?.files["docker/app.Dockerfile"]).not.toContain("\r");
});

test("GIVEN a split THEN only its folders are read", () => {
  const list = listOf([ONE, { ...ONE, name: "two", split: "held" }]);
  expect(readUserFolders(list, "dev").map(({ name }) => name)).toEqual(["one"]);
  expect(readUserFolders(list).map(({ name }) => name)).toEqual(["one", "two"]);
});

test("GIVEN a list without directories THEN it is refused", () => {
  expect(() => readUserFolders(listOf([{ name: "one" }]))).toThrow("directory");
});

test("GIVEN a run over a user's folder THEN the folder stays as it was", () => {
  const list = listOf([ONE]);
  const before = snapshot(path.dirname(list));
  const { outcomes, alarms } = runChecks(readUserFolders(list));
  expect(outcomes.length).toBeGreaterThan(10);
  expect(alarms).toEqual([]);
  expect(snapshot(path.dirname(list))).toEqual(before);
});
