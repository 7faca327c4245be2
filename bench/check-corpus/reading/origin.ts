import path from "node:path";
import { type Copy, lineage, type Stage } from "./stages";

/** Where a file of the image comes from. */
export interface Origin {
  /** Its path in the build context. */
  readonly file: string;
  /** The copies that bring it, the last one first. */
  readonly copies: readonly Copy[];
}

/** Follows the copies that bring a file to the image. Undefined when it can't be told. */
export function originOf(
  stage: Stage,
  imagePath: string,
  files: Readonly<Record<string, string>>,
  copiesBefore = Number.POSITIVE_INFINITY,
): Origin | undefined {
  const own = stage.copies.slice(0, copiesBefore);
  const before = stage.parent ? lineage(stage.parent).flatMap(({ copies }) => copies) : [];
  for (const copy of [...before, ...own].reverse()) {
    if (copy.target === undefined || copy.foreign) continue;
    for (const source of copy.sources) {
      for (const found of sourcePaths(copy, source, imagePath)) {
        if (copy.from) {
          const earlier = originOf(copy.from, found, files);
          if (earlier) return { file: earlier.file, copies: [copy, ...earlier.copies] };
        } else if (files[found] !== undefined && matches(source, found)) {
          return { file: found, copies: [copy] };
        }
      }
    }
  }
  return undefined;
}

/** The paths that the source of a COPY may have for that path in the image: the file itself, or a file of a folder. */
function sourcePaths(copy: Copy, source: string, imagePath: string): readonly string[] {
  const target = copy.target ?? "/";
  const root = copy.from ? "/" : "";
  const clean = copy.from
    ? path.posix.resolve(copy.from.workdir ?? "/", source)
    : path.posix.resolve("/", source).slice(1);
  const below = path.posix.relative(target, imagePath);
  if (below.startsWith("..")) return [];
  if (below === "") return [clean];
  const inFolder = path.posix.join(clean || root, below);
  const isFile = path.posix.basename(clean) === below;
  const globbed = path.posix.join(path.posix.dirname(clean), below);
  return [...(isFile ? [clean] : []), inFolder, ...(/[*?[]/.test(clean) ? [globbed] : [])];
}

/** Whether the source of a COPY names the file, a folder above it, or a pattern for it. */
function matches(source: string, file: string): boolean {
  const clean = path.posix.resolve("/", source).slice(1);
  if (!/[*?[]/.test(clean)) return clean === "" || file === clean || file.startsWith(`${clean}/`);
  const pattern = clean
    .replace(/[.+^${}()|\\]/g, "\\$&")
    .replace(/\*+/g, "[^/]*")
    .replace(/\?/g, "[^/]");
  return new RegExp(`^${pattern}(/|$)`).test(file);
}

/** Whether a COPY from the build context names that file itself, not a folder above it. */
export function names(copy: Copy, file: string): boolean {
  return (
    copy.from === undefined &&
    copy.sources.some((source) => path.posix.resolve("/", source).slice(1) === file)
  );
}
