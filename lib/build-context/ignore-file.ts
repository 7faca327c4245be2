import fs from "node:fs";
import * as path from "node:path";
import { EXCLUDE_OPTION, GENERATED_OPTION } from "../ignore-rule";
import { BuildContextError, errorCode } from "./errors";
import { literalPattern } from "./ignore-pattern";
import { IgnoreRules } from "./ignore-rules";
import { type Listing, mayHold } from "./list-folder";

/** The usual ignore file. Of a named context it is the only one. */
export const IGNORE_FILE = ".dockerignore";

/** The ignore file that docker would read, and the rules in force. */
export interface Ignore {
  /** Relative to the context. @default - there is none */
  readonly file?: string;
  readonly rules: IgnoreRules;
}

/** The ignore file of one Dockerfile. It takes precedence over .dockerignore. Only BuildKit supports it. */
export function ownIgnoreFile(dockerfile: string): string {
  return `${dockerfile}.dockerignore`;
}

/**
 * Reads the first of the files that exists.
 * @param options folders that come first, so that the file can include them again, and patterns that come last
 * @param listing of the root
 */
export function readIgnore(
  root: string,
  files: readonly string[],
  {
    exclude = [],
    generated = [],
  }: { readonly exclude?: readonly string[]; readonly generated?: readonly string[] },
  listing: Listing | undefined,
): Ignore {
  const rules = new IgnoreRules().add(GENERATED_OPTION, generated.map(literalPattern).join("\n"));
  for (const file of files) {
    const text = mayHold(listing, file) ? readIfThere(root, file) : undefined;
    if (text === undefined) continue;
    rules.add(file, text).add(EXCLUDE_OPTION, exclude.join("\n"));
    return { file, rules };
  }
  return { rules: rules.add(EXCLUDE_OPTION, exclude.join("\n")) };
}

/**
 * The ignore file of a staged folder. It hides the files that only the builder may see. All other excluded files aren't
 * staged at all. So its bytes stay the same when the original ignore file changes but excludes the same files.
 */
export function hidingIgnoreFile(hidden: Iterable<string>): string {
  return `${[...hidden].map(literalPattern).join("\n")}\n`;
}

function readIfThere(root: string, file: string): string | undefined {
  const absolute = path.join(root, file);
  try {
    // A link isn't supported: it would be one more file to stage and hide, for a case nobody has.
    const stat = fs.lstatSync(absolute, { throwIfNoEntry: false });
    if (stat === undefined) return undefined;
    if (stat.isFile()) return fs.readFileSync(absolute, "utf8");
    if (!fs.existsSync(absolute)) return undefined;
  } catch (error) {
    if (errorCode(error) === "ENOTDIR") return undefined;
    throw unusable(absolute, error);
  }
  throw unusable(absolute);
}

function unusable(absolute: string, cause?: unknown): BuildContextError {
  return new BuildContextError({
    code: "ignore-file-unusable",
    what: `${path.basename(absolute)} can't be used as an ignore file${cause ? ` (${errorCode(cause) ?? cause})` : ""}.`,
    where: absolute,
    why: "Without it, files that should stay out would go into the image.",
    fix: "Make it a plain file that you have permission to read.",
    cause,
  });
}
