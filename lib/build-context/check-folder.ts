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
    fix: "Name the folder, relative to the directory the app runs in, or absolute.",
  });
}

/**
 * Gives back the normal form of the path of a Dockerfile.
 * @param listing of the folder
 * @throws BuildContextError `dockerfile-outside`, `dockerfile-missing`, `folder-empty`
 */
export function checkDockerfile(directory: string, given: string, listing: Listing | undefined): string {
  const dockerfile = path.posix.normalize(given.split(path.sep).join("/"));
  if (path.isAbsolute(given) || outside(dockerfile)) {
    throw new BuildContextError({
      code: "dockerfile-outside",
      what: `The Dockerfile ${JSON.stringify(given)} is not given as a path within the build context.`,
      where: directory,
      why: "The context is staged as a whole and built elsewhere; only what is in it gets there.",
      fix: "Put it into the folder, and name it relative to the folder.",
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
    why: "It says how the image is built.",
    fix: stat?.isSymbolicLink()
      ? "Put the file itself in place of the link, or name as the Dockerfile the file it points to."
      : "Add it, or name the one to use (a path relative to the folder).",
  });
}

/** @param ignoreFile the file that leaves out all there is; without one, the folder is empty */
export function emptyContext(directory: string, ignoreFile?: string): BuildContextError {
  return ignoreFile === undefined
    ? new BuildContextError({
        code: "folder-empty",
        what: "The build context is an empty folder.",
        where: directory,
        why: "An image is built from a folder with a Dockerfile and the function's code.",
        fix: "Put them into it, or name another folder.",
      })
    : new BuildContextError({
        code: "everything-ignored",
        what: "Every file of the build context is left out by a pattern.",
        where: `${directory}, patterns in ${ignoreFile}`,
        why: "COPY would find nothing, and the image would hold no code.",
        fix: "Add a line with ! for what the image needs, for example !*.py.",
      });
}
