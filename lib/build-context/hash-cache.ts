import fs from "node:fs";
import * as path from "node:path";
import { readChecked, writeChecked } from "../checked-file";
import { isInformative, keepsStamps, stampOf } from "./file-stamp";
import { isSameStart, startOfClock } from "./start-of-clock";

/**
 * Caches the hashes of files by their stamps. A file whose stamp is unchanged need not be read again.
 *
 * Stamps are trusted as in git's index ("racy git" in its technical documentation), under stricter conditions. The file
 * is on a local disk, the same one as the cache file. Nothing had changed the file for many ticks of the clock when it
 * was read. And the machine was not restarted and its clock not set since. In all other cases the file is read. A stamp
 * contains the inode number, so it doesn't match in a copy of the checkout. One kind of change isn't noticed: a write
 * through memory that a program mapped long ago. Time stamps never show it.
 */
export class HashCache {
  private readonly opened = Date.now();
  private readonly started = startOfClock();
  private readonly device: number | undefined;
  private readonly before: ReadonlyMap<string, string>;
  private readonly now = new Map<string, string>();
  private added = false;
  private refuted = false;

  /** @param file the file of the cache; its folder is created */
  constructor(private readonly file: string) {
    this.device = this.started === undefined ? undefined : deviceOf(path.dirname(file));
    this.before = this.device === undefined ? new Map() : this.readFile();
  }

  /** Whether the cache has any hash. */
  get any(): boolean {
    return this.before.size > 0;
  }

  /** The SHA-256 of a file's content, hexadecimal. A hash that was found stays in the cache. */
  find(stat: fs.Stats): string | undefined {
    if (!isInformative(stat, this.opened)) return undefined;
    const stamp = stampOf(stat);
    const hash = this.before.get(stamp);
    if (hash !== undefined) this.now.set(stamp, hash);
    return hash;
  }

  /** @param stat of the file before it was read */
  add(stat: fs.Stats, hash: string): void {
    if (stat.dev !== this.device || !isInformative(stat, this.opened)) return;
    this.now.set(stampOf(stat), hash);
    this.added = true;
  }

  /** Empties the cache, because one of its hashes turned out to be wrong. */
  refute(): void {
    this.refuted = true;
  }

  /** @param others whether hashes that nobody asked for are kept too */
  write(others: boolean): void {
    const hashes = this.refuted ? new Map() : others ? new Map([...this.before, ...this.now]) : this.now;
    if (this.device === undefined || (!this.added && hashes.size === this.before.size)) return;
    const lines = [...hashes].map(([stamp, hash]) => `${hash} ${stamp}\n`);
    writeChecked(this.file, `${VERSION} ${this.started}\n${lines.join("")}`);
  }

  /**
   * All hashes of the file. Empty when the file is damaged, has another version, or was written before the last restart
   * or setting of the clock.
   */
  private readFile(): ReadonlyMap<string, string> {
    const hashes = new Map<string, string>();
    const text = readChecked(this.file);
    if (text === undefined) return hashes;
    let end = text.indexOf("\n");
    const [version, started] = text.slice(0, end).split(" ");
    if (version !== VERSION || !isSameStart(Number(started), this.started)) return hashes;
    for (let start = end + 1; start < text.length; start = end + 1) {
      end = text.indexOf("\n", start);
      hashes.set(text.slice(start + HASH_LENGTH + 1, end), text.slice(start, start + HASH_LENGTH));
    }
    return hashes;
  }
}

const VERSION = "1";
const HASH_LENGTH = 64;

/** The disk that a folder is on, if stamps can be trusted there. */
function deviceOf(folder: string): number | undefined {
  try {
    fs.mkdirSync(folder, { recursive: true });
    return keepsStamps(folder) ? fs.statSync(folder).dev : undefined;
  } catch {
    return undefined;
  }
}

let inForce: HashCache | undefined;

/** Sets the cache that build contexts use from now on. */
export function useHashes(hashes: HashCache | undefined): void {
  inForce = hashes;
}

export function hashesInUse(): HashCache | undefined {
  return inForce;
}
