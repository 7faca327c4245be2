import fs from "node:fs";
import { BuildContextError } from "./errors";
import { byteText, largest, weightList } from "./largest";
import type { Found } from "./list-folder";

/**
 * An image may have 10 GB, uncompressed (AWS Lambda Developer Guide, "Lambda quotas", "Container image code package
 * size", read 2026-11-28). The guide doesn't say which GB: the larger one counts here.
 */
const LARGEST_IMAGE = 10 * 1024 ** 3;

/**
 * From this sum of sizes on, all files are measured before the next one is read. Nearly all contexts are smaller, and
 * their files need no second look.
 */
const SUSPICIOUS = 256 * 1024 ** 2;

/**
 * Refuses a context that can't fit into an image, before its large files are read.
 * @returns to be called with the size of each file before it is read
 * @throws BuildContextError `context-too-large`
 */
export function sizeCheck(
  root: string,
  found: readonly Found[],
  ignoreFile: string | undefined,
): (size: number) => void {
  let sum = 0;
  let measured = false;
  return (size) => {
    sum += size;
    if (measured || sum < SUSPICIOUS) return;
    measured = true;
    const files = found.flatMap(({ path, kind }) => {
      const stat = kind === "file" ? fs.lstatSync(`${root}/${path}`, { throwIfNoEntry: false }) : undefined;
      return stat ? [{ path, size: stat.size }] : [];
    });
    const total = files.reduce((all, file) => all + file.size, 0);
    if (total > LARGEST_IMAGE) throw tooLarge(root, total, files, ignoreFile);
  };
}

function tooLarge(
  root: string,
  total: number,
  files: readonly { readonly path: string; readonly size: number }[],
  ignoreFile: string | undefined,
): BuildContextError {
  const weights = largest(files);
  return new BuildContextError({
    code: "context-too-large",
    what: `The build context has ${byteText(total)}. The largest in it: ${weightList(weights)}.`,
    where: root,
    why: "An image of a Lambda function may have 10 GB. All of the context would be read, copied, and sent to the builder.",
    fix: `Leave out what the image doesn't need, with lines in ${ignoreFile ?? ".dockerignore"}:\n${weights.map(({ path }) => path).join("\n")}`,
  });
}
