import { compilePattern, type PathTest, PatternSyntaxError } from "../build-context/ignore-pattern";

/** Whether a source of COPY is a pattern. */
export function isPattern(source: string): boolean {
  return /[*?[]/.test(source.replace(/\\./g, ""));
}

/**
 * A test for paths by the rules of Go's filepath.Match, which COPY uses (tonistiigi/fsutil, copy.ResolveWildcards).
 * Unlike in a .dockerignore, nothing matches across folders, and `**` is the same as `*`.
 * @returns undefined when the meaning of the pattern is not certain
 */
export function globTest(pattern: string): PathTest | undefined {
  try {
    const parts = pattern.split("/").map((part) => compilePattern(part.replace(/\*+/g, "*")));
    return (path) => {
      const names = path.split("/");
      return names.length === parts.length && parts.every((test, index) => test(names[index] as string));
    };
  } catch (error) {
    if (error instanceof PatternSyntaxError) return undefined;
    throw error;
  }
}
