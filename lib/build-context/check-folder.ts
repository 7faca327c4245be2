import fs from "node:fs";
import * as path from "node:path";
import { BuildContextError, fileSystemError } from "./errors";
import { outside } from "./link";
import type { Listing } from "./list-folder";

/** @throws BuildContextError `folder-missing`, `folder-not-a-folder` */
export function checkFolder(directory: string, given: string): void {
  let stat: fs.Stats | undefined;
  try {
    stat = fs.statSync(directory, { throwIfNoEntry: false });
  } catch (error) {
    throw fileSystemError(directory, error);
  }
  if (stat?.isDirectory()) return;
  throw new BuildContextError({
    code: stat ? "folder-not-a-folder" : "folder-missing",
    what: stat
      ? `The build context ${JSON.stringify(given)} is not a folder.`
      : `There is no folder ${JSON.stringify(given)}.`,
    where: directory,
    why: "An image is built from a folder with a Dockerfile and the function's code.",
    fix: "Give the path of the folder: absolute, or relative to the directory that the app runs in.",
  });
}

/**
 * Returns the normalized path of a Dockerfile.
 * @param listing of the folder
 * @throws BuildContextError `dockerfile-outside`, `dockerfile-missing`, `folder-empty`
 */
export function checkDockerfile(directory: string, given: string, listing: Listing | undefined): string {
  const dockerfile = path.posix.normalize(given.split(path.sep).join("/"));
  if (path.isAbsolute(given) || outside(dockerfile)) {
    throw new BuildContextError({
      code: "dockerfile-outside",
      what: `The Dockerfile ${JSON.stringify(given)} is not a path within the build context.`,
      where: directory,
      why: "The image is built from a staged copy of the folder. Files outside of the folder are not in that copy.",
      fix: "Move it into the folder, and give its path relative to the folder.",
    });
  }
  if (listing?.find(({ name }) => name === dockerfile)?.isFile()) return dockerfile;
  const absolute = path.join(directory, dockerfile);
  let stat: fs.Stats | undefined;
  try {
    stat = fs.lstatSync(absolute, { throwIfNoEntry: false });
    if (stat?.isFile()) return dockerfile;
    if (stat === undefined && fs.readdirSync(directory).length === 0) throw emptyContext(directory);
  } catch (error) {
    throw error instanceof BuildContextError ? error : fileSystemError(absolute, error);
  }
  throw new BuildContextError({
    code: "dockerfile-missing",
    what: stat
      ? `${JSON.stringify(dockerfile)} is not a plain file.`
      : `There is no ${JSON.stringify(dockerfile)} in the build context.`,
    where: absolute,
    why: "The Dockerfile describes how the image is built.",
    fix: stat?.isSymbolicLink()
      ? "Replace the link by the file it points to, or give the path of that file as the Dockerfile."
      : missingFix(directory, dockerfile),
  });
}

/** Names a file that is probably meant: `dockerfile`, which only docker's own default finds, or `Dockerfile.prod`. */
function missingFix(directory: string, dockerfile: string): string {
  const folder = path.posix.dirname(dockerfile);
  const wanted = path.posix.basename(dockerfile).toLowerCase();
  let names: readonly string[];
  try {
    names = fs.readdirSync(path.join(directory, folder)).sort();
  } catch {
    names = [];
  }
  const sameButCase = names.find((name) => name.toLowerCase() === wanted);
  const similar = names.filter((name) => /^dockerfile\b|[.-]dockerfile$/i.test(name));
  const found = sameButCase ?? (similar.length === 1 ? similar[0] : undefined);
  if (found === undefined) return "Add it, or give the path of another Dockerfile, relative to the folder.";
  const given = path.posix.join(folder, found);
  return `There is ${JSON.stringify(given)}. Rename it to ${dockerfile}, or set file: ${JSON.stringify(given)}.`;
}

/** @param ignoreFile the file whose patterns exclude everything; without it, the folder is empty */
export function emptyContext(directory: string, ignoreFile?: string): BuildContextError {
  return ignoreFile === undefined
    ? new BuildContextError({
        code: "folder-empty",
        what: "The build context is an empty folder.",
        where: directory,
        why: "An image is built from a folder with a Dockerfile and the function's code.",
        fix: "Put these files into it, or give the path of another folder.",
      })
    : new BuildContextError({
        code: "everything-ignored",
        what: "Patterns exclude every file of the build context.",
        where: `${directory}, patterns in ${ignoreFile}`,
        why: "COPY would find nothing, and the image would contain no code.",
        fix: "Add a line with ! for what the image needs, for example !*.py.",
      });
}
