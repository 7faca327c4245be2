import * as path from "node:path";
import type { BuildContext } from "../build-context/build-context";
import type { ImageFile } from "../image-files";

/**
 * What may have made a file: nothing, only a command that works on the folder's own files (a compiler, a script), or
 * anything (a download, a dependency, an unknown program).
 */
export type Maker = "nothing" | "own-files" | "anything";

/** The possible effects of a RUN on the file at a path in the image. */
export interface RunEffects {
  /** What may have created the file. */
  maker(imagePath: string): Maker;
  /** The RUN may have removed or changed the file. */
  mayChange(imagePath: string): boolean;
}

/** What is needed to understand a path in a command. */
export interface Paths {
  /** The working directory. @default - not known */
  readonly folder?: string;
  /** Replaces the variables in a word. */
  readonly expand: (word: string) => string | undefined;
}

/** The circumstances of a command of a RUN. */
export interface RunCircumstances extends Paths {
  readonly context: BuildContext;
  /** A file of the image, just before the RUN, or mounted into it. */
  readonly find: (imagePath: string) => ImageFile;
}

export function allOf(all: readonly RunEffects[]): RunEffects {
  return {
    maker: (imagePath) => {
      const makers = new Set(all.map((effects) => effects.maker(imagePath)));
      return makers.has("anything") ? "anything" : makers.has("own-files") ? "own-files" : "nothing";
    },
    mayChange: (imagePath) => all.some((effects) => effects.mayChange(imagePath)),
  };
}

/** A path in the image. @returns undefined when it isn't known */
export function resolved(word: string, { expand, folder }: Paths): string | undefined {
  const given = expand(word);
  if (given === undefined || given.startsWith("~") || /[*?[`]|\$\(/.test(given)) return undefined;
  if (!given.startsWith("/") && folder === undefined) return undefined;
  return path.posix.resolve("/", folder ?? "/", given);
}
