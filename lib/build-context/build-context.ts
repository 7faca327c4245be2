import { isUtf8 } from "node:buffer";
import fs from "node:fs";
import * as path from "node:path";
import { EXCLUDE_OPTION, type IgnoreRule } from "../ignore-rule";
import { sha256 } from "../sha256";
import { checkDockerfile, checkFolder, emptyContext } from "./check-folder";
import type { ContextEntry, StagedEntry } from "./context-entry";
import { ContextFolder, type ContextFolderOptions, hashedEntries } from "./context-folder";
import { sizeCheck } from "./context-size";
import { bytesOf } from "./file-content";
import { addHidden } from "./hidden-files";
import { IGNORE_FILE, type Ignore, ownIgnoreFile, readIgnore } from "./ignore-file";
import { listFolder, listingOf } from "./list-folder";
import { readEntries } from "./read-entries";
import { textOf } from "./text-of";

export interface BuildContextOptions extends ContextFolderOptions {
  /** The Dockerfile, relative to the folder. @default "Dockerfile" */
  readonly dockerfile?: string;
  /** More patterns to leave out, after those of the ignore file and with the same syntax. @default - none */
  readonly exclude?: readonly string[];
}

/**
 * A folder with a Dockerfile, as `docker build` gets it.
 *
 * Files are excluded by BuildKit's rules (docker 23 and newer; see ignore-pattern.ts). The builder needs the Dockerfile
 * and the ignore file even if a pattern excludes them. Such a file is still an entry, with `hidden` set, and a small
 * ignore file generated for the staged folder keeps it from `COPY`. An ignore file that isn't excluded is an ordinary
 * file. Docker applies it again, which changes nothing.
 */
export class BuildContext extends ContextFolder {
  /**
   * Lists the folder and reads each file once, or not at all if the hash cache has its hash.
   * @throws BuildContextError
   */
  static read(options: BuildContextOptions): BuildContext {
    const directory = path.resolve(options.directory);
    const listing = listingOf(directory);
    if (!listing) checkFolder(directory, options.directory);
    const dockerfile = checkDockerfile(directory, options.dockerfile ?? "Dockerfile", listing);
    const files = [ownIgnoreFile(dockerfile), IGNORE_FILE];
    const ignore = readIgnore(directory, files, options, listing);
    const visible = listFolder(directory, ignore.rules, listing, options.followSymlinks);
    if (visible.length === 0) throw emptyContext(directory, ignore.file ?? EXCLUDE_OPTION);
    const staged = readEntries(directory, visible, sizeCheck(directory, visible, ignore.file));
    addHidden(staged, directory, dockerfile, ignore);
    return new BuildContext(directory, dockerfile, ignore, staged);
  }

  override readonly hash: string;
  private outside = false;

  private constructor(
    directory: string,
    /** Relative to the folder, with `/`. */
    readonly dockerfile: string,
    ignore: Ignore,
    staged: ReadonlyMap<string, StagedEntry>,
  ) {
    super(directory, ignore, staged);
    this.hash = hashOf(dockerfile, this.entries);
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
    return this.readDecoded(contextPath).text;
  }

  /** The same, and whether its bytes are UTF-8. */
  readDecoded(contextPath: string): { readonly text: string; readonly isUtf8: boolean } {
    const bytes = this.bytes(contextPath);
    return { text: textOf(bytes), isUtf8: isUtf8(bytes) };
  }

  private bytes(contextPath: string): Buffer {
    let found = this.staged.get(contextPath);
    // As many links in a row as Linux follows.
    for (let links = 0; found?.entry.kind === "link" && links < 40; links++) {
      found = this.staged.get(path.posix.join(path.posix.dirname(found.entry.path), found.entry.target));
    }
    if (!found?.content) throw new Error(`No file ${contextPath} in the build context ${this.directory}.`);
    return bytesOf(found.content);
  }
}

function hashOf(dockerfile: string, entries: readonly ContextEntry[]): string {
  return sha256(`build-context 1\0${dockerfile}\0${hashedEntries(entries)}`);
}
