import fs from "node:fs";
import * as path from "node:path";
import { BuildContextError, errorCode, fileSystemError } from "./errors";

/** Which links are replaced by what they point to. The names and values are AWS CDK's. @enum */
export const SymlinkFollowMode = {
  /** All links. */
  ALWAYS: "always",
  /** Links that point out of the folder. */
  EXTERNAL: "external",
  /** None: links within the folder stay links, and one that points out of it is an error. */
  BLOCK_EXTERNAL: "internal-only",
} as const;
/** Which links are replaced by what they point to. */
export type SymlinkFollowMode = (typeof SymlinkFollowMode)[keyof typeof SymlinkFollowMode];

/**
 * What a link points to, when it is to be replaced by it.
 * @returns undefined when it stays a link
 * @throws BuildContextError
 */
export function followLink(
  root: string,
  link: string,
  mode: SymlinkFollowMode,
): { readonly real: string; readonly kind: "file" | "directory" } | undefined {
  if (mode === SymlinkFollowMode.BLOCK_EXTERNAL) return undefined;
  const absolute = `${root}/${link}`;
  if (mode === SymlinkFollowMode.EXTERNAL && !leaves(root, link, fs.readlinkSync(absolute))) return undefined;
  try {
    const real = fs.realpathSync(absolute);
    const stat = fs.statSync(real);
    if (stat.isFile() || stat.isDirectory()) return { real, kind: stat.isFile() ? "file" : "directory" };
  } catch (cause) {
    throw new BuildContextError({
      code: "link-broken",
      what: `The link ${JSON.stringify(link)} can't be followed (${errorCode(cause) ?? String(cause)}).`,
      where: absolute,
      why: "The image would not contain what it points to.",
      fix: "Correct the link, or leave it out with a line in .dockerignore.",
      cause,
    });
  }
  return undefined;
}

/**
 * The target of a link, as written in the link.
 * @throws BuildContextError `link-leaves-context`, `name-not-utf8`
 */
export function readLink(root: string, link: string): string {
  const absolute = `${root}/${link}`;
  let bytes: Buffer;
  try {
    bytes = fs.readlinkSync(absolute, { encoding: "buffer" });
  } catch (error) {
    throw fileSystemError(absolute, error);
  }
  const target = bytes.toString("utf8");
  if (!bytes.equals(Buffer.from(target))) {
    throw new BuildContextError({
      code: "name-not-utf8",
      what: `The target of the link ${JSON.stringify(link)} is not UTF-8 (bytes ${bytes.toString("hex")}).`,
      where: absolute,
      why: "Docker refuses it: paths go to the builder as UTF-8 text.",
      fix: "Create the link again, or leave it out with a line in .dockerignore.",
    });
  }
  if (leaves(root, link, target)) {
    throw new BuildContextError({
      code: "link-leaves-context",
      what: `The link ${JSON.stringify(link)} points out of the build context, to ${JSON.stringify(target)}.`,
      where: absolute,
      why: "Docker copies the link, not the file it points to. In the image, and so in Lambda, the link would point to nothing or to another file.",
      fix: "Replace it by a copy of the file, make it a relative link within the folder, or leave it out with a line in .dockerignore.",
    });
  }
  return target;
}

function leaves(root: string, link: string, target: string): boolean {
  if (path.isAbsolute(target)) return true;
  if (outside(path.posix.join(path.posix.dirname(link), target))) return true;
  // Through other links it may still leave the folder. A link that points to nothing can't be followed, and is copied
  // unchanged.
  try {
    return outside(path.relative(fs.realpathSync(root), fs.realpathSync(`${root}/${link}`)));
  } catch {
    return false;
  }
}

/** Whether a relative path leaves the folder it is relative to. */
export function outside(relative: string): boolean {
  return relative === ".." || relative.startsWith("../") || path.isAbsolute(relative);
}
