import table from "./secret-patterns.json";

/** A kind of secret that is recognized in any text. */
interface SecretPattern {
  /** What it finds, for a message: `a private key`. */
  readonly what: string;
  readonly pattern: RegExp;
  /** A pattern of the characters that each match begins with. @default - they differ */
  readonly beginning?: string;
}

const WHAT: Readonly<Record<string, string>> = {
  aws: "an AWS secret access key",
  privatekey: "a private key",
};

/** The beginning of a pattern: letters, and groups of words, that no quantifier makes optional. */
const BEGINNING = /^(?:\(\?<!\\p\{L\}\)|\\b)?((?:(?:\((?:\?:|\?<\w+>)?[\w|]+\)|[\w:-]|\\[/.])(?![?*{]))+)/;

/** The patterns of the table. */
export const SECRET_PATTERNS: readonly SecretPattern[] = table.patterns.map(({ name, pattern, flags }) => {
  const [, beginning] = hasAlternatives(pattern) ? [] : (BEGINNING.exec(pattern) ?? []);
  return {
    what: WHAT[name] ?? `a token for ${name}`,
    pattern: new RegExp(pattern, flags),
    ...(beginning && { beginning: beginning.replaceAll(/\(\?<\w+>/g, "(?:") }),
  };
});

/** Whether a pattern is `one|other`, outside of all groups. */
function hasAlternatives(pattern: string): boolean {
  let left = pattern.replace(/\\.|\[[^\]]*\]/g, "");
  for (let before = ""; before !== left; ) {
    before = left;
    left = left.replace(/\([^()]*\)/g, "");
  }
  return left.includes("|");
}

/** Nearly all texts have none of the beginnings. To look for all of them at once takes a fifth of the time. */
const ANY_BEGINNING = new RegExp(SECRET_PATTERNS.flatMap(({ beginning }) => beginning ?? []).join("|"));
const OTHERS = SECRET_PATTERNS.filter(({ beginning }) => beginning === undefined);

/** The patterns that may match a text. */
export function secretPatternsFor(text: string): readonly SecretPattern[] {
  return ANY_BEGINNING.test(text) ? SECRET_PATTERNS : OTHERS;
}
