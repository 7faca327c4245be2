import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { imageFilesOf, readDockerfile } from "../../../lib/tooling";
import type { StackImage } from "../../terraform/stack-images";
import { readContext } from "../stack-content";

/** A folder of this machine, and the folder in the image that has its files. Named as in the Debug Adapter Protocol's users. */
export interface PathMapping {
  readonly localRoot: string;
  readonly remoteRoot: string;
}

/** The sources of an image on this machine. */
export interface SourceFiles {
  readonly pathMappings: readonly PathMapping[];
  /** Files that differ from those in the image, so that lines in them may differ too. Relative to the function's folder. */
  readonly changed: readonly string[];
}

/**
 * Where the files of an image are on this machine.
 * @param folders the folders that may be the build context, absolute; the first that has the files is it
 */
export function sourceFilesOf(image: StackImage, folders: readonly string[]): SourceFiles {
  const dockerfile = readDockerfile(readFileSync(image.dockerfile, "utf8"), image);
  const context = readContext(image);
  const files = imageFilesOf(dockerfile, context);
  const copies = files.list().flatMap((imagePath) => {
    const found = files.find(imagePath);
    return found.state === "from-context" ? [{ imagePath, contextPath: found.contextPath }] : [];
  });
  const folder = folders.find((one) =>
    [context.dockerfile, ...copies.map(({ contextPath }) => contextPath)].every((file) =>
      existsSync(path.join(one, file)),
    ),
  );
  if (folder === undefined) {
    return { pathMappings: [], changed: [] };
  }
  return {
    pathMappings: pathMappings(copies, folder),
    changed: [...new Set(copies.map(({ contextPath }) => contextPath))].filter(
      (file) => !readFileSync(path.join(folder, file)).equals(readFileSync(path.join(image.context, file))),
    ),
  };
}

/** As few folders as have all files, the longest path in the image first, since the first that fits is taken. */
function pathMappings(
  copies: readonly { readonly imagePath: string; readonly contextPath: string }[],
  folder: string,
): PathMapping[] {
  const roots = new Map<string, string>();
  for (const { imagePath, contextPath } of copies) {
    const whole = imagePath.endsWith(`/${contextPath}`);
    const remote = whole ? imagePath.slice(0, -contextPath.length - 1) : path.posix.dirname(imagePath);
    roots.set(remote, whole ? folder : path.join(folder, path.dirname(contextPath)));
  }
  return [...roots]
    .map(([remoteRoot, localRoot]) => ({ localRoot, remoteRoot }))
    .sort((one, other) => other.remoteRoot.length - one.remoteRoot.length);
}
