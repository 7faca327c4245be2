import { execFile, execFileSync, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import fs from "node:fs";
import * as path from "node:path";
import { promisify } from "node:util";
import fc from "fast-check";
import { BuildContext } from "../../../lib/build-context/build-context";
import { BuildContextError, type BuildContextErrorCode } from "../../../lib/build-context/errors";
import { keepsStamps } from "../../../lib/build-context/file-stamp";
import { snapshot, type Tree, temporaryFolder, writeTree } from "./tree";

const BASE: Tree = { Dockerfile: "FROM scratch\n", "app.py": "print(1)\n" };

function read(tree: Tree, options: { dockerfile?: string; exclude?: string[] } = {}): BuildContext {
  return BuildContext.read({ directory: writeTree(tree), ...options });
}

function paths(context: BuildContext): string[] {
  return context.entries.map((entry) => (entry.hidden ? `(${entry.path})` : entry.path));
}

function failure(action: () => unknown): BuildContextError {
  try {
    action();
  } catch (error) {
    if (error instanceof BuildContextError) return error;
    throw error;
  }
  throw new Error("It should have failed.");
}

describe("what is in it", () => {
  test("GIVEN files, folders and links THEN they are listed by the bytes of their paths", () => {
    const context = read({
      ...BASE,
      "a/b": "1",
      "a.c": "2",
      "😀": "3",
      "\uff5e": "4",
      empty: null,
      l: { link: "app.py" },
    });
    expect(paths(context)).toEqual(["Dockerfile", "a", "a.c", "a/b", "app.py", "empty", "l", "\uff5e", "😀"]);
    expect(context.find("l")).toMatchObject({ kind: "link", target: "app.py" });
    expect(context.find("app.py")).toMatchObject({ kind: "file", executable: false, size: 9 });
  });

  test("GIVEN both ignore files THEN the one of the Dockerfile wins", () => {
    const context = read({ ...BASE, "Dockerfile.dockerignore": "x\n", ".dockerignore": "app.py\n", x: "" });
    expect(context.ignoreFile).toBe("Dockerfile.dockerignore");
    expect(paths(context)).toEqual([".dockerignore", "Dockerfile", "Dockerfile.dockerignore", "app.py"]);
  });

  test("GIVEN a pattern THEN the line that excludes a path is known", () => {
    const context = read({
      ...BASE,
      ".dockerignore": "# tests\n\ntests/\n*.log\n!keep.log\n",
      "tests/a": "",
      "keep.log": "",
    });
    expect(context.ignoredBy("tests/a")).toEqual({ file: ".dockerignore", line: 3, text: "tests/" });
    expect(context.ignoredBy("not-there.log")).toMatchObject({ line: 4 });
    expect(context.ignoredBy("keep.log")).toBeUndefined();
    expect(context.ignoredBy("app.py")).toBeUndefined();
  });

  test("GIVEN a Dockerfile in an excluded folder THEN only the builder sees it", () => {
    const context = read(
      { ".dockerignore": "docker\n.dockerignore\n", "docker/Dockerfile": "FROM a", "app.py": "" },
      {
        dockerfile: "docker/Dockerfile",
      },
    );
    expect(paths(context)).toEqual(["(.dockerignore)", "app.py", "(docker)", "(docker/Dockerfile)"]);
    expect(context.readText("docker/Dockerfile")).toBe("FROM a");
    expect(context.readText(".dockerignore")).toBe("docker\n.dockerignore\n");
  });

  test("GIVEN a link THEN its text is the text of the file; a link to itself has none", () => {
    const context = read({ ...BASE, "a/l": { link: "../m" }, m: { link: "app.py" }, loop: { link: "loop" } });
    expect(context.readText("a/l")).toBe("print(1)\n");
    expect(() => context.readText("loop")).toThrow("No file loop");
    expect(() => context.readText("nothing")).toThrow("No file nothing");
  });

  test.each<[mark: string, bytes: Buffer]>([
    ["UTF-8", Buffer.from("\ufeffä=1\n")],
    ["UTF-16", Buffer.from("\ufeffä=1\n", "utf16le")],
    ["UTF-16, big end first", Buffer.from("\ufeffä=1\n", "utf16le").swap16()],
  ])("GIVEN a file with the byte order mark of %s THEN its text is read", (_mark, bytes) => {
    expect(read({ ...BASE, "a.txt": bytes }).readText("a.txt")).toBe("ä=1\n");
  });

  test("GIVEN exclude that hides the Dockerfile THEN a generated ignore file hides it", () => {
    const context = read({ ...BASE, ".dockerignore": "x\n" }, { exclude: ["Dockerfile"] });
    expect(paths(context)).toEqual([".dockerignore", "(Dockerfile)", "(Dockerfile.dockerignore)", "app.py"]);
  });

  test("GIVEN an excluded folder in which nothing is included again THEN it is not opened", () => {
    const root = writeTree({ ...BASE, ".dockerignore": "node_modules\n!src/*.py\n", "node_modules/a/b": "" });
    const opened = jest.spyOn(fs, "readdirSync");
    try {
      BuildContext.read({ directory: root });
      expect(opened.mock.calls.map(([folder]) => folder)).toEqual([root]);
    } finally {
      opened.mockRestore();
    }
  });

  test("GIVEN any context THEN no file is opened twice", () => {
    const root = writeTree({ ...BASE, "a/b": "1", "a/c": "" });
    const opened = jest.spyOn(fs, "openSync");
    try {
      const context = BuildContext.read({ directory: root });
      context.readText("a/b");
      expect(opened.mock.calls.map(([file]) => path.relative(root, String(file))).sort()).toEqual([
        "Dockerfile",
        "a/b",
        "a/c",
        "app.py",
      ]);
    } finally {
      opened.mockRestore();
    }
  });
});

describe("hash and staged folder", () => {
  const name = fc.constantFrom("a", "b", "é", "😀", "c d", "${x}", "line\nbreak", "%{y}", "-n");
  const file = fc.oneof(
    fc.string({ maxLength: 20 }),
    fc.string({ maxLength: 5 }).map((executable) => ({ executable })),
    fc.constant({ link: "there" }),
    fc.constant(null),
  );
  const trees = fc.dictionary(
    fc.tuple(fc.constantFrom("f1/", "f2/g/", ""), name).map((parts) => parts.join("")),
    file,
    {
      maxKeys: 6,
      noNullPrototype: true,
    },
  );

  test("GIVEN the same tree made elsewhere, in another order, umask and time THEN hash and staged bytes are the same", () => {
    fc.assert(
      fc.property(trees, fc.constantFrom(0o000, 0o022, 0o077), (tree, mask) => {
        const first = read({ ...BASE, ...tree });
        const before = process.umask(mask);
        try {
          const reversed = Object.fromEntries(Object.entries({ ...BASE, ...tree }).reverse()) as Tree;
          const root = writeTree(reversed, path.join(temporaryFolder(), "other"));
          fs.utimesSync(path.join(root, "app.py"), 1, 1);
          const second = BuildContext.read({ directory: root });
          expect(second.hash).toBe(first.hash);
          const staged = second.stage(temporaryFolder());
          process.umask(before);
          expect(snapshot(staged)).toEqual(snapshot(first.stage(temporaryFolder())));
          expect(BuildContext.read({ directory: staged }).hash).toBe(first.hash);
        } finally {
          process.umask(before);
        }
      }),
      { numRuns: 60 },
    );
  });

  test("GIVEN different trees THEN the hashes differ", () => {
    fc.assert(
      fc.property(trees, trees, (one, other) => {
        const [a, b] = [writeTree({ ...BASE, ...one }), writeTree({ ...BASE, ...other })];
        const same = JSON.stringify(sorted(snapshot(a))) === JSON.stringify(sorted(snapshot(b)));
        expect(BuildContext.read({ directory: a }).hash === BuildContext.read({ directory: b }).hash).toBe(
          same,
        );
      }),
      { numRuns: 60 },
    );
  });

  test.each<[string, Tree]>([
    ["content", { "f/g": "2" }],
    ["name", { "f/h": "1" }],
    ["place", { g: "1" }],
    ["executable bit", { "f/g": { executable: "1" } }],
    ["link for a file", { "f/g": { link: "1" } }],
    ["folder for a file", { "f/g": null }],
    ["one more empty folder", { "f/g": "1", e: null }],
  ])("GIVEN another %s THEN the hash differs", (_what, tree) => {
    expect(read({ ...BASE, ...tree }).hash).not.toBe(read({ ...BASE, "f/g": "1" }).hash);
  });

  test("GIVEN an ignore file that stays out of the image THEN a comment in it changes nothing", () => {
    const [a, b] = ["x\n.dockerignore\n", "# more\n.dockerignore\nx\n"].map((text) =>
      read({ ...BASE, ".dockerignore": text }),
    );
    expect(a?.hash).toBe(b?.hash);
    expect(snapshot(a?.stage(temporaryFolder()) ?? "")).toEqual(snapshot(b?.stage(temporaryFolder()) ?? ""));
  });

  test("GIVEN a large file THEN it is hashed and staged too, and a change after hashing is noticed", () => {
    const large = Buffer.alloc(3 * 1024 * 1024 + 1, "x");
    const root = writeTree({ ...BASE, large, small: "s" });
    const context = BuildContext.read({ directory: root });
    expect(context.find("large")).toMatchObject({ hash: createHash("sha256").update(large).digest("hex") });
    expect(fs.readFileSync(path.join(context.stage(temporaryFolder()), "large")).equals(large)).toBe(true);
    fs.appendFileSync(path.join(root, "large"), "y");
    const parent = temporaryFolder();
    expect(failure(() => context.stage(parent)).code).toBe("changed-while-reading");
    expect(fs.readdirSync(parent)).toEqual([]);
  });

  test.each([
    ["long ago THEN its copy isn't read", 10_000, []],
    ["just now, so that its time stamp doesn't show another change, THEN its copy is read", 0, ["large"]],
  ])("GIVEN a large file that was written %s", (_when, later, opened) => {
    const root = writeTree({ ...BASE, large: Buffer.alloc(2 * 1024 * 1024) });
    const written = fs.statSync(path.join(root, "large")).ctimeMs;
    const now = jest.spyOn(Date, "now").mockReturnValue(written + later);
    const context = BuildContext.read({ directory: root });
    now.mockRestore();
    const opens = jest.spyOn(fs, "openSync");
    context.stage(temporaryFolder());
    const read = opens.mock.calls
      .filter(([, flags]) => flags !== "wx")
      .map(([file]) => path.basename(String(file)));
    opens.mockRestore();
    expect(read).toEqual(keepsStamps(root) ? opened : ["large"]);
  });

  test("GIVEN a large file that was written just now THEN a copy with other bytes is noticed", () => {
    const root = writeTree({ ...BASE, large: Buffer.alloc(2 * 1024 * 1024) });
    const now = jest.spyOn(Date, "now").mockReturnValue(fs.statSync(path.join(root, "large")).ctimeMs);
    const context = BuildContext.read({ directory: root });
    now.mockRestore();
    const copying = jest
      .spyOn(fs, "copyFileSync")
      .mockImplementationOnce((_from, to) => fs.writeFileSync(to, "y"));
    expect(failure(() => context.stage(temporaryFolder())).code).toBe("changed-while-reading");
    copying.mockRestore();
  });

  test("GIVEN more files than are held in memory THEN the others are read again, and a change after hashing is noticed", () => {
    const files = Array.from({ length: 70 }, (_, i) => [`f${10 + i}`, Buffer.alloc(1_000_000, i)] as const);
    const root = writeTree({ ...BASE, ...Object.fromEntries(files) });
    const context = BuildContext.read({ directory: root });
    const staged = context.stage(temporaryFolder());
    expect(BuildContext.read({ directory: staged }).hash).toBe(context.hash);
    for (const [name] of files) fs.writeFileSync(path.join(root, name), Buffer.alloc(1_000_000, "y"));
    expect(failure(() => context.stage(temporaryFolder())).code).toBe("changed-while-reading");
  });

  test("GIVEN a staged context THEN staging it again writes nothing", () => {
    const context = read(BASE);
    const parent = temporaryFolder();
    const staged = context.stage(parent);
    const before = fs.statSync(staged).ctimeMs;
    expect(context.stage(parent)).toBe(staged);
    expect(fs.statSync(staged).ctimeMs).toBe(before);
    expect(fs.readdirSync(parent)).toEqual([context.hash]);
  });

  test("GIVEN staging that fails halfway THEN nothing is left, and the next run stages the complete folder", () => {
    const context = read(BASE);
    const parent = temporaryFolder();
    const failing = jest.spyOn(fs, "writeSync").mockImplementationOnce(() => {
      throw new Error("disk full");
    });
    expect(() => context.stage(parent)).toThrow("disk full");
    failing.mockRestore();
    expect(fs.readdirSync(parent)).toEqual([]);
    expect(Object.keys(snapshot(context.stage(parent))).sort()).toEqual(["Dockerfile", "app.py"]);
  });

  test("GIVEN another run that was faster THEN its folder is used", () => {
    const context = read(BASE);
    const parent = temporaryFolder();
    const rename = fs.renameSync;
    const slower = jest.spyOn(fs, "renameSync").mockImplementationOnce((from, to) => {
      fs.cpSync(String(from), String(to), { recursive: true });
      rename(from, to);
    });
    expect(context.stage(parent)).toBe(path.join(parent, context.hash));
    slower.mockRestore();
    expect(fs.readdirSync(parent)).toEqual([context.hash]);
  });

  test("GIVEN several runs at once THEN each gets the complete folder and nothing else is left", async () => {
    const tree = Object.fromEntries(Array.from({ length: 300 }, (_, i) => [`f${i}`, "x".repeat(i)]));
    const directory = writeTree({ ...BASE, ...tree });
    const parent = temporaryFolder();
    const library = path.resolve("lib/build-context/build-context.ts");
    const program = `
      const context = require(${JSON.stringify(library)}).BuildContext.read({ directory: ${JSON.stringify(directory)} });
      const staged = context.stage(${JSON.stringify(parent)});
      process.stdout.write(String(require("node:fs").readdirSync(staged).length));`;
    const runs = Array.from({ length: 3 }, () =>
      promisify(execFile)(process.execPath, ["--import", "tsx", "--input-type=commonjs", "-e", program]),
    );
    expect((await Promise.all(runs)).map(({ stdout }) => stdout)).toEqual(["302", "302", "302"]);
    expect(fs.readdirSync(parent)).toHaveLength(1);
  });

  test("GIVEN leftovers of a killed run THEN they are removed; what a running process writes stays", () => {
    const parent = temporaryFolder();
    const library = path.resolve("lib/build-context/build-context.ts");
    const killed = `
      require("node:fs").renameSync = () => process.kill(process.pid, "SIGKILL");
      require(${JSON.stringify(library)}).BuildContext.read({ directory: ${JSON.stringify(writeTree(BASE))} }).stage(${JSON.stringify(parent)});`;
    expect(
      spawnSync(process.execPath, ["--import", "tsx", "--input-type=commonjs", "-e", killed]).signal,
    ).toBe("SIGKILL");
    const [left] = fs.readdirSync(parent);
    expect(left).toMatch(/^\.staging-/);
    const living = (left ?? "").replace(/-\d+-/, `-${process.ppid}-`).concat("0");
    fs.mkdirSync(path.join(parent, living));
    const context = read(BASE);
    context.stage(parent);
    expect(fs.readdirSync(parent).sort()).toEqual([living, context.hash].sort());
  });
});

describe("what can't be used", () => {
  test.each<[BuildContextErrorCode, string, () => unknown]>([
    ["folder-missing", "nowhere", () => BuildContext.read({ directory: "/nowhere" })],
    [
      "folder-not-a-folder",
      "Dockerfile",
      () => BuildContext.read({ directory: path.join(writeTree(BASE), "Dockerfile") }),
    ],
    ["folder-empty", "empty", () => read({})],
    ["everything-ignored", ".dockerignore", () => read({ ...BASE, ".dockerignore": "**" })],
    ["everything-ignored", "exclude", () => read(BASE, { exclude: ["*"] })],
    ["dockerfile-missing", "Dockerfile", () => read({ "app.py": "" })],
    ["dockerfile-missing", 'There is "dockerfile"', () => read({ dockerfile: "FROM scratch" })],
    ["dockerfile-missing", 'set file: "Dockerfile.prod"', () => read({ "Dockerfile.prod": "FROM scratch" })],
    [
      "dockerfile-missing",
      "plain file",
      () => read({ ...BASE, D: { link: "Dockerfile" } }, { dockerfile: "D" }),
    ],
    ["dockerfile-outside", "../Dockerfile", () => read(BASE, { dockerfile: "../Dockerfile" })],
    ["dockerfile-outside", "/Dockerfile", () => read(BASE, { dockerfile: "/Dockerfile" })],
    ["ignore-file-unusable", ".dockerignore", () => read({ ...BASE, ".dockerignore": null })],
    ["ignore-pattern-invalid", ".dockerignore, line 2", () => read({ ...BASE, ".dockerignore": "a\n[b" })],
    ["ignore-pattern-invalid", "exclude, line 1", () => read(BASE, { exclude: ["\\a.py"] })],
    [
      "exclude-needs-ignore-file",
      "Dockerfile.dockerignore",
      () => read({ ...BASE, "Dockerfile.dockerignore": "x" }, { exclude: ["Dockerfile"] }),
    ],
    ["link-leaves-context", "/etc/hosts", () => read({ ...BASE, l: { link: "/etc/hosts" } })],
    ["link-leaves-context", "f/l", () => read({ ...BASE, "f/l": { link: "../../x" } })],
    [
      "link-leaves-context",
      '"l"',
      () => read({ ...BASE, "a/b/c": "", d: { link: "a/b" }, l: { link: "d/../../../../" } }),
    ],
    [
      "staged-inside-context",
      ".dockerignore",
      () => {
        const c = read(BASE);
        c.stage(path.join(c.directory, "out"));
      },
    ],
  ])("GIVEN a cause of %s THEN the message names the place (%s) and the fix", (code, place, action) => {
    const error = failure(action);
    expect(error.code).toBe(code);
    expect(error.message).toContain(place);
    expect(error.message).toMatch(/\n {2}where: .+\n {2}why: {3}.+\n {2}fix: {3}.+/);
  });

  test("GIVEN a named pipe THEN it is refused, without waiting for a writer, unless it is left out", () => {
    const root = writeTree(BASE);
    execFileSync("mkfifo", [path.join(root, "pipe")]);
    expect(failure(() => BuildContext.read({ directory: root }))).toMatchObject({ code: "not-a-file" });
    expect(paths(BuildContext.read({ directory: root, exclude: ["pipe"] }))).toEqual([
      "Dockerfile",
      "app.py",
    ]);
  });

  test("GIVEN a name that is not UTF-8 THEN it is refused; one with U+FFFD in it is not", () => {
    const root = writeTree({ ...BASE, "a\uFFFD": "" });
    expect(paths(BuildContext.read({ directory: root }))).toContain("a\uFFFD");
    fs.writeFileSync(Buffer.concat([Buffer.from(`${root}/`), Buffer.from([0x61, 0xff])]), "");
    expect(failure(() => BuildContext.read({ directory: root })).code).toBe("name-not-utf8");
  });

  test.each(["secret", "folder"])(
    "GIVEN a %s without permission THEN the message names the permission",
    (which) => {
      const root = writeTree({ ...BASE, secret: "", "folder/x": "" });
      for (const open of [path.dirname(root), root])
        fs.chmodSync(open, open === root ? 0o755 : fs.statSync(open).mode);
      fs.chmodSync(path.join(root, which), 0);
      // Root may read everything, so the process drops its rights during the test.
      const user = process.getuid?.();
      if (user === 0) process.seteuid?.(65534);
      try {
        const error = failure(() => BuildContext.read({ directory: root }));
        expect(error.code).toBe("unreadable");
        expect(error.message).toContain(path.join(root, which));
      } finally {
        if (user === 0) process.seteuid?.(0);
      }
    },
  );

  test.each([
    ["grows", "x".repeat(10)],
    ["shrinks", ""],
  ])("GIVEN a file that %s while it is read THEN it is noticed", (_how, content) => {
    const root = writeTree(BASE);
    const stat = fs.fstatSync;
    const changing = jest.spyOn(fs, "fstatSync").mockImplementation(((descriptor: number) => {
      const before = stat(descriptor);
      if (before.size === "print(1)\n".length) fs.writeFileSync(path.join(root, "app.py"), content);
      return before;
    }) as typeof fs.fstatSync);
    try {
      expect(failure(() => BuildContext.read({ directory: root })).code).toBe("changed-while-reading");
    } finally {
      changing.mockRestore();
    }
  });
});

function sorted(record: Record<string, string>): [string, string][] {
  return Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1));
}
