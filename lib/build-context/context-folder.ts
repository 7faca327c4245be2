import * as path from "node:path";
import type { IgnoreRule } from "../ignore-rule";
import { compareBytes } from "./byte-order";
import type { ContextEntry, StagedEntry } from "./context-entry";
import { BuildContextError } from "./errors";
import { release } from "./file-content";
import type { Ignore } from "./ignore-file";
import { outside, type SymlinkFollowMode } from "./link";
import { stageEntries } from "./stage";
import type { StagedMarks } from "./staged-marks";

/** How a folder is read. */
export interface ContextFolderOptions {
  /** The folder, absolute or relative to the working directory. */
  readonly directory: string;
  /**
   * Folders that a synth writes, relative to the folder. They are left out, unless the ignore file includes them again.
   * @default - none
   */
  readonly generated?: readonly string[];
  /** Links that are replaced by what they point to. @default SymlinkFollowMode.BLOCK_EXTERNAL */
  readonly followSymlinks?: SymlinkFollowMode;
}

/** A folder whose files `docker build` gets: the build context, or a named one beside it. */
export abstract class ContextFolder {
  /** All that is staged, sorted by the bytes of the path. */
  readonly entries: readonly ContextEntry[];
  /** SHA-256 of paths, kinds, contents, executable bits and link targets, hexadecimal. Equal hash: equal staged folder. */
  abstract readonly hash: string;
  private readonly sorted: readonly StagedEntry[];

  protected constructor(
    /** Absolute. */
    readonly directory: string,
    protected readonly ignore: Ignore,
    protected readonly staged: ReadonlyMap<string, StagedEntry>,
  ) {
    this.sorted = [...staged.values()].sort((a, b) => compareBytes(a.entry.path, b.entry.path));
    this.entries = this.sorted.map(({ entry }) => entry);
  }

  /** The ignore file in force, relative to the folder. */
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
    if (outside(inside) || (inside !== "" && this.ignoredBy(inside))) return;
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
 * The fields of the entries, for a hash. Every field ends with a NUL, which no path or link target can contain. The kind
 * determines how many fields follow.
 */
export function hashedEntries(entries: readonly ContextEntry[]): string {
  let text = "";
  for (const entry of entries) {
    text += `${entry.kind}\0${entry.path}\0`;
    if (entry.kind === "file") text += `${entry.executable ? "x" : "-"}\0${entry.hash}\0`;
    if (entry.kind === "link") text += `${entry.hash}\0`;
  }
  return text;
}
