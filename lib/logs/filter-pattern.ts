/**
 * Which lines of a log group are meant: Amazon CloudWatch Logs User Guide, "Filter pattern syntax for metric filters, subscription
 * filters, filter log events, and Live Tail" (read 2026-11-28). A pattern is text, so one's own can be written as it is.
 */
export const FilterPattern = {
  /** All lines. */
  allEvents: (): string => "",
  /** Lines with all of these words. */
  allTerms: (...terms: readonly string[]): string => terms.map(quoted).join(" "),
  /** Lines with at least one of these words. */
  anyTerm: (...terms: readonly string[]): string => terms.map((term) => `?${quoted(term)}`).join(" "),
  /** A pattern as CloudWatch writes it, for example `{ $.level = "ERROR" }`. */
  literal: (pattern: string): string => pattern,
} as const;

function quoted(term: string): string {
  return `"${term.replaceAll("\\", "\\\\").replaceAll('"', '\\"')}"`;
}
