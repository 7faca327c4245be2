import { type Step, walkSteps } from "./pattern-steps";

/** Why a pattern can't be used. The caller adds the file and the line. */
export class PatternSyntaxError extends Error {}

export type PathTest = (path: string) => boolean;

/**
 * Compiles one pattern of a .dockerignore into a test for paths.
 *
 * The rules are those of BuildKit's own matcher: github.com/moby/patternmatcher v0.6.0, `Pattern.compile` and
 * `Pattern.match`. It first requires the syntax of Go's `filepath.Match`. Some rules are surprising: `**.py` matches
 * `src/a.py` (a pattern of `**` and a literal rest is a test for the end of the path), `a+b` is literal, `[^a]` matches
 * `/`. This function throws where BuildKit would give a pattern a meaning that nobody can have intended.
 *
 * @param pattern cleaned, without `!`
 * @throws PatternSyntaxError
 */
export function compilePattern(pattern: string): PathTest {
  const chars = [...pattern];
  const steps: PatternStep[] = [];
  let kind: "exact" | "prefix" | "suffix" | "expression" = "exact";

  for (let i = 0; i < chars.length; i++) {
    const char = chars[i] as string;
    if (char === "*" && chars[i + 1] === "*") {
      const first = i === 0;
      i++;
      if (chars[i + 1] === "/") i++;
      if (i + 1 < chars.length) {
        steps.push(...FOLDERS);
        kind = "expression";
      } else if (kind === "exact") {
        kind = "prefix";
      } else {
        steps.push(REST);
        kind = "expression";
      }
      if (first) kind = "suffix";
    } else if (char === "*") {
      steps.push({ kind: "many", accepts: inName });
      kind = "expression";
    } else if (char === "?") {
      steps.push({ kind: "one", accepts: inName });
      kind = "expression";
    } else if (char === "\\") {
      steps.push(literal(escaped(chars[++i])));
      kind = "expression";
    } else if (char === "[") {
      const { accepts, last } = characterClass(chars, i);
      steps.push({ kind: "one", accepts });
      i = last;
      kind = "expression";
    } else {
      // A `^` stays an anchor inside an expression: BuildKit doesn't escape it either.
      steps.push(char === "^" ? { kind: "start" } : literal(char));
      if (char === "]") kind = "expression";
    }
  }

  if (kind === "exact") return (path) => path === pattern;
  if (kind === "prefix") {
    const start = pattern.slice(0, -2);
    return (path) => path.startsWith(start);
  }
  if (kind === "suffix") {
    const end = pattern.slice(2);
    return (path) => path.endsWith(end) || (end.startsWith("/") && path === end.slice(1));
  }
  // For most paths the text that a pattern begins or ends with decides. Comparing it is much faster.
  const wild = (step: PatternStep) => step.text === undefined;
  const start = textOf(steps.slice(0, steps.findIndex(wild)));
  const end = textOf(steps.slice(steps.findLastIndex(wild) + 1));
  const matches = walkSteps(steps);
  return (path) => path.startsWith(start) && path.endsWith(end) && matches(path);
}

/** A step. `text` is the character that every matching path has at this place, if there is only one. */
type PatternStep = Step & { readonly text?: string };

const SLASH = 0x2f;
const LINE_FEED = 0x0a;

function inName(character: number): boolean {
  return character !== SLASH;
}

/** What a `.` of Go's regexp matches. */
function inLine(character: number): boolean {
  return character !== LINE_FEED;
}

const REST: PatternStep = { kind: "many", accepts: inLine };
/** A `**` that something follows: it matches nothing, or anything up to a slash. */
const FOLDERS: readonly PatternStep[] = [
  { kind: "optional", steps: 2 },
  REST,
  { kind: "one", accepts: (character) => character === SLASH },
];

function literal(text: string): PatternStep {
  const code = text.codePointAt(0);
  return { kind: "one", accepts: (character) => character === code, text };
}

function textOf(steps: readonly PatternStep[]): string {
  return steps.map(({ text }) => text).join("");
}

/** A pattern that matches only this path. */
export function literalPattern(path: string): string {
  return path
    .replace(/[*?[\]\\!#^]/g, "\\$&")
    .replace(/\s/gu, (space) => (/[\r\n]/.test(space) ? "?" : `[${space}]`));
}

/** `[a-z]`, `[^a-z]`, with the grammar of Go's filepath.Match. */
function characterClass(
  chars: readonly string[],
  start: number,
): { readonly accepts: (character: number) => boolean; readonly last: number } {
  let i = start + 1;
  const negated = chars[i] === "^";
  if (negated) i++;
  const ranges: (readonly [low: number, high: number])[] = [];
  do {
    const [low, afterLow] = classCharacter(chars, i);
    i = afterLow;
    if (chars[i] !== "-") {
      ranges.push([codeOf(low), codeOf(low)]);
      continue;
    }
    const [high, afterHigh] = classCharacter(chars, i + 1);
    i = afterHigh;
    if (codeOf(high) < codeOf(low))
      throw new PatternSyntaxError(`the range ${low}-${high} is in the wrong order`);
    ranges.push([codeOf(low), codeOf(high)]);
  } while (chars[i] !== "]");
  return {
    accepts: (character) => ranges.some(([low, high]) => low <= character && character <= high) !== negated,
    last: i,
  };
}

function classCharacter(chars: readonly string[], i: number): [char: string, next: number] {
  const char = chars[i];
  if (char === undefined) throw new PatternSyntaxError("a [ has no ] after it");
  if (char === "\\") return [escaped(chars[i + 1]), i + 2];
  if (char === "-" || char === "]")
    throw new PatternSyntaxError(`a ${char} inside [ ] needs a backslash before it`);
  // BuildKit translates these three wrongly inside brackets: it would match other names than the pattern means.
  if (char === "*" || char === "?" || char === "[") {
    throw new PatternSyntaxError(`a ${char} inside [ ] needs a backslash before it`);
  }
  return [char, i + 1];
}

/** The character after a backslash. */
function escaped(char: string | undefined): string {
  if (char === undefined) throw new PatternSyntaxError("nothing comes after the backslash");
  if (/[A-Za-z0-9]|[^\0-\x7f]/.test(char)) {
    throw new PatternSyntaxError(
      `BuildKit doesn't read \\${char} as the character ${char} (a backslash escapes only characters like * ? [ ] and itself; / separates folders)`,
    );
  }
  return char;
}

function codeOf(char: string): number {
  return char.codePointAt(0) as number;
}
