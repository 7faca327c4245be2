import type { PathTest } from "../build-context/ignore-pattern";
import { contextPath } from "./context-path";
import { globTest, isPattern } from "./glob";

/**
 * A test whether a path of the context is that of a source of COPY, or below it. Links are not followed.
 * @returns undefined when the meaning of the pattern is not certain
 */
export function sourceTest(given: string): PathTest | undefined {
  const source = contextPath(given);
  if (source === "") return () => true;
  const test: PathTest | undefined = isPattern(source) ? globTest(source) : (name) => name === source;
  const depth = source.split("/").length;
  return test && ((name) => test(name.split("/").slice(0, depth).join("/")));
}
