import { execFile, execFileSync, spawnSync } from "node:child_process";
import fs from "node:fs";
import * as path from "node:path";
import { promisify } from "node:util";
import { BuildContext } from "../../../lib/build-context/build-context";
import { stageContexts } from "../../../lib/build-context/stage-contexts";
import { StagedMarks } from "../../../lib/build-context/staged-marks";
import { snapshot, type Tree, temporaryFolder, writeTree } from "./tree";

const TREE: Tree = {
  Dockerfile: "FROM scratch\n",
  "app.py": "print(1)\n",
  "src/deep/a.py": "1",
  "src/b.py": "2",
  run: { executable: "#!" },
  link: { link: "app.py" },
  empty: null,
  large: Buffer.alloc(2 * 1024 * 1024, "x"),
};

let directory: string;
let parent: string;
let marks: string;

beforeEach(() => {
  directory = writeTree(TREE);
  const stack = temporaryFolder();
  parent = path.join(stack, "shop", "assets");
  marks = path.join(stack, "shop.staged");
});

afterEach(() => jest.restoreAllMocks());

/** Stages the context as a synth does. @returns the staged folder */
function stage(): string {
  const context = BuildContext.read({ directory });
  stageContexts(parent, [context], marks);
  return path.join(parent, context.hash);
}

/** The staged files that were read, by their names. */
function readBy(action: () => unknown): string[] {
  const opened = jest.spyOn(fs, "openSync");
  const listed = jest.spyOn(fs, "readdirSync");
  action();
  const read = [...opened.mock.calls, ...listed.mock.calls].map(([file]) => String(file));
  opened.mockRestore();
  listed.mockRestore();
  return read.filter((file) => file.startsWith(`${parent}/`)).map((file) => path.basename(file));
}

/** Waits until new time stamps differ. Between two real runs more time passes. */
function nextTick(): void {
  const file = path.join(temporaryFolder(), "tick");
  const touched = () => {
    fs.writeFileSync(file, "");
    return fs.statSync(file).ctimeMs;
  };
  for (const first = touched(); touched() === first; );
}

const DAMAGES: readonly [string, (staged: string) => void][] = [
  ["a file that was edited", (staged) => fs.writeFileSync(path.join(staged, "app.py"), "print(2)\n")],
  [
    "a file that was edited, with its time put back",
    (staged) => {
      const file = path.join(staged, "src/b.py");
      const { atime, mtime } = fs.statSync(file);
      fs.writeFileSync(file, "3");
      fs.utimesSync(file, atime, mtime);
    },
  ],
  [
    "a large file that was edited",
    (staged) => {
      const descriptor = fs.openSync(path.join(staged, "large"), "r+");
      fs.writeSync(descriptor, "y", 12345);
      fs.closeSync(descriptor);
    },
  ],
  ["a file that was cut short", (staged) => fs.truncateSync(path.join(staged, "src/deep/a.py"))],
  ["a file that is gone", (staged) => fs.rmSync(path.join(staged, "Dockerfile"))],
  ["a folder that is gone", (staged) => fs.rmSync(path.join(staged, "src"), { recursive: true })],
  ["an empty folder that is gone", (staged) => fs.rmdirSync(path.join(staged, "empty"))],
  ["everything gone", (staged) => fs.rmSync(staged, { recursive: true }) ?? fs.mkdirSync(staged)],
  ["one more file", (staged) => fs.writeFileSync(path.join(staged, "src/deep/new"), "")],
  ["one more file at the top", (staged) => fs.writeFileSync(path.join(staged, "new"), "")],
  ["another mode", (staged) => fs.chmodSync(path.join(staged, "app.py"), 0o600)],
  ["another mode of a folder", (staged) => fs.chmodSync(path.join(staged, "src"), 0o700)],
  [
    "a link that leads elsewhere",
    (staged) => {
      fs.rmSync(path.join(staged, "link"));
      fs.symlinkSync("run.sh", path.join(staged, "link"));
    },
  ],
  [
    "a link in place of a file",
    (staged) => {
      fs.renameSync(path.join(staged, "app.py"), path.join(parent, "app.py"));
      fs.symlinkSync("../app.py", path.join(staged, "app.py"));
    },
  ],
  [
    "a file in place of the folder",
    (staged) => {
      fs.rmSync(staged, { recursive: true });
      fs.writeFileSync(staged, "");
    },
  ],
];

describe("a staged context that was changed", () => {
  test.each(DAMAGES)("GIVEN %s THEN it is staged again", (_what, damage) => {
    const staged = stage();
    const whole = snapshot(staged);
    nextTick();
    damage(staged);
    expect(stage()).toBe(staged);
    expect(snapshot(staged)).toEqual(whole);
    expect(fs.readdirSync(parent).filter((name) => name !== "app.py")).toEqual([path.basename(staged)]);
  });

  test.each(DAMAGES)("GIVEN %s, and no marks THEN it is staged again", (_what, damage) => {
    const staged = stage();
    const whole = snapshot(staged);
    fs.rmSync(marks);
    damage(staged);
    stage();
    expect(snapshot(staged)).toEqual(whole);
  });

  test("GIVEN a copy of the stack that was edited in between THEN it is staged again", () => {
    const staged = stage();
    const whole = snapshot(staged);
    nextTick();
    fs.writeFileSync(path.join(staged, "app.py"), "print(2)\n");
    const stack = path.join(temporaryFolder(), "copy");
    execFileSync("cp", ["-a", path.dirname(marks), stack]);
    parent = path.join(stack, "shop", "assets");
    marks = path.join(stack, "shop.staged");
    expect(snapshot(stage())).toEqual(whole);
  });

  test("GIVEN a folder that was touched but is the same THEN it stays, and is read only once", () => {
    const staged = stage();
    nextTick();
    const now = new Date();
    for (const file of ["app.py", "src"]) fs.utimesSync(path.join(staged, file), now, now);
    // The system's time stamps lag behind Date by up to a tick. A file from after the mark would be read again.
    nextTick();
    fs.utimesSync(staged, now, now);
    const { ino } = fs.statSync(staged);
    stage();
    expect(fs.statSync(staged).ino).toBe(ino);
    expect(readBy(stage)).toEqual([]);
  });
});

describe("a staged context that is unchanged", () => {
  test("GIVEN a mark THEN the context is not read, and neither context nor mark is written", () => {
    const staged = stage();
    const before = [fs.statSync(staged), fs.statSync(marks)].map(({ ino, ctimeMs }) => [ino, ctimeMs]);
    expect(readBy(stage)).toEqual([]);
    expect([fs.statSync(staged), fs.statSync(marks)].map(({ ino, ctimeMs }) => [ino, ctimeMs])).toEqual(
      before,
    );
  });

  test("GIVEN a mark that is damaged THEN the folder is read, stays, and is marked again", () => {
    const staged = stage();
    const { ino } = fs.statSync(staged);
    const whole = fs.readFileSync(marks, "latin1");
    for (const damaged of [whole.slice(0, -2), whole.replace(/\d\n$/, "\n"), `${whole}x`, ""]) {
      fs.writeFileSync(marks, damaged);
      expect(readBy(stage)).toContain("app.py");
      expect(fs.statSync(staged).ino).toBe(ino);
      expect(readBy(stage)).toEqual([]);
    }
  });

  test("GIVEN a clock that was set since THEN the folder is read", () => {
    stage();
    const { now } = Date;
    jest.spyOn(Date, "now").mockImplementation(() => now() + 3600_000);
    expect(readBy(stage)).toContain("app.py");
  });

  test("GIVEN no place for marks THEN the folder is read each time", () => {
    fs.mkdirSync(marks, { recursive: true });
    stage();
    expect(readBy(stage)).toContain("app.py");
  });
});

describe("runs that are stopped, and runs at once", () => {
  test("GIVEN a run that is killed while it removes a context THEN that context is complete when it is needed again", () => {
    const staged = stage();
    const whole = snapshot(staged);
    fs.writeFileSync(path.join(directory, "app.py"), "print(2)\n");
    // It is killed when half of the old context is removed.
    const { signal } = spawnSync(process.execPath, [
      ...PROGRAM,
      `const fs = require("node:fs");
      fs.rmSync = (folder) => {
        fs.unlinkSync(folder + "/Dockerfile");
        fs.unlinkSync(folder + "/src/b.py");
        process.kill(process.pid, "SIGKILL");
      };
      ${stagingProgram()}`,
    ]);
    expect(signal).toBe("SIGKILL");

    fs.writeFileSync(path.join(directory, "app.py"), "print(1)\n");

    expect(stage()).toBe(staged);
    expect(snapshot(staged)).toEqual(whole);
  });

  test("GIVEN leftovers of such a run THEN the next run removes them, even if it has nothing to stage", () => {
    const staged = stage();
    const { pid } = spawnSync(process.execPath, ["-e", ""]);
    const [, host] = /^\.staging-([0-9a-f]+)-/.exec(path.basename(leftOf(staged))) ?? [];
    fs.mkdirSync(path.join(parent, `.staging-${host}-${pid}-aa-0`, "src"), { recursive: true });
    execFileSync(process.execPath, [...PROGRAM, stagingProgram()]);
    expect(fs.readdirSync(parent)).toEqual([path.basename(staged)]);
  });

  test("GIVEN several runs that find it damaged THEN all succeed and it is complete", async () => {
    const staged = stage();
    const whole = snapshot(staged);
    nextTick();
    fs.rmSync(path.join(staged, "src"), { recursive: true });
    const runs = Array.from({ length: 3 }, () =>
      promisify(execFile)(process.execPath, [...PROGRAM, stagingProgram()]),
    );
    await Promise.all(runs);
    expect(snapshot(staged)).toEqual(whole);
    expect(fs.readdirSync(parent)).toEqual([path.basename(staged)]);
  }, 30_000);

  const PROGRAM = ["--import", "tsx", "--input-type=commonjs", "-e"];

  function stagingProgram(): string {
    const library = (name: string) => JSON.stringify(path.resolve(`lib/build-context/${name}.ts`));
    return `const { BuildContext } = require(${library("build-context")});
const { stageContexts } = require(${library("stage-contexts")});
      stageContexts(${JSON.stringify(parent)}, [BuildContext.read({ directory: ${JSON.stringify(directory)} })], ${JSON.stringify(marks)});`;
  }

  /** The name of the temporary folder that this process would write to. */
  function leftOf(staged: string): string {
    const renamed = jest.spyOn(fs, "renameSync");
    fs.rmSync(staged, { recursive: true });
    stage();
    const [from] = renamed.mock.calls.find(([, to]) => to === staged) ?? [];
    renamed.mockRestore();
    return String(from);
  }
});

test("GIVEN marks THEN they are valid for this folder only", () => {
  const staged = stage();
  const known = new StagedMarks(marks);
  const stat = fs.lstatSync(staged);
  const name = path.basename(staged);
  expect(known.timeOf(name, stat)).toBe(stat.ctimeMs);
  expect(known.timeOf(name, Object.assign(Object.create(stat), { ino: 1 }))).toBe(Number.NEGATIVE_INFINITY);
  expect(known.timeOf("other", stat)).toBe(Number.NEGATIVE_INFINITY);
});
