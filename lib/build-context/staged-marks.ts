import type fs from "node:fs";
import { readChecked, writeChecked } from "../checked-file";
import { isSameStart, startOfClock } from "./start-of-clock";

/**
 * When each staged context was found to be whole, by the clock of its disk. What wasn't touched since then is as it was, and need not be read:
 * each change gives a file or a folder a time of change that no program can set. A mark is of one folder on one disk, not of a copy, and holds
 * until the clock is set or the machine starts anew. It is never a part of what is staged.
 */
export class StagedMarks {
  private readonly started = startOfClock();
  private readonly before: ReadonlyMap<string, string>;
  private readonly now = new Map<string, string>();

  /** @param file the one that they are kept in; its folder is made */
  constructor(private readonly file: string) {
    this.before = this.readKept();
  }

  /** Milliseconds since 1970. @returns -Infinity when nothing is known of the folder */
  timeOf(name: string, folder: fs.Stats): number {
    const mark = this.now.get(name) ?? this.before.get(name);
    const [dev, ino, time] = mark?.split(" ").map(Number) ?? [];
    return dev === folder.dev && ino === folder.ino && time !== undefined ? time : Number.NEGATIVE_INFINITY;
  }

  /** @param time when everything in it was as it should be */
  set(name: string, folder: fs.Stats, time: number): void {
    this.now.set(name, `${folder.dev} ${folder.ino} ${time}`);
  }

  /** Keeps those that were set, and forgets all others. */
  write(): void {
    if (this.started === undefined || sameMaps(this.before, this.now)) return;
    const lines = [...this.now].map(([name, mark]) => `${name} ${mark}\n`);
    writeChecked(this.file, `${VERSION} ${this.started}\n${lines.join("")}`);
  }

  private readKept(): ReadonlyMap<string, string> {
    const [head = "", ...lines] = readChecked(this.file)?.split("\n") ?? [];
    const [version, started] = head.split(" ");
    if (version !== VERSION || !isSameStart(Number(started), this.started)) return new Map();
    const marks = new Map<string, string>();
    for (const line of lines.slice(0, -1)) {
      const space = line.indexOf(" ");
      marks.set(line.slice(0, space), line.slice(space + 1));
    }
    return marks;
  }
}

const VERSION = "1";

function sameMaps(one: ReadonlyMap<string, string>, other: ReadonlyMap<string, string>): boolean {
  return one.size === other.size && [...one].every(([key, value]) => other.get(key) === value);
}
