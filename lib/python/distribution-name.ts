/** A distribution's name as an index compares it: packaging.python.org, "Names and normalization" (PEP 503). */
export function distributionName(written: string): string {
  return written.replace(/[-_.]+/g, "-").toLowerCase();
}
