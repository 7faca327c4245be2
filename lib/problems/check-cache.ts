import { createHash } from "node:crypto";
import { readChecked, writeChecked } from "../checked-file";

export interface CheckCacheOptions {
  /** The file that they are kept in. */
  readonly file: string;
  /** Names the code of the checks: what other code found, or didn't, is no matter. */
  readonly checks: string;
}

/**
 * The functions that had no problem when they were checked before, by all that a check looks at: as long as that is the same, it
 * would find nothing again. One with a problem, be it a hint, is checked each time, and tells it each time.
 */
export class CheckCache {
  private readonly kept: string | undefined;
  private readonly before: ReadonlySet<string>;
  private readonly now = new Set<string>();

  constructor(private readonly options: CheckCacheOptions) {
    this.kept = readChecked(options.file);
    this.before = new Set(this.kept?.split("\n"));
  }

  /** Whether this was found to be clean; then it is kept. @param subject all that the check looks at */
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

  /** Keeps those that were asked for or added, and forgets all others. */
  write(): void {
    const text = [...this.now].sort().join("\n");
    if (text !== this.kept) {
      writeChecked(this.options.file, text);
    }
  }

  /** JavaScript is read by Node itself, too. */
  private keyOf(subject: string): string {
    return createHash("sha256")
      .update(JSON.stringify([this.options.checks, process.version, subject]))
      .digest("base64");
  }
}
