import * as path from "node:path";
import type { IgnoreRule } from "../ignore-rule";

/** The files of the build context, in the image or not. Paths are relative to it. */
export interface FolderFiles {
  /** All files that COPY can take. */
  readonly files: readonly string[];
  /** The line that excludes a file or folder that exists. */
  leftOut(contextPath: string): IgnoreRule | undefined;
}

/** A file or folder of the context that an import means, though Python doesn't find it. */
export interface OwnFile {
  /** In the context. A folder ends in `/`. */
  readonly path: string;
  /** @default - it isn't excluded */
  readonly ignoredBy?: IgnoreRule;
}

/**
 * Finds the file of a module in one of these folders of the context, each with `/` at its end, or empty for the whole
 * context.
 */
export function ownFile(folder: FolderFiles, places: Iterable<string>, module: string): OwnFile | undefined {
  for (const place of places) {
    const base = place + module.replaceAll(".", "/");
    if (folder.files.includes(`${base}.py`)) return { path: `${base}.py` };
    if (folder.files.some((file) => file.startsWith(`${base}/`) && file.endsWith(".py")))
      return { path: `${base}/` };
    for (const candidate of [`${base}.py`, `${base}/__init__.py`, base]) {
      const ignoredBy = folder.leftOut(candidate);
      if (ignoredBy) return { path: candidate, ignoredBy };
    }
  }
  return undefined;
}

/** The instruction that copies a module's file to where Python searches. */
export function copyInstruction({ path: file }: OwnFile, module: string, root: string): string {
  const inRoot = module.replaceAll(".", "/");
  const folder = file.endsWith("/") ? inRoot : path.posix.dirname(inRoot);
  return `COPY ${file} ${path.posix.join(root, folder)}/`;
}
