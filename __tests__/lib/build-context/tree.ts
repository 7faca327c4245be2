import fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";

/** What to write: text for a file, `{ link }`, `{ executable }`, `{ zeros }`, or `null` for an empty folder. */
export type Tree = Readonly<
  Record<string, string | Buffer | { link: string } | { executable: string } | { zeros: number } | null>
>;

export function temporaryFolder(): string {
  return fs.mkdtempSync(path.join(os.tmpdir(), "build-context-"));
}

export function writeTree(tree: Tree, root = temporaryFolder()): string {
  fs.mkdirSync(root, { recursive: true });
  for (const [name, content] of Object.entries(tree)) {
    const to = path.join(root, name);
    fs.mkdirSync(content === null ? to : path.dirname(to), { recursive: true });
    if (content === null) continue;
    if (typeof content === "string" || Buffer.isBuffer(content)) fs.writeFileSync(to, content);
    else if ("link" in content) fs.symlinkSync(content.link, to);
    else if ("zeros" in content) {
      // A file with holes takes no place on the disk.
      fs.writeFileSync(to, "");
      fs.truncateSync(to, content.zeros);
    } else fs.writeFileSync(to, content.executable, { mode: 0o755 });
  }
  return root;
}

/** Every path with its mode and its bytes. Two snapshots are equal only when the folders are byte-identical. */
export function snapshot(root: string): Record<string, string> {
  const found: Record<string, string> = {};
  for (const entry of fs.readdirSync(root, { recursive: true, withFileTypes: true })) {
    const absolute = path.join(entry.parentPath, entry.name);
    const stat = fs.lstatSync(absolute);
    const mode = (stat.mode & 0o7777).toString(8);
    found[path.relative(root, absolute)] = stat.isSymbolicLink()
      ? `-> ${fs.readlinkSync(absolute)}`
      : stat.isFile()
        ? `${mode} ${fs.readFileSync(absolute, "hex")}`
        : `${mode} /`;
  }
  return found;
}
