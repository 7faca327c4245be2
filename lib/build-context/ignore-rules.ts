import * as path from "node:path";
import type { IgnoreRule } from "../ignore-rule";
import { BuildContextError } from "./errors";
import { compilePattern, type PathTest, PatternSyntaxError } from "./ignore-pattern";

interface Rule {
  readonly place: IgnoreRule;
  readonly matches: PathTest;
  /** `!pattern`: what matches is included again. */
  readonly negated: boolean;
  /**
   * For each folder of the pattern, the test of a folder's name. It is `anything` from the first part on that can't be
   * tested alone.
   */
  readonly parts: readonly (PathTest | "anything")[];
}

/** Which rules matched a folder. Matching the paths below it needs this. */
export type FolderMatches = readonly boolean[];

/** The patterns of an ignore file and of `exclude`, in order. The last pattern that matches decides. */
export class IgnoreRules {
  private readonly rules: Rule[] = [];

  /**
   * Adds the lines of a .dockerignore. The syntax is that of github.com/moby/patternmatcher v0.6.0, `ignorefile.ReadAll`.
   * @throws BuildContextError `ignore-pattern-invalid`
   */
  add(file: string, text: string): this {
    if (text === "") return this;
    text
      .replace(/^\uFEFF/, "")
      .split(/\r?\n/)
      .forEach((line, index) => {
        const rule = parse({ file, line: index + 1, text: line });
        if (rule) this.rules.push(rule);
      });
    return this;
  }

  /** The rules as written. */
  get places(): readonly IgnoreRule[] {
    return this.rules.map(({ place }) => place);
  }

  /** Whether a `!pattern` is among the rules of this file. */
  reincludes(file: string): boolean {
    return this.rules.some((rule) => rule.negated && rule.place.file === file);
  }

  /**
   * The rule that excludes a path, if there is one. `parent` is the `own` of the call for the path's folder. This
   * follows BuildKit's `MatchesUsingParentResults` exactly: a rule that can't change the result is not tested, and
   * counts as not matched for the paths below.
   */
  match(candidate: string, parent?: FolderMatches, own?: boolean[]): IgnoreRule | undefined {
    let verdict: Rule | undefined;
    for (let i = 0; i < this.rules.length; i++) {
      const rule = this.rules[i] as Rule;
      let matches = parent?.[i] === true;
      if (!matches && rule.negated === (verdict !== undefined)) matches = rule.matches(candidate);
      if (own) own[i] = matches;
      if (matches) verdict = rule.negated ? undefined : rule;
    }
    return verdict?.place;
  }

  /** The rule that excludes a path, or a folder above it. The path need not exist. */
  explain(candidate: string): IgnoreRule | undefined {
    let parent: boolean[] | undefined;
    for (let slash = candidate.indexOf("/"); slash !== -1; slash = candidate.indexOf("/", slash + 1)) {
      const own: boolean[] = [];
      this.match(candidate.slice(0, slash), parent, own);
      parent = own;
    }
    return this.match(candidate, parent);
  }

  /** Whether a `!pattern` could match something below an excluded folder. If not, the folder need not be read. */
  mayReincludeBelow(folder: string): boolean {
    const names = folder.split("/");
    return this.rules.some((rule) => {
      if (!rule.negated) return false;
      for (let i = 0; i < names.length; i++) {
        const part = rule.parts[i];
        if (part === "anything") return true;
        if (part === undefined || !part(names[i] as string)) return false;
      }
      return rule.parts.length > names.length;
    });
  }
}

function parse(place: IgnoreRule): Rule | undefined {
  if (place.text.startsWith("#")) return undefined;
  let pattern = place.text.trim();
  if (pattern === "") return undefined;
  const negated = pattern.startsWith("!");
  if (negated) pattern = pattern.slice(1).trim();
  pattern = clean(pattern);
  if (negated && (pattern === "" || pattern === "/")) throw invalid(place, "nothing comes after the !");
  if (pattern.length > 1 && pattern.startsWith("/")) pattern = pattern.slice(1);
  try {
    return { place, negated, matches: compilePattern(pattern), parts: negated ? parts(pattern) : [] };
  } catch (error) {
    if (error instanceof PatternSyntaxError) throw invalid(place, error.message);
    throw error;
  }
}

function parts(pattern: string): (PathTest | "anything")[] {
  const found: (PathTest | "anything")[] = [];
  for (const part of pattern.split("/")) {
    // `**` can match across folders, and so can a [^...].
    if (/\*\*|[[\\]/.test(part)) return [...found, "anything"];
    found.push(compilePattern(part));
  }
  return found;
}

/** Go's filepath.Clean. */
function clean(pattern: string): string {
  if (pattern === "") return pattern;
  const normal = path.posix.normalize(pattern);
  return normal.length > 1 && normal.endsWith("/") ? normal.slice(0, -1) : normal;
}

function invalid(place: IgnoreRule, reason: string): BuildContextError {
  return new BuildContextError({
    code: "ignore-pattern-invalid",
    what: `The pattern ${JSON.stringify(place.text)} can't be used: ${reason}.`,
    where: `${place.file}, line ${place.line}`,
    why: "docker build would stop at it, or leave out other files than intended.",
    fix: "Correct the line. The syntax is described in Docker's documentation under “.dockerignore files”.",
  });
}
