import { execFile } from "node:child_process";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { promisify } from "node:util";
import fc from "fast-check";
import { BuildContext } from "../../lib/build-context/build-context";
import { BuildContextError } from "../../lib/build-context/errors";
import { type Builder, findBuilder } from "./buildkit";

/**
 * BuildKit copies the same files from a folder and from the staged folder, and `entries` lists the same files. Of modes
 * only the executable bit is compared, since staging makes the rest uniform on purpose.
 */

const run = promisify(execFile);
const SEED = 20240607;
const RUNS = 80;

interface Case {
  readonly files: readonly {
    readonly path: string;
    readonly kind: "file" | "executable" | "directory" | "link";
  }[];
  readonly ignore: readonly string[];
  readonly ignoreFile: string;
  /** @default "Dockerfile" */
  readonly dockerfile?: string;
  readonly exclude: readonly string[];
}

let builder: Builder;
let folder: string;

beforeAll(() => {
  builder = findBuilder();
  console.log(`Builder: ${builder.command} ${builder.args.join(" ")}; seed ${SEED}`);
});
beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), "differential-"));
});
afterEach(() => fs.rmSync(folder, { recursive: true, force: true }));

const TREE: Case["files"] = [
  ...["a.py", "b.txt", "src/a.py", "src/deep/b.py", "src/deep/c.txt", "docs/README.md", "x+y", "(z)"].map(
    file,
  ),
  ...[
    "*star",
    "back\\slash",
    "[br]",
    "with space",
    "line\nbreak",
    "${x}",
    "é/ü.py",
    "😀",
    "Dockerfile.md",
  ].map(file),
  ...["nested/.dockerignore", "A.py", "src2/a.py", "\u0007.py"].map(file),
  { path: "bin/run", kind: "executable" },
  { path: "empty", kind: "directory" },
  { path: "src/empty", kind: "directory" },
  { path: "link", kind: "link" },
];

/** Each line a set of patterns, separated by a blank. */
const COMMON = [
  "",
  "*.py",
  "**/*.py",
  "src",
  "/src/",
  "src/*",
  "src/**",
  "* !src/deep/b.py",
  "* !src/deep",
  "src !src/empty",
  "*/a.py",
  "**/deep",
  "src/**/b.py",
  "?.py",
  "[ab].*",
  "[^a].*",
  "\\*star",
  "back\\\\slash",
  "\\[br\\]",
  "with[\\ ]space",
  "./src/../docs",
  "Dockerfile",
  ".dockerignore",
  "Dockerfile* .dockerignore",
  "Dockerfile",
  "* !*.py",
  "empty src/empty",
  "😀",
  "?",
  "A.PY",
  "!a.py *.py",
  "*.py !a.py",
  "a^b",
  "link",
];
/** Patterns that an older client reads as a regular expression, or doesn't search for in excluded folders. */
const MODERN = [
  "a^b",
  "x+y",
  "(z)",
  "**.py",
  "**a.py",
  "** !**/*.py",
  "* !**/*.py",
  "**/src !**/b.py",
  "** !src/*/b.py",
  "**/d**",
];

test("GIVEN patterns that are easy to misread THEN the staged folder builds the same image", async () => {
  const sets = [...COMMON, ...(builder.modern ? MODERN : [])];
  for (const set of sets) {
    for (const ignoreFile of [".dockerignore", "Dockerfile.dockerignore"] as const) {
      await check({ files: TREE, ignore: set.split(/(?<!\[\\) /), ignoreFile, exclude: [] });
    }
  }
});

test("GIVEN exclude THEN it works as if its lines were in the ignore file", async () => {
  for (const exclude of [
    ["*.py"],
    ["Dockerfile"],
    ["**/.dockerignore", "Dockerfile"],
    ["!a.py"],
    ["*", "!src/a.py"],
  ]) {
    await check({ files: TREE, ignore: ["*.py", "docs"], ignoreFile: ".dockerignore", exclude });
  }
});

test("GIVEN a Dockerfile in a folder THEN that folder is in the image only when the patterns leave it", async () => {
  const dockerfile = "docker/py/My #!Dockerfile";
  const sets = [
    ["docker"],
    ["docker/py", ".dockerignore"],
    ["docker", ".dockerignore"],
    ["**/*Dockerfile*", ".*"],
    ["*", "!a.py"],
  ];
  for (const ignore of sets) {
    for (const ignoreFile of [".dockerignore", `${dockerfile}.dockerignore`]) {
      await check({ files: TREE, ignore, ignoreFile, dockerfile, exclude: [] });
    }
    await check({ files: TREE, ignore: ["docs"], ignoreFile: ".dockerignore", dockerfile, exclude: ignore });
  }
});

test("GIVEN generated trees and patterns THEN the staged folder builds the same image", async () => {
  await fc.assert(fc.asyncProperty(cases(), check), {
    seed: SEED,
    numRuns: RUNS,
    interruptAfterTimeLimit: 400_000,
  });
});

async function check(generated: Case): Promise<void> {
  const at = fs.mkdtempSync(path.join(folder, "case-"));
  const { dockerfile = "Dockerfile" } = generated;
  const original = path.join(at, "original");
  write(original, generated);

  let context: BuildContext;
  try {
    context = BuildContext.read({ directory: original, dockerfile, exclude: generated.exclude });
  } catch (error) {
    if (error instanceof BuildContextError && error.code === "everything-ignored") return;
    throw error;
  }
  const staged = context.stage(path.join(at, "staged"));
  // Docker has no exclude. Its lines in the ignore file do the same, except for the text of that file, if it is copied.
  const lines = path.join(at, "lines");
  write(lines, { ...generated, ignore: [...generated.ignore, ...generated.exclude] });
  const [received, actual] = await Promise.all([
    built(generated.exclude.length === 0 ? original : lines, dockerfile, path.join(at, "1")),
    built(staged, dockerfile, path.join(at, "2")),
  ]);
  const expected = received.map((line) =>
    generated.exclude.length > 0 && line.startsWith(`${generated.ignoreFile} `)
      ? `${generated.ignoreFile} - ${generated.ignore.join("\n")}`
      : line,
  );
  const listed = context.entries
    .filter((entry) => !entry.hidden)
    .map((entry) => {
      if (entry.kind === "directory") return `${entry.path}/`;
      if (entry.kind === "link") return `${entry.path} -> ${entry.target}`;
      return `${entry.path} ${entry.executable ? "x" : "-"} ${context.readText(entry.path)}`;
    });
  try {
    expect(actual).toEqual(listed.sort());
    // An older client also sends an empty folder if a negated pattern could have included something in it.
    expect(actual).toEqual(
      expected.filter((line) => builder.modern || !line.endsWith("/") || listed.includes(line)),
    );
  } catch (error) {
    throw new Error(`${JSON.stringify(generated)}\n${error instanceof Error ? error.message : error}`);
  }
  fs.rmSync(at, { recursive: true });
}

/** The files that `COPY . /` puts into an image, one line each. */
async function built(context: string, dockerfile: string, to: string): Promise<string[]> {
  await run(
    builder.command,
    [...builder.args, "-f", path.join(context, dockerfile), "--output", `type=local,dest=${to}`, context],
    {
      env: { ...process.env, DOCKER_BUILDKIT: "1", BUILDX_NO_DEFAULT_ATTESTATIONS: "1" },
    },
  );
  const lines: string[] = [];
  for (const entry of fs.readdirSync(to, { recursive: true, withFileTypes: true })) {
    const absolute = path.join(entry.parentPath, entry.name);
    const relative = path.relative(to, absolute);
    if (entry.isDirectory()) lines.push(`${relative}/`);
    else if (entry.isSymbolicLink()) lines.push(`${relative} -> ${fs.readlinkSync(absolute)}`);
    else {
      const executable = (fs.statSync(absolute).mode & 0o100) !== 0;
      lines.push(`${relative} ${executable ? "x" : "-"} ${fs.readFileSync(absolute, "utf8")}`);
    }
  }
  return lines.sort();
}

function write(root: string, { files, ignore, ignoreFile, dockerfile = "Dockerfile" }: Case): void {
  fs.mkdirSync(path.dirname(path.join(root, dockerfile)), { recursive: true });
  fs.writeFileSync(path.join(root, dockerfile), "FROM scratch\nCOPY . /\n");
  fs.writeFileSync(path.join(root, ignoreFile), ignore.join("\n"));
  for (const { path: relative, kind } of files) {
    const to = path.join(root, relative);
    try {
      fs.mkdirSync(kind === "directory" ? to : path.dirname(to), { recursive: true });
      if (kind === "link") fs.symlinkSync("Dockerfile", to);
      else if (kind !== "directory")
        fs.writeFileSync(to, relative, { flag: "wx", mode: kind === "file" ? 0o640 : 0o750 });
    } catch {
      // A generated path may exist already, or lie below a file. The tree has what could be created.
    }
  }
}

function cases(): fc.Arbitrary<Case> {
  const name = fc.constantFrom(
    "a",
    "b",
    "ab",
    "a.py",
    "b.py",
    "c d",
    ".h",
    "é",
    "😀",
    "Dockerfile",
    ...(builder.modern ? ["x+y", "(z)"] : []),
  );
  const glob = fc.constantFrom("*", "**", "?", "*.py", "a*", "[ab]", "[^a]", "[a-c]*", "\\a".slice(1));
  const literal = fc.array(name, { minLength: 1, maxLength: 3 }).map((parts) => parts.join("/"));
  const mixed = fc
    .array(fc.oneof(name, glob), { minLength: 1, maxLength: 4 })
    .map((parts) => parts.join("/"));
  // An older client doesn't open an excluded folder to search for a negated pattern with wildcards.
  const negated = (builder.modern ? fc.oneof(literal, mixed) : literal).map((pattern) => `!${pattern}`);
  const pattern = fc.oneof(
    { weight: 4, arbitrary: mixed },
    { weight: 2, arbitrary: literal },
    { weight: 3, arbitrary: negated },
    { weight: 1, arbitrary: mixed.map((text) => `/${text}/ `) },
    { weight: 1, arbitrary: fc.constantFrom("# comment", "", "  ", ".dockerignore", "Dockerfile*") },
  );
  return fc.record({
    files: fc.array(
      fc.record({
        path: fc.array(name, { minLength: 1, maxLength: 4 }).map((parts) => parts.join("/")),
        kind: fc.constantFrom("file", "file", "executable", "directory"),
      }),
      { minLength: 4, maxLength: 25 },
    ),
    ignore: fc.array(pattern, { minLength: 1, maxLength: 6 }),
    ignoreFile: fc.constantFrom(".dockerignore", "Dockerfile.dockerignore"),
    exclude: fc.constant([]),
  });
}

function file(relative: string): Case["files"][number] {
  return { path: relative, kind: "file" };
}
