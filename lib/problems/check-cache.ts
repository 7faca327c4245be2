import { createHash } from "node:crypto";
import { readChecked, writeChecked } from "../checked-file";

/** Where results of checks are cached. */
export interface CheckCacheOptions {
  /** The file of the cache. Its folder is created. */
  readonly file: string;
  /** Identifies the code of the checks. Results of other code are not used. */
  readonly checks: string;
}

/**
 * Caches which functions had no problem. The key contains all inputs of the check, so an unchanged function still has
 * no problem. A function with any problem, even a hint, is checked and reported in every run.
 */
export class CheckCache {
  private readonly content: string | undefined;
  private readonly before: ReadonlySet<string>;
  private readonly now = new Set<string>();

  constructor(private readonly options: CheckCacheOptions) {
    this.content = readChecked(options.file);
    this.before = new Set(this.content?.split("\n"));
  }

  /**
   * Whether a function had no problem when it was checked. A match stays in the cache.
   * @param subject all inputs of the check
   */
  has(subject: string): boolean {
    const key = this.keyOf(subject);
    if (!this.before.has(key)) {
      return false;
    }
    this.now.add(key);
    return true;
  }

  add(subject: string): void {
    this.now.add(this.keyOf(subject));
  }

  /** Writes the entries that were found or added, and drops all others. */
  write(): void {
    const text = [...this.now].sort().join("\n");
    if (text !== this.content) {
      writeChecked(this.options.file, text);
    }
  }

  /** The key contains the version of Node.js, since it parses JavaScript too. */
  private keyOf(subject: string): string {
    return createHash("sha256")
      .update(JSON.stringify([this.options.checks, process.version, subject]))
      .digest("base64");
  }
}
