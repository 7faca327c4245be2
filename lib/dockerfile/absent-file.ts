import * as path from "node:path";
import type { BuildContext } from "../build-context/build-context";
import type { AbsentFile } from "../image-files";
import type { Copied } from "./copied-files";
import { isBelow, join } from "./image-path";
import { LAMBDA_TASK_ROOT } from "./lambda-runtimes";
import type { Stage } from "./stage";

/** Why a stage doesn't have a file that none of its steps made. */
export function absentFile(
  imagePath: string,
  { workdir }: Stage,
  copies: readonly Copied[],
  context: BuildContext,
): AbsentFile {
  const reasons = copies.flatMap((copied) => reasonsOf(copied, imagePath, context));
  const fromTop = path.posix.relative(workdir ?? LAMBDA_TASK_ROOT, imagePath);
  const ignored = reasons.find(({ why }) => why === "ignored") ?? ignoredFile(fromTop, context);
  if (ignored) return ignored;
  const name = path.posix.basename(imagePath);
  // A COPY of a folder would have brought it. Then a file of that name in another folder isn't meant.
  const copied = copies.some(({ folders }) =>
    folders.some(({ image }) => image !== "/" && isBelow(imagePath, image)),
  );
  const [elsewhere] = context.entries
    .filter((entry) => !entry.hidden && path.posix.basename(entry.path) === name)
    .filter((entry) => !copied || entry.path === fromTop)
    // Every package has such a file. The one that is meant is in a folder of the same name.
    .filter(
      (entry) =>
        !/^(__init__\.py|index\.[cm]?js|package\.json)$/.test(name) ||
        entry.path === fromTop ||
        path.posix.basename(path.posix.dirname(entry.path)) ===
          path.posix.basename(path.posix.dirname(imagePath)),
    )
    .sort((one, other) => distance(one.path, fromTop) - distance(other.path, fromTop));
  if (elsewhere) return { state: "absent", why: "not-copied", contextPath: elsewhere.path };
  return reasons.find(({ why }) => why === "not-copied") ?? { state: "absent", why: "not-in-context" };
}

function reasonsOf(copied: Copied, imagePath: string, context: BuildContext): AbsentFile[] {
  const fromContext = copied.folders
    .filter(({ image }) => isBelow(imagePath, image))
    .flatMap(({ context: folder, image }) => {
      const ignored = ignoredFile(join(folder, imagePath.slice(image.length)).replace(/^\//, ""), context);
      return ignored ? [ignored] : [];
    });
  const fromStages = copied.others
    .filter(({ image }) => isBelow(imagePath, image))
    .map(({ stage, from, image }) => stage.absent(join(from, imagePath.slice(image.length))));
  return [...fromContext, ...fromStages];
}

/** A file that exists on the disk but is excluded by a pattern. The context doesn't list such files. */
function ignoredFile(contextPath: string, context: BuildContext): AbsentFile | undefined {
  if (contextPath === "" || contextPath.startsWith("../")) return undefined;
  const ignoredBy = context.ignoredBy(contextPath);
  return ignoredBy && context.isLeftOutOnDisk(contextPath)
    ? { state: "absent", why: "ignored", contextPath, ignoredBy }
    : undefined;
}

/** How unlikely it is that a file is meant by a path: none for the same path, otherwise the number of its folders. */
function distance(contextPath: string, fromTop: string): number {
  return contextPath === fromTop ? 0 : contextPath.split("/").length;
}
