import fs from "node:fs";
import * as path from "node:path";
import { readChecked, writeChecked } from "../checked-file";
import { isInformative, keepsStamps, stampOf } from "./file-stamp";
import { isSameStart, startOfClock } from "./start-of-clock";

/**
 * The hashes of files, by their stamps: a file whose stamp is the same need not be read again.
 *
 * A stamp is relied upon as git does with its index ("racy git", its technical documentation), and less readily: only on a disk of this
 * machine, the one that the kept file is on; only of a file that nobody had touched for many ticks of the clock when it was read; and only
 * until the machine starts anew or its clock is set. What doesn't hold is read. A stamp names a file by its number on the disk, so it says nothing
 * about a copy of the checkout. Not seen is what a program writes into a file by way of memory that it mapped long ago, as nobody sees it
 * who looks at time stamps.
 */
export class HashCache {
  private readonly opened = Date.now();
  private readonly started = startOfClock();
  private readonly device: number | undefined;
  private readonly before: ReadonlyMap<string, string>;
  private readonly now = new Map<string, string>();
  private added = false;
  private refuted = false;

  /** @param file the one that they are kept in; its folder is made */
  constructor(private readonly file: string) {
    this.device = this.started === undefined ? undefined : deviceOf(path.dirname(file));
    this.before = this.device === undefined ? new Map() : this.readKept();
  }

  /** Whether there is anything to find. */
  get any(): boolean {
    return this.before.size > 0;
  }

  /** The SHA-256 of a file's content, hexadecimal. Then it is kept on. */
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

  /** One of them turned out to be wrong: then none is kept. */
  refute(): void {
    this.refuted = true;
  }

  /** @param others whether those are kept, too, that nobody asked for */
  write(others: boolean): void {
    const kept = this.refuted ? new Map() : others ? new Map([...this.before, ...this.now]) : this.now;
    if (this.device === undefined || (!this.added && kept.size === this.before.size)) return;
    const lines = [...kept].map(([stamp, hash]) => `${hash} ${stamp}\n`);
    writeChecked(this.file, `${VERSION} ${this.started}\n${lines.join("")}`);
  }

  /** All of it, or nothing when it isn't whole, is of another version, or of a time that this clock doesn't know. */
  private readKept(): ReadonlyMap<string, string> {
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

/** The disk that a folder is on, if stamps can be relied upon there. */
function deviceOf(folder: string): number | undefined {
  try {
    fs.mkdirSync(folder, { recursive: true });
    return keepsStamps(folder) ? fs.statSync(folder).dev : undefined;
  } catch {
    return undefined;
  }
}

let inForce: HashCache | undefined;

/** Those that build contexts are read with from now on. */
export function useHashes(hashes: HashCache | undefined): void {
  inForce = hashes;
}

export function hashesInUse(): HashCache | undefined {
  return inForce;
}

/**
 * Keeps the hashes of all files of build contexts from one run of the app to the next. Said once, before the first function.
 * @param file where they are kept; its folder is made
 */
export function cacheHashes(file: string): void {
  const hashes = new HashCache(path.resolve(file));
  useHashes(hashes);
  // A run that failed may not have come to all files.
  process.once("exit", (code) => hashes.write(code !== 0));
}
