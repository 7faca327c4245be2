/** Between these two lines of docs/performance.md stands what the benchmark printed, and nothing else. */
const BEGIN = "<!-- bench: begin -->";
const END = "<!-- bench: end -->";

/**
 * The page with other results in it.
 * @throws Error when the page hasn't the two markers, each once and in this order
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
