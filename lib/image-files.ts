/**
 * Where a file of the image comes from, as far as the Dockerfile tells.
 * `unknown` is an honest answer (a RUN step, another image, a pattern): checks stay silent on it rather than guess.
 */
export type ImageFile =
  | { readonly state: "from-context"; readonly contextPath: string }
  | {
      readonly state: "absent";
      readonly why: "not-in-context" | "ignored" | "not-copied";
      /** The file that would be it, when it is there but ignored or not copied. */
      readonly contextPath?: string;
      /** For an ignored file, the line that leaves it out. */
      readonly ignoredBy?: { readonly file: string; readonly line: number; readonly text: string };
    }
  | { readonly state: "unknown" };

/** What is known of the files in an image. Image paths are absolute (`/var/task/app.py`), context paths relative, both with `/`. */
export interface ImageFiles {
  /** The file at an image path. */
  find(imagePath: string): ImageFile;
  /** Every image path that surely comes from the context, sorted. */
  list(): readonly string[];
  /** The text of a file of the context. */
  read(contextPath: string): string;
}
