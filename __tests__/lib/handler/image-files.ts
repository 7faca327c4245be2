import type { ImageFile, ImageFiles } from "../../../lib/image-files";

type Absent = Extract<ImageFile, { state: "absent" }>;

interface FakeImage extends ImageFiles {
  readonly reads: string[];
  /** The files of the folder that COPY can take: those of the image, and those that are not copied. */
  readonly contextFiles: readonly string[];
  leftOut(contextPath: string): Absent["ignoredBy"];
}

/** An image with files of these texts: `app.py` is `/var/task/app.py`, an absolute path stays unchanged. */
export function imageOf(
  texts: Readonly<Record<string, string>>,
  other: {
    /** Not in the image, for a reason. */
    readonly absent?: Readonly<Record<string, Omit<Absent, "state">>>;
    /** A path in the context whose bytes are not UTF-8. Its text has U+FFFD for what can't be decoded. */
    readonly notUtf8?: string;
    /** Paths whose content is not known. */
    readonly unknown?: RegExp;
  } = {},
): FakeImage {
  const inImage = (path: string) => (path.startsWith("/") ? path : `/var/task/${path}`);
  const paths = new Map(Object.keys(texts).map((path) => [inImage(path), path]));
  const absent = new Map(Object.entries(other.absent ?? {}).map(([path, why]) => [inImage(path), why]));
  const reads: string[] = [];
  const notInImage = [...absent.values()];
  return {
    reads,
    contextFiles: [
      ...Object.keys(texts),
      ...notInImage.flatMap(({ why, contextPath }) =>
        why === "not-copied" && contextPath ? [contextPath] : [],
      ),
    ],
    leftOut: (name) =>
      notInImage.find(({ why, contextPath }) => why === "ignored" && contextPath === name)?.ignoredBy,
    find(imagePath) {
      const contextPath = paths.get(imagePath);
      if (contextPath !== undefined) return { state: "from-context", contextPath };
      if (other.unknown?.test(imagePath)) return { state: "unknown" };
      return { state: "absent", why: "not-in-context", ...absent.get(imagePath) };
    },
    list: () => [...paths.keys()].sort(),
    readDecoded(contextPath) {
      return { text: this.read(contextPath), isUtf8: contextPath !== other.notUtf8 };
    },
    read(contextPath) {
      reads.push(contextPath);
      const text = texts[contextPath];
      if (text === undefined) throw new Error(`No file ${contextPath}.`);
      return text;
    },
  };
}
