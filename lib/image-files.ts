import type { IgnoreRule } from "./ignore-rule";

/**
 * The origin of a file of the image, as far as the Dockerfile determines it. It is `unknown` after a RUN step, or with
 * another image or a pattern. Checks then report nothing, rather than guess.
 */
export type ImageFile =
  | { readonly state: "from-context"; readonly contextPath: string }
  | {
      readonly state: "absent";
      readonly why: "not-in-context" | "ignored" | "not-copied";
      /** The matching file of the context, when it exists but is ignored or not copied. */
      readonly contextPath?: string;
      /** For an ignored file, the line that excludes it. */
      readonly ignoredBy?: IgnoreRule;
      /**
       * A script or a compiler may have made it from the folder's own files, but none of these has its name or mentions
       * it. So it is near certain, not certain, that there is no such file.
       * @default false
       */
      readonly nearCertain?: true;
    }
  | { readonly state: "unknown" };

/** A file that the image doesn't have, and why. */
export type AbsentFile = Extract<ImageFile, { state: "absent" }>;

/**
 * The known files of an image. Paths in the image are absolute (`/var/task/app.py`), paths in the context are relative,
 * both with `/`.
 */
export interface ImageFiles {
  /** The file at an image path. */
  find(imagePath: string): ImageFile;
  /** The paths of all files in the image that certainly come from the context, sorted. */
  list(): readonly string[];
  /** The text of a file of the context. */
  read(contextPath: string): string;
  /** The same, and whether its bytes are UTF-8. */
  readDecoded(contextPath: string): { readonly text: string; readonly isUtf8: boolean };
}
