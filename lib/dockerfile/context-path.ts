import * as path from "node:path";

/**
 * A source of COPY as a path in the context; "" is the whole context. It never leaves the context: BuildKit reads
 * `../a` as `a`.
 */
export function contextPath(source: string): string {
  return path.posix.resolve("/", source).slice(1);
}
