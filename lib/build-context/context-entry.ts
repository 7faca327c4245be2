import type { FileContent } from "./file-content";

/** Something in a build context. Paths are relative to its folder, with `/`. */
export type ContextEntry = FileEntry | LinkEntry | DirectoryEntry;

interface Entry {
  readonly path: string;
  /** Only the builder sees it, `COPY` doesn't: a Dockerfile or ignore file that a pattern excludes. */
  readonly hidden: boolean;
}

export interface FileEntry extends Entry {
  readonly kind: "file";
  /** Whether the owner may execute it. */
  readonly executable: boolean;
  /** Bytes. */
  readonly size: number;
  /** SHA-256 of the content, hexadecimal. */
  readonly hash: string;
}

export interface LinkEntry extends Entry {
  readonly kind: "link";
  /** As written in the link; it stays within the folder. */
  readonly target: string;
  /** SHA-256 of the target, hexadecimal. */
  readonly hash: string;
}

export interface DirectoryEntry extends Entry {
  readonly kind: "directory";
}

/** An entry, and the content needed to write it. */
export interface StagedEntry {
  readonly entry: ContextEntry;
  /** Of a file. */
  readonly content?: FileContent;
}
