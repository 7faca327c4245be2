import type fs from "node:fs";
import { readChecked, writeChecked } from "../checked-file";
import { isSameStart, startOfClock } from "./start-of-clock";

/**
 * Records when each staged context was found to be complete, by the clock of its disk. Files that were not changed
 * since then need not be read. Each change gives a file or folder a time of change (ctime) that no program can set. A
 * mark belongs to one folder on one disk, not to a copy of it. It is valid until the clock is set or the machine
 * restarts. The marks are never inside a staged folder.
 */
export class StagedMarks {
  private readonly started = startOfClock();
  private readonly before: ReadonlyMap<string, string>;
  private readonly now = new Map<string, string>();

  /** @param file the file that the marks are written to; its folder is created */
  constructor(private readonly file: string) {
    this.before = this.readFile();
  }

  /** Milliseconds since 1970. @returns -Infinity when the folder has no mark */
  timeOf(name: string, folder: fs.Stats): number {
    const mark = this.now.get(name) ?? this.before.get(name);
    const [dev, ino, time] = mark?.split(" ").map(Number) ?? [];
    return dev === folder.dev && ino === folder.ino && time !== undefined ? time : Number.NEGATIVE_INFINITY;
  }

  /** @param time when the folder was complete and unchanged */
  set(name: string, folder: fs.Stats, time: number): void {
    this.now.set(name, `${folder.dev} ${folder.ino} ${time}`);
  }

  /** Writes the marks that were set, and drops all others. */
  write(): void {
    if (this.started === undefined || sameMaps(this.before, this.now)) return;
    const lines = [...this.now].map(([name, mark]) => `${name} ${mark}\n`);
    writeChecked(this.file, `${VERSION} ${this.started}\n${lines.join("")}`);
  }

  private readFile(): ReadonlyMap<string, string> {
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
