/** A file of a package, as `npm pack --json` lists it. */
export interface PackedFile {
  readonly path: string;
  readonly size: number;
}

/** The published files besides dist/. */
const BESIDE_DIST: readonly string[] = ["CHANGELOG.md", "LICENSE", "README.md", "package.json"];

/** All files together, unpacked. Half of it is source maps, which contain the sources. */
export const MAX_MEBIBYTES = 5;

/**
 * The problems of a package: files that don't belong, missing files, or too large a size. npm always excludes some names and always
 * includes others, regardless of package.json.
 * @param packed the files that npm would publish
 * @param built the files of dist/, by their paths in the project
 */
export function contentProblems(packed: readonly PackedFile[], built: readonly string[]): readonly string[] {
  const belongs = new Set([...BESIDE_DIST, ...built.filter((file) => !isRecord(file))]);
  const names = new Set(packed.map(({ path }) => path));
  const mebibytes = packed.reduce((sum, { size }) => sum + size, 0) / 2 ** 20;
  return [
    ...[...names]
      .filter((name) => !belongs.has(name))
      .map((name) => `${name} would be published, but doesn't belong`),
    ...[...belongs].filter((name) => !names.has(name)).map((name) => `${name} would not be published`),
    ...(mebibytes > MAX_MEBIBYTES
      ? [`${mebibytes.toFixed(1)} MiB would be published; the bound is ${MAX_MEBIBYTES} MiB`]
      : []),
  ];
}

/** Whether it is a record of the build. */
function isRecord(file: string): boolean {
  return /^dist\/\.[^/]+$/.test(file);
}
