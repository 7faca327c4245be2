import { sha256 } from "../sha256";
import type { StagedEntry } from "./context-entry";
import { type FileContent, fileContent } from "./file-content";
import { readLink } from "./link";
import type { Found } from "./list-folder";

/** Reads the entries of a listed folder: each file once, or not at all if the hash cache has its hash. */
export function readEntries(
  root: string,
  found: readonly Found[],
  onSize: (size: number) => void,
): Map<string, StagedEntry> {
  const staged = new Map<string, StagedEntry>();
  for (const { path: contextPath, kind, real } of found) {
    if (kind === "file") {
      const content = fileContent(real ?? `${root}/${contextPath}`, onSize);
      staged.set(contextPath, fileEntry(contextPath, false, content));
    } else if (kind === "link") staged.set(contextPath, linkEntry(root, contextPath));
    else staged.set(contextPath, { entry: { path: contextPath, kind, hidden: false } });
  }
  return staged;
}

export function readFile(root: string, contextPath: string, hidden: boolean): StagedEntry {
  return fileEntry(contextPath, hidden, fileContent(`${root}/${contextPath}`));
}

export function fileEntry(contextPath: string, hidden: boolean, content: FileContent): StagedEntry {
  const { executable, size, hash } = content;
  return { entry: { path: contextPath, kind: "file", hidden, executable, size, hash }, content };
}

function linkEntry(root: string, contextPath: string): StagedEntry {
  const target = readLink(root, contextPath);
  return { entry: { path: contextPath, kind: "link", hidden: false, target, hash: sha256(target) } };
}
