/**
 * Normalizes a distribution's name as a package index does: packaging.python.org, "Names and normalization" (PEP 503).
 */
export function distributionName(written: string): string {
  return written.replace(/[-_.]+/g, "-").toLowerCase();
}
