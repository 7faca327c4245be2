/** A file or folder of a build context, and the bytes in it. */
export interface Weight {
  readonly path: string;
  readonly bytes: number;
  readonly folder: boolean;
}

/** The part of a folder from which on its largest entry stands for it. */
const NEARLY_ALL = 0.9;

/** An entry with less than this part of all bytes is not worth naming. */
const NOTABLE = 0.01;

/**
 * The largest files and folders, largest first. Each is a top-level entry, or the place in it that has nearly all its
 * bytes: `data/models/weights.bin` instead of `data`.
 */
export function largest(
  files: readonly { readonly path: string; readonly size: number }[],
  count = 3,
): readonly Weight[] {
  const sums = new Map<string, number>();
  const below = new Map<string, Set<string>>();
  for (const { path, size } of files) {
    let parent = "";
    for (let end = path.indexOf("/"); ; end = path.indexOf("/", end + 1)) {
      const each = end === -1 ? path : path.slice(0, end);
      sums.set(each, (sums.get(each) ?? 0) + size);
      below.set(parent, (below.get(parent) ?? new Set()).add(each));
      if (end === -1) break;
      parent = each;
    }
  }
  const heaviestIn = (folder: string): readonly string[] =>
    [...(below.get(folder) ?? [])].sort((one, other) => (sums.get(other) ?? 0) - (sums.get(one) ?? 0));
  const total = files.reduce((sum, { size }) => sum + size, 0);
  return heaviestIn("")
    .slice(0, count)
    .filter((top, index) => index === 0 || (sums.get(top) ?? 0) >= NOTABLE * total)
    .map((top) => {
      let path = top;
      for (;;) {
        const [next] = heaviestIn(path);
        if (next === undefined || (sums.get(next) ?? 0) < NEARLY_ALL * (sums.get(path) ?? 0)) break;
        path = next;
      }
      return { path, bytes: sums.get(path) ?? 0, folder: below.has(path) };
    });
}

/** `data/ (4.2 GiB), model.bin (900 MiB)` */
export function weightList(weights: readonly Weight[]): string {
  return weights
    .map(({ path, bytes, folder }) => `${path}${folder ? "/" : ""} (${byteText(bytes)})`)
    .join(", ");
}

export function byteText(bytes: number): string {
  const GIB = 1024 ** 3;
  return bytes >= GIB ? `${(bytes / GIB).toFixed(1)} GiB` : `${Math.round(bytes / 1024 ** 2)} MiB`;
}
