/** Rules of the option `exclude` have this name as their file. */
export const EXCLUDE_OPTION = "exclude";

/** Rules for what a synth writes have this name as their file. */
export const GENERATED_OPTION = "generated";

/** A pattern that excludes files from a build context, and where it is written. */
export interface IgnoreRule {
  /** The ignore file, relative to the context, or the name of one of the two options. */
  readonly file: string;
  /** 1-based. */
  readonly line: number;
  /** As written there. */
  readonly text: string;
}

/** Where a rule is written, for a message: `line 3 of .dockerignore`. */
export function placeOfRule({ file, line }: IgnoreRule): string {
  if (file === EXCLUDE_OPTION) return "the option exclude";
  return file === GENERATED_OPTION
    ? "cdktf-lambda-images, since a synth writes it,"
    : `line ${line} of ${file}`;
}

/** How to include a file that a rule excludes, for a message. */
export function includeAgain(rule: IgnoreRule, contextPath: string): string {
  const text = rule.text.trim();
  if (rule.file === EXCLUDE_OPTION)
    return `Remove ${JSON.stringify(text)} from the option exclude, or add ${JSON.stringify(`!${contextPath}`)} after it.`;
  return rule.file === GENERATED_OPTION
    ? `Add the line !${contextPath} to the ignore file, or move the file to another folder.`
    : `Remove ${placeOfRule(rule)} (${text}), or add the line !${contextPath} below it.`;
}
