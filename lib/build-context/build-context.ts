import fs from "node:fs";
import * as path from "node:path";
import { sha256 } from "../sha256";
import { compareBytes } from "./byte-order";
import { checkDockerfile, checkFolder, emptyContext } from "./check-folder";
import type { ContextEntry, StagedEntry } from "./context-entry";
import { sizeCheck } from "./context-size";
import { BuildContextError } from "./errors";
import { bytesOf, type FileContent, fileContent, generatedContent, release } from "./file-content";
import { EXCLUDE_OPTION, hidingIgnoreFile, type Ignore, ownIgnoreFile, readIgnore } from "./ignore-file";
import type { IgnoreRule } from "./ignore-rules";
import { outside, readLink } from "./link";
import { type Found, listFolder, listingOf } from "./list-folder";
import { removeOthers, stageEntries } from "./stage";
import { StagedMarks } from "./staged-marks";
import { textOf } from "./text-of";

export interface BuildContextOptions {
  /** The folder, absolute or relative to the working directory. */
  readonly directory: string;
  /** The Dockerfile, relative to the folder. @default "Dockerfile" */
  readonly dockerfile?: string;
  /** More patterns to leave out, after those of the ignore file and with the same syntax. @default - none */
  readonly exclude?: readonly string[];
  /**
   * Folders that a synth writes, relative to the folder. They are left out, unless the ignore file includes them again.
   * @default - none
   */
  readonly generated?: readonly string[];
}

/**
 * A folder with a Dockerfile, as `docker build` gets it.
 *
 * Files are excluded by BuildKit's rules (docker 23 and newer; see ignore-pattern.ts). The builder needs the Dockerfile
 * and the ignore file even if a pattern excludes them. Such a file is still an entry, with `hidden` set, and a small
 * ignore file generated for the staged folder keeps it from `COPY`. An ignore file that isn't excluded is an ordinary
 * file. Docker applies it again, which changes nothing.
 */
export class BuildContext {
  /**
   * Lists the folder and reads each file once, or not at all if the hash cache has its hash.
   * @throws BuildContextError
   */
  static read(options: BuildContextOptions): BuildContext {
    const directory = path.resolve(options.directory);
    const listing = listingOf(directory);
    if (!listing) checkFolder(directory, options.directory);
    const dockerfile = checkDockerfile(directory, options.dockerfile ?? "Dockerfile", listing);
    const ignore = readIgnore(
      directory,
      dockerfile,
      { exclude: options.exclude ?? [], generated: options.generated ?? [] },
      listing,
    );
    const visible = listFolder(directory, ignore.rules, listing);
    if (visible.length === 0) throw emptyContext(directory, ignore.file ?? EXCLUDE_OPTION);
    const staged = readEntries(directory, visible, sizeCheck(directory, visible, ignore.file));
    addHidden(staged, directory, dockerfile, ignore);
    return new BuildContext(directory, dockerfile, ignore, staged);
  }

  /** All that is staged, sorted by the bytes of the path. */
  readonly entries: readonly ContextEntry[];
  /** SHA-256 of paths, kinds, contents, executable bits and link targets, hexadecimal. Equal hash: equal staged folder. */
  readonly hash: string;
  private readonly sorted: readonly StagedEntry[];
  private outside = false;

  private constructor(
    /** Absolute. */
    readonly directory: string,
    /** Relative to the folder, with `/`. */
    readonly dockerfile: string,
    private readonly ignore: Ignore,
    private readonly staged: ReadonlyMap<string, StagedEntry>,
  ) {
    this.sorted = [...staged.values()].sort((a, b) => compareBytes(a.entry.path, b.entry.path));
    this.entries = this.sorted.map(({ entry }) => entry);
    this.hash = hashOf(dockerfile, this.entries);
  }

  /** The ignore file in force, relative to the folder: `<Dockerfile>.dockerignore` or `.dockerignore`. */
  get ignoreFile(): string | undefined {
    return this.ignore.file;
  }

  find(contextPath: string): ContextEntry | undefined {
    return this.staged.get(contextPath)?.entry;
  }

  /** The line that excludes a path, or a folder above it. The path need not exist. */
  ignoredBy(contextPath: string): IgnoreRule | undefined {
    const entry = this.find(contextPath);
    return entry && !entry.hidden ? undefined : this.ignore.rules.explain(contextPath);
  }

  /** Whether a pattern hides a path from `COPY`. The path need not exist. */
  isIgnored(contextPath: string): boolean {
    return this.ignoredBy(contextPath) !== undefined;
  }

  /** The patterns in force. The hash doesn't cover them: it covers only the files that they leave in the context. */
  get patterns(): readonly IgnoreRule[] {
    return this.ignore.rules.places;
  }

  /** Whether an excluded path exists on the disk. It isn't part of the context, so the hash doesn't cover it. */
  isLeftOutOnDisk(contextPath: string): boolean {
    this.outside = true;
    return fs.existsSync(path.join(this.directory, contextPath));
  }

  /** Whether a caller asked for facts that neither the hash nor the patterns cover. */
  get lookedOutside(): boolean {
    return this.outside;
  }

  /**
   * The text of a file of the context, without a byte order mark. Links are followed.
   * @throws Error when the context has no such file
   * @throws BuildContextError when it changed since it was hashed
   */
  readText(contextPath: string): string {
    let found = this.staged.get(contextPath);
    // As many links in a row as Linux follows.
    for (let links = 0; found?.entry.kind === "link" && links < 40; links++) {
      found = this.staged.get(path.posix.join(path.posix.dirname(found.entry.path), found.entry.target));
    }
    if (!found?.content) throw new Error(`No file ${contextPath} in the build context ${this.directory}.`);
    return textOf(bytesOf(found.content));
  }

  /**
   * Writes the context to `<parent>/<hash>`, unless it is complete there already, and returns that folder. Files get mode 0644, or
   * 0755 when executable; folders get 0755. Lambda runs the code as a user who doesn't own it.
   * @param marks when existing staged folders were last known to be complete
   * @default - the folder is read
   * @throws BuildContextError when a file changed since it was hashed
   */
  stage(parent: string, marks?: StagedMarks): string {
    this.checkStageParent(parent);
    const folder = stageEntries(path.resolve(parent), this.hash, this.sorted, marks);
    for (const { content } of this.sorted) if (content) release(content);
    return folder;
  }

  private checkStageParent(parent: string): void {
    const inside = path.relative(this.directory, path.resolve(parent)).split(path.sep).join("/");
    if (outside(inside) || (inside !== "" && this.isIgnored(inside))) return;
    throw new BuildContextError({
      code: "staged-inside-context",
      what: `The build context would be staged inside itself, in ${JSON.stringify(inside || ".")}.`,
      where: this.directory,
      why: "The staged copy would be part of the next context, and so on: its hash would never be the same twice.",
      fix: `Add this line to ${this.ignoreFile ?? ".dockerignore"}: ${inside.replace(/(^|\/)stacks\/.*$/, "") || "cdktf.out"}`,
    });
  }
}

/**
 * Stages contexts below a folder, and removes all other contexts from it.
 * @param marks the file that records which staged contexts are complete; it is outside of that folder
 * @throws BuildContextError when a file changed since it was hashed
 */
export function stageContexts(parent: string, contexts: readonly BuildContext[], marks: string): void {
  const known = new StagedMarks(marks);
  for (const context of contexts) context.stage(parent, known);
  removeOthers(parent, new Set(contexts.map(({ hash }) => hash)));
  known.write();
}

function readEntries(
  root: string,
  found: readonly Found[],
  onSize: (size: number) => void,
): Map<string, StagedEntry> {
  const staged = new Map<string, StagedEntry>();
  for (const { path: contextPath, kind } of found) {
    if (kind === "file") staged.set(contextPath, readFile(root, contextPath, false, onSize));
    else if (kind === "link") staged.set(contextPath, linkEntry(root, contextPath));
    else staged.set(contextPath, { entry: { path: contextPath, kind, hidden: false } });
  }
  return staged;
}

function readFile(
  root: string,
  contextPath: string,
  hidden: boolean,
  onSize?: (size: number) => void,
): StagedEntry {
  return fileEntry(contextPath, hidden, fileContent(`${root}/${contextPath}`, onSize));
}

function fileEntry(contextPath: string, hidden: boolean, content: FileContent): StagedEntry {
  const { executable, size, hash } = content;
  return { entry: { path: contextPath, kind: "file", hidden, executable, size, hash }, content };
}

function linkEntry(root: string, contextPath: string): StagedEntry {
  const target = readLink(root, contextPath);
  return { entry: { path: contextPath, kind: "link", hidden: false, target, hash: sha256(target) } };
}

/** Adds the files that the builder needs but `COPY` may not see. */
function addHidden(staged: Map<string, StagedEntry>, root: string, dockerfile: string, ignore: Ignore): void {
  const dockerfileHidden = !staged.has(dockerfile);
  if (dockerfileHidden) add(readFile(root, dockerfile, true));

  const { file, rules } = ignore;
  const visible = file !== undefined && staged.has(file);
  // Docker applies the staged ignore file again. A visible original is staged unchanged: that does no harm, unless
  // `exclude` overrules it. An excluded original is replaced by a generated file that only hides what has to be hidden.
  const overruled = rules.reincludes(EXCLUDE_OPTION) || rules.explain(dockerfile)?.file === EXCLUDE_OPTION;
  if (visible ? !overruled : file === undefined && !dockerfileHidden) return;
  const own = ownIgnoreFile(dockerfile);
  if (visible && file === own) throw excludeNeedsIgnoreFile(root, own);

  const name = visible || file === undefined ? own : file;
  const content = Buffer.from(
    hidingIgnoreFile(new Set((dockerfileHidden ? [dockerfile, name] : [name]).map(outermostHidden))),
  );
  add(fileEntry(name, true, generatedContent(content)));

  /** The path, or its topmost parent folder that COPY doesn't see either. */
  function outermostHidden(contextPath: string): string {
    const names = contextPath.split("/");
    const folders = names.map((_, index) => names.slice(0, index + 1).join("/"));
    return folders.find((folder) => staged.get(folder)?.entry.hidden !== false) ?? contextPath;
  }

  function add(file: StagedEntry): void {
    for (
      let folder = path.posix.dirname(file.entry.path);
      folder !== ".";
      folder = path.posix.dirname(folder)
    ) {
      if (!staged.has(folder))
        staged.set(folder, { entry: { path: folder, kind: "directory", hidden: true } });
    }
    staged.set(file.entry.path, file);
  }
}

function excludeNeedsIgnoreFile(root: string, file: string): BuildContextError {
  return new BuildContextError({
    code: "exclude-needs-ignore-file",
    what: `exclude contradicts ${file}, which is itself part of the image.`,
    where: path.join(root, file),
    why: "docker build reads that file again, so exclude would not hold.",
    fix: `Move the patterns of exclude into ${file}, or add the line ${file} to it, so that it stays out of the image.`,
  });
}

/**
 * Every field ends with a NUL, which no path or link target can contain. The kind determines how many fields follow.
 */
function hashOf(dockerfile: string, entries: readonly ContextEntry[]): string {
  let text = `build-context 1\0${dockerfile}\0`;
  for (const entry of entries) {
    text += `${entry.kind}\0${entry.path}\0`;
    if (entry.kind === "file") text += `${entry.executable ? "x" : "-"}\0${entry.hash}\0`;
    if (entry.kind === "link") text += `${entry.hash}\0`;
  }
  return sha256(text);
}
