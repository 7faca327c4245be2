import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import fs from "node:fs";
import os from "node:os";
import * as path from "node:path";
import fc from "fast-check";
import { BuildContext } from "../../../lib/build-context/build-context";
import { keepsStamps } from "../../../lib/build-context/file-stamp";
import { HashCache, useHashes } from "../../../lib/build-context/hash-cache";
import { snapshot, type Tree, temporaryFolder, writeTree } from "./tree";

const SECOND = 1000;
const BASE: Tree = { Dockerfile: "FROM scratch\n", "app.py": "print(1)\n", "f/a": "1", "g/a": "2" };

const ALL = ["Dockerfile", "app.py", "f/a", "g/a"];

/** Nothing is cached where stamps can't be trusted: on macOS and on network shares. */
const describeHere = keepsStamps(os.tmpdir()) ? describe : describe.skip;

let root: string;
let cacheFile: string;

beforeEach(() => {
  root = writeBase();
  cacheFile = path.join(temporaryFolder(), "cache", "hashes");
});

afterEach(() => {
  useHashes(undefined);
  jest.restoreAllMocks();
});

/** Gives all files the same time, a whole second, so that it can be set back exactly. */
function writeBase(): string {
  const folder = writeTree(BASE);
  for (const file of ALL) fs.utimesSync(path.join(folder, file), 1e9, 1e9);
  return folder;
}

interface Synth {
  readonly context: BuildContext;
  /** The files whose content was read, relative to the folder. */
  readonly read: readonly string[];
}

/** A run that begins `later` milliseconds from now, by the clock and by the time since the machine started. */
function synth(
  later = 10 * SECOND,
  use: (context: BuildContext) => unknown = () => {},
  { failed = false, uptime = later } = {},
): Synth {
  const [now, up] = [Date.now, os.uptime];
  const spies = [
    jest.spyOn(Date, "now").mockImplementation(() => now() + later),
    jest.spyOn(os, "uptime").mockImplementation(() => up() + uptime / SECOND),
  ];
  const opened = jest.spyOn(fs, "openSync");
  const hashes = new HashCache(cacheFile);
  useHashes(hashes);
  try {
    const context = BuildContext.read({ directory: root });
    use(context);
    const read = opened.mock.calls
      .map(([file]) => path.relative(root, String(file)))
      .filter((file) => !file.startsWith(".."));
    return { context, read: read.sort() };
  } finally {
    hashes.write(failed);
    useHashes(undefined);
    for (const spy of [...spies, opened]) spy.mockRestore();
  }
}

/** The time from now until the given number of milliseconds after the change of app.py. */
function sinceChange(milliseconds: number): number {
  return fs.statSync(inRoot("app.py")).ctimeMs + milliseconds - Date.now();
}

/** The hash, computed without the cache. */
function hashNow(): string {
  return BuildContext.read({ directory: root }).hash;
}

const inRoot = (file: string) => path.join(root, file);

const SCRATCH = temporaryFolder();

/** Waits until new time stamps differ. Between two real runs seconds pass; here the clock is only mocked. */
function nextTick(): void {
  const file = path.join(SCRATCH, "tick");
  const touched = () => {
    fs.writeFileSync(file, "");
    return fs.statSync(file).ctimeMs;
  };
  for (const first = touched(); touched() === first; );
}

function edit(file: string, content: string): void {
  nextTick();
  fs.writeFileSync(inRoot(file), content);
}

describeHere("what is cached", () => {
  test("GIVEN nothing changed THEN no file is read, and hash and staged folder are the same", () => {
    const first = synth();
    expect(first.read).toEqual(ALL);
    const staged = temporaryFolder();
    first.context.stage(staged);
    const second = synth(20 * SECOND, (context) => context.stage(staged));
    expect(second.read).toEqual([]);
    expect(second.context.hash).toBe(first.context.hash);
    expect(second.context.entries).toEqual(first.context.entries);
  });

  test("GIVEN one file that changed THEN only that one is read", () => {
    synth();
    edit("app.py", "print(2)\n");
    expect(synth(20 * SECOND)).toMatchObject({ read: ["app.py"], context: { hash: hashNow() } });
    expect(synth(30 * SECOND).read).toEqual([]);
  });

  test("GIVEN a request for the content of one file THEN only that file is read", () => {
    synth();
    const { read } = synth(20 * SECOND, (context) => expect(context.readText("app.py")).toBe("print(1)\n"));
    expect(read).toEqual(["app.py"]);
  });

  test("GIVEN a folder that isn't staged yet THEN the files are read, and staged with the same bytes and modes", () => {
    writeTree({ run: { executable: "#!" }, large: Buffer.alloc(3 * 1024 * 1024, "x") }, root);
    const [one, other] = [temporaryFolder(), temporaryFolder()];
    synth(10 * SECOND, (context) => context.stage(one));
    const { read } = synth(20 * SECOND, (context) => context.stage(other));
    // The large one is copied by the file system.
    expect(read).toEqual([...ALL, "run"].sort());
    expect(snapshot(other)).toEqual(snapshot(one));
  });

  test("GIVEN nothing changed THEN nothing is written", () => {
    synth();
    const before = fs.statSync(cacheFile);
    synth(20 * SECOND);
    expect(fs.statSync(cacheFile)).toMatchObject({ ino: before.ino, mtimeMs: before.mtimeMs });
    expect(fs.readdirSync(path.dirname(cacheFile))).toEqual(["hashes"]);
  });

  test("GIVEN a file that is gone THEN it is removed from the cache, but not by a run that failed before it reached the file", () => {
    const lines = () => fs.readFileSync(cacheFile, "latin1").trim().split("\n").length;
    synth();
    const all = lines();
    fs.rmSync(inRoot("app.py"));
    synth(20 * SECOND, undefined, { failed: true });
    expect(lines()).toBe(all);
    synth(20 * SECOND);
    expect(lines()).toBe(all - 1);
  });

  test("GIVEN a cache file that can't be written THEN everything is read, and no error is reported", () => {
    cacheFile = path.join(root, "app.py", "hashes");
    synth();
    expect(synth(20 * SECOND).read).toEqual(ALL);
    cacheFile = path.join(temporaryFolder(), "hashes");
    fs.mkdirSync(cacheFile);
    synth();
    expect(synth(20 * SECOND).read).toEqual(ALL);
  });
});

describeHere("what is never trusted", () => {
  test.each<[string, () => void]>([
    [
      "that was edited to the same size, with its time put back",
      () => {
        const { atime, mtime } = fs.statSync(inRoot("app.py"));
        edit("app.py", "print(2)\n");
        fs.utimesSync(inRoot("app.py"), atime, mtime);
      },
    ],
    ["that is executable now", () => fs.chmodSync(inRoot("app.py"), 0o755)],
    [
      "that was replaced by another file",
      () => {
        fs.writeFileSync(inRoot("new"), "print(2)\n");
        const { atime, mtime } = fs.statSync(inRoot("app.py"));
        fs.utimesSync(inRoot("new"), atime, mtime);
        fs.renameSync(inRoot("new"), inRoot("app.py"));
      },
    ],
    [
      "that is a link now",
      () => {
        fs.renameSync(inRoot("app.py"), inRoot("other.py"));
        fs.symlinkSync("other.py", inRoot("app.py"));
      },
    ],
    [
      "in folders that exchanged their names",
      () => {
        fs.renameSync(inRoot("f"), inRoot("h"));
        fs.renameSync(inRoot("g"), inRoot("f"));
        fs.renameSync(inRoot("h"), inRoot("g"));
      },
    ],
    [
      "that was written to through a hard link",
      () => {
        fs.linkSync(inRoot("app.py"), path.join(path.dirname(cacheFile), "name"));
        fs.writeFileSync(path.join(path.dirname(cacheFile), "name"), "print(2)\n");
      },
    ],
  ])("GIVEN a file %s THEN the hash changes", (_what, change) => {
    const before = synth().context.hash;
    nextTick();
    change();
    const after = synth(20 * SECOND).context.hash;
    expect(after).not.toBe(before);
    expect(after).toBe(hashNow());
  });

  test("GIVEN any changes between runs, at any pace THEN each run finds what reading everything finds", () => {
    const file = fc.constantFrom("app.py", "f/a", "g/a");
    const bytes = fc.constantFrom("1", "2", "3");
    const step = fc.oneof(
      fc.record({ do: fc.constant("edit" as const), file, bytes }),
      fc.record({ do: fc.constant("edit unseen" as const), file, bytes }),
      fc.record({ do: fc.constant("replace" as const), file, bytes }),
      fc.record({ do: fc.constant("exchange" as const), file, bytes }),
      fc.record({ do: fc.constant("mode" as const), file, bytes }),
      fc.record({ do: fc.constant("nothing" as const), file, bytes }),
    );
    const gaps = fc.constantFrom(0, 0.1 * SECOND, SECOND, 3 * SECOND, 3600 * SECOND);
    let unread = 0;
    fc.assert(
      fc.property(fc.array(fc.tuple(step, gaps), { maxLength: 8 }), (steps) => {
        root = writeBase();
        let time = 0;
        for (const [change, gap] of steps) {
          apply(change);
          time += gap;
          const { context, read } = synth(time);
          unread += ALL.length - read.length;
          expect(context.hash).toBe(hashNow());
        }
      }),
      { numRuns: 100 },
    );
    // Otherwise the test would prove nothing.
    expect(unread).toBeGreaterThan(100);

    function apply({ do: what, file, bytes }: { do: string; file: string; bytes: string }): void {
      nextTick();
      const { atime, mtime, mode } = fs.statSync(inRoot(file));
      if (what === "edit" || what === "edit unseen") edit(file, bytes);
      if (what === "edit unseen") fs.utimesSync(inRoot(file), atime, mtime);
      if (what === "replace") {
        fs.writeFileSync(inRoot("new"), bytes);
        fs.renameSync(inRoot("new"), inRoot(file));
      }
      if (what === "exchange") {
        fs.renameSync(inRoot("f"), inRoot("h"));
        fs.renameSync(inRoot("g"), inRoot("f"));
        fs.renameSync(inRoot("h"), inRoot("g"));
      }
      if (what === "mode") fs.chmodSync(inRoot(file), mode ^ 0o111);
    }
  });

  test("GIVEN a file that was changed just now THEN it isn't cached: it could change again within the same tick", () => {
    synth();
    edit("app.py", "print(2)\n");
    expect(synth(sinceChange(0.1 * SECOND)).read).toContain("app.py");
    expect(synth(sinceChange(10 * SECOND)).read).toContain("app.py");
    expect(synth(sinceChange(20 * SECOND)).read).toEqual([]);
  });

  test("GIVEN a disk with time stamps in whole seconds THEN a change one second ago counts as just now", () => {
    for (const stat of ["lstatSync", "fstatSync"] as const) {
      const original = fs[stat] as (file: unknown) => fs.Stats;
      jest.spyOn(fs, stat).mockImplementation(((file: unknown) => {
        const found = original(file);
        return Object.assign(found, { ctimeMs: Math.floor(found.ctimeMs / 1000) * 1000 });
      }) as never);
    }
    synth(sinceChange(SECOND));
    expect(synth(sinceChange(10 * SECOND)).read).toContain("app.py");
    expect(synth(sinceChange(20 * SECOND)).read).toEqual([]);
  });

  test("GIVEN a file with a time in the future THEN it is read each time", () => {
    const nextYear = Date.now() / SECOND + 365 * 24 * 3600;
    fs.utimesSync(inRoot("app.py"), nextYear, nextYear);
    synth();
    expect(synth(20 * SECOND).read).toEqual(["app.py"]);
  });

  test.each([
    ["was set back", -3600 * SECOND, 20 * SECOND],
    ["was set back a little", 15 * SECOND, 20 * SECOND],
    ["was set forward", 3600 * SECOND, 20 * SECOND],
    ["was restarted with the machine", 7200 * SECOND, 30 * SECOND - os.uptime() * SECOND],
  ])("GIVEN a clock that %s THEN everything is read", (_what, later, uptime) => {
    synth();
    expect(synth(later, undefined, { uptime }).read).toEqual(ALL);
  });

  test("GIVEN a copy of the checkout, with the same time stamps THEN everything is read", () => {
    synth();
    const copy = path.join(temporaryFolder(), "copy");
    execFileSync("cp", ["-a", root, copy]);
    root = copy;
    expect(synth(20 * SECOND).read).toEqual(ALL);
  });

  test("GIVEN a cache file that was cut off or changed anywhere THEN everything is read", () => {
    synth();
    const whole = fs.readFileSync(cacheFile);
    fc.assert(
      fc.property(
        fc.nat(whole.length - 1),
        fc.integer({ min: 1, max: 255 }),
        fc.boolean(),
        (at, flip, cut) => {
          const broken = Buffer.from(whole);
          broken[at] = (broken[at] as number) ^ flip;
          fs.writeFileSync(cacheFile, cut ? broken.subarray(0, at) : broken);
          expect(synth(20 * SECOND).read).toEqual(ALL);
        },
      ),
      // The line feed after the checksum, which the checksum doesn't cover.
      { examples: [[64, 1, false]] },
    );
  });

  test("GIVEN a cache file of another version THEN everything is read", () => {
    synth();
    forge((text) => text.replace(/^1 /, "2 "));
    expect(synth(20 * SECOND).read).toEqual(ALL);
  });

  test.each([
    ["a share of NFS", 0x6969],
    ["FAT, which has no time of change", 0x4d44],
    ["a folder that another machine shares with this one (FUSE)", 0x65735546],
  ])("GIVEN %s THEN nothing is cached", (_disk, type) => {
    const { statfsSync } = fs;
    jest
      .spyOn(fs, "statfsSync")
      .mockImplementation(((folder: string) => ({ ...statfsSync(folder), type })) as never);
    synth();
    expect(fs.existsSync(cacheFile)).toBe(false);
  });

  test("GIVEN files on another disk than the cache file THEN they are read each time", () => {
    const { fstatSync } = fs;
    jest
      .spyOn(fs, "fstatSync")
      .mockImplementation(((descriptor: number) =>
        Object.assign(fstatSync(descriptor), { dev: -1 })) as never);
    synth();
    expect(fs.existsSync(cacheFile)).toBe(false);
  });
});

const RIGHT = createHash("sha256").update("print(1)\n").digest("hex");

describeHere("a file whose content doesn't match its hash", () => {
  test.each([
    ["small", "print(1)\n", "print(2)\n"],
    ["large", "x".repeat(2 * 1024 * 1024), "y".repeat(2 * 1024 * 1024)],
  ])(
    "GIVEN a %s one that changes between hashing and staging THEN nothing is staged, and an error is thrown",
    (_size, before, after) => {
      fs.writeFileSync(inRoot("app.py"), before);
      synth();
      const parent = temporaryFolder();
      expect(() =>
        synth(20 * SECOND, (context) => {
          edit("app.py", after);
          context.stage(parent);
        }),
      ).toThrow(expect.objectContaining({ code: "changed-while-reading" }));
      expect(fs.readdirSync(parent)).toEqual([]);
      expect(synth(30 * SECOND).context.hash).toBe(hashNow());
    },
  );

  test("GIVEN a wrong hash THEN nothing is staged, and the hash is dropped", () => {
    synth();
    forge((text) => text.replace(RIGHT, "0".repeat(64)));
    const parent = temporaryFolder();
    expect(() => synth(20 * SECOND, (context) => context.stage(parent), { failed: true })).toThrow(
      expect.objectContaining({ code: "changed-while-reading" }),
    );
    expect(fs.readdirSync(parent)).toEqual([]);
    expect(synth(30 * SECOND)).toMatchObject({ read: ALL, context: { hash: hashNow() } });
  });

  test("GIVEN a wrong hash THEN the content can't be read", () => {
    synth();
    forge((text) => text.replace(RIGHT, "0".repeat(64)));
    expect(() => synth(20 * SECOND, (context) => context.readText("app.py"))).toThrow(
      expect.objectContaining({ code: "changed-while-reading" }),
    );
  });
});

test("GIVEN a program that calls cacheHashes THEN its next run reads no file; the cache is written when the program ends", () => {
  const program = `
    const fs = require("node:fs"), os = require("node:os");
    const [later, directory, cacheFile] = process.argv.slice(1);
    const { now } = Date, { uptime } = os, { openSync } = fs;
    Date.now = () => now() + later * 1000;
    os.uptime = () => uptime() + Number(later);
    const read = [];
    fs.openSync = (file, ...rest) => { read.push(file); return openSync(file, ...rest); };
    const library = ${JSON.stringify(path.resolve("lib"))};
    require(library + "/synth/cache-hashes.ts").cacheHashes(cacheFile);
    require(library + "/build-context/build-context.ts").BuildContext.read({ directory });
    process.stdout.write(String(read.filter((file) => String(file).startsWith(directory)).length));`;
  const run = (later: number) =>
    execFileSync(
      process.execPath,
      ["--import", "tsx", "--input-type=commonjs", "-e", program, String(later), root, cacheFile],
      { encoding: "utf8" },
    );
  expect(run(10)).toBe("4");
  expect(run(20)).toBe(keepsStamps(os.tmpdir()) ? "0" : "4");
});

/** Changes the cache file and its checksum. */
function forge(change: (text: string) => string): void {
  const text = change(fs.readFileSync(cacheFile, "latin1").slice(65));
  fs.writeFileSync(cacheFile, `${createHash("sha256").update(text).digest("hex")}\n${text}`);
}
