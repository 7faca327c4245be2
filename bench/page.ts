/** The output of the benchmark is between these two lines of docs/performance.md. */
const BEGIN = "<!-- bench: begin -->";
const END = "<!-- bench: end -->";

/**
 * Replaces the results in the page.
 * @throws Error when the page doesn't have the two markers, each once and in this order
 */
export function withResults(page: string, results: string): string {
  const [before, rest, ...more] = page.split(BEGIN);
  const [, after, ...evenMore] = rest?.split(END) ?? [];
  if (before === undefined || after === undefined || more.length > 0 || evenMore.length > 0) {
    throw new Error(
      `The page needs one line ${BEGIN} and after it one line ${END}: the results go between them. Put them back, then run the benchmark again.`,
    );
  }
  return `${before}${BEGIN}\n\n${results.trim()}\n\n${END}${after}`;
}
