import * as path from "node:path";
import type { PathTest } from "../build-context/ignore-pattern";
import type { AbsentFile, ImageFile } from "../image-files";
import { below, isBelow, join } from "./image-path";

/** The files of another stage, as a COPY sees them. */
export interface StageView {
  find(imagePath: string): ImageFile;
  /** The files that come from the context. */
  list(): readonly string[];
  isFolder(imagePath: string): boolean;
  /** Why it has no such file. */
  absent(imagePath: string): AbsentFile;
}

/** The effect of one COPY or ADD. All paths in the image are absolute, without a slash at the end. */
export interface Copied {
  readonly kind: "copy";
  /** From the path in the image to the path in the context. */
  readonly files: Map<string, string>;
  /** Paths at or below which it writes files that can't be followed. */
  readonly unknown: string[];
  /** Folders that it copies from the context. */
  readonly folders: { readonly context: string; readonly image: string }[];
  /** Files and folders that it copies from other stages. */
  readonly others: {
    readonly stage: StageView;
    readonly from: string;
    readonly image: string;
    /** It isn't known whether it is a file or a folder. */
    readonly either?: true;
    /** Only the entries of the folder with such a name. Of a folder among them, its content is copied. @default - all */
    readonly matches?: PathTest;
  }[];
}

/** The file that a COPY puts at a path. It is absent if the COPY certainly doesn't. */
export function findCopied(change: Copied, imagePath: string): ImageFile {
  const contextPath = change.files.get(imagePath);
  if (contextPath !== undefined) return { state: "from-context", contextPath };
  if (change.unknown.some((root) => isBelow(imagePath, root))) return { state: "unknown" };
  let nearCertain = false;
  for (const other of change.others) {
    for (const from of originals(other, imagePath)) {
      const found = other.stage.find(from);
      if (found.state !== "absent") return found;
      nearCertain ||= found.nearCertain === true;
    }
  }
  return { state: "absent", why: "not-in-context", ...(nearCertain && { nearCertain }) };
}

/** The paths in the image of the files that a COPY certainly copies. */
export function listCopied({ files, others }: Copied): readonly string[] {
  const fromStages = others.flatMap(({ stage, from, image, matches }) =>
    stage
      .list()
      .filter((path) => isBelow(path, from))
      .map((path) => below(path, from))
      .filter((inFolder) => matches?.(inFolder.split("/")[0] ?? "") ?? true)
      .map((inFolder) => join(image, inFolder)),
  );
  return [...files.keys(), ...fromStages];
}

/** The paths in the other stage that a path is copied from. */
function originals({ from, image, either, matches }: Copied["others"][number], imagePath: string): string[] {
  if (!isBelow(imagePath, image)) return [];
  if (matches) {
    const name = below(imagePath, image);
    return name !== "" && matches(name.split("/")[0] ?? "") ? [join(from, name)] : [];
  }
  const inFolder = join(from, below(imagePath, image));
  if (either !== true) return [inFolder];
  const isFile = imagePath === image || imagePath === join(image, path.posix.basename(from));
  return imagePath === image ? [from] : [inFolder, ...(isFile ? [from] : [])];
}
