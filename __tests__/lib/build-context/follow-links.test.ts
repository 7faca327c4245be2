import { mkdirSync, mkdtempSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { BuildContext } from "../../../lib/build-context/build-context";
import { SymlinkFollowMode } from "../../../lib/build-context/link";

function folder(files: Readonly<Record<string, string>>): string {
  const root = mkdtempSync(path.join(tmpdir(), "follow-"));
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(path.dirname(path.join(root, name)), { recursive: true });
    writeFileSync(path.join(root, name), text);
  }
  return root;
}

const read = (directory: string, followSymlinks: SymlinkFollowMode) =>
  BuildContext.read({ directory, followSymlinks });
const kinds = (context: BuildContext) =>
  Object.fromEntries(context.entries.map(({ path: name, kind }) => [name, kind]));

/** A context with a link to a file and a folder elsewhere, and one to a file of its own. */
function linked() {
  const outside = folder({ "lib/a.py": "a", "lib/b.log": "b", "one.py": "1" });
  const root = folder({ Dockerfile: "FROM scratch\n", ".dockerignore": "**/*.log\n", "own.py": "" });
  symlinkSync(path.join(outside, "lib"), path.join(root, "lib"));
  symlinkSync(path.join(outside, "one.py"), path.join(root, "one.py"));
  symlinkSync("own.py", path.join(root, "alias.py"));
  return { outside, root };
}

test("EXTERNAL replaces links that leave the folder, and patterns hold below them", () => {
  const { root } = linked();
  expect(kinds(read(root, SymlinkFollowMode.EXTERNAL))).toEqual({
    ".dockerignore": "file",
    Dockerfile: "file",
    "alias.py": "link",
    lib: "directory",
    "lib/a.py": "file",
    "one.py": "file",
    "own.py": "file",
  });
});

test("ALWAYS replaces all links", () => {
  expect(kinds(read(linked().root, SymlinkFollowMode.ALWAYS))).toMatchObject({
    "alias.py": "file",
    "lib/a.py": "file",
  });
});

test("BLOCK_EXTERNAL refuses links that leave the folder, as without the option", () => {
  const { root } = linked();
  expect(() => read(root, SymlinkFollowMode.BLOCK_EXTERNAL)).toThrow(/points out of the build context/);
  expect(() => BuildContext.read({ directory: root })).toThrow(/points out of the build context/);
});

test("the hash covers what a link points to, and is that of the files themselves", () => {
  const { root, outside } = linked();
  const copy = folder({
    Dockerfile: "FROM scratch\n",
    ".dockerignore": "**/*.log\n",
    "own.py": "",
    "lib/a.py": "a",
    "one.py": "1",
  });
  symlinkSync("own.py", path.join(copy, "alias.py"));
  const { hash } = read(root, SymlinkFollowMode.EXTERNAL);
  expect(hash).toBe(BuildContext.read({ directory: copy }).hash);
  writeFileSync(path.join(outside, "lib/a.py"), "changed");
  expect(read(root, SymlinkFollowMode.EXTERNAL).hash).not.toBe(hash);
});

test("a link to nothing, and one to a folder around it, are errors", () => {
  const broken = folder({ Dockerfile: "FROM scratch\n" });
  symlinkSync("/no/such/file", path.join(broken, "x"));
  expect(() => read(broken, SymlinkFollowMode.EXTERNAL)).toThrow(/The link "x" can't be followed \(ENOENT\)/);
  const loop = folder({ Dockerfile: "FROM scratch\n", "a/b": "" });
  symlinkSync("..", path.join(loop, "a/up"));
  expect(() => read(loop, SymlinkFollowMode.ALWAYS)).toThrow(/points to a folder that contains it/);
});
