import { closeSync, openSync, readSync } from "node:fs";

const CHUNK = 1_048_576;
const NEWLINE = 10;

/** The whole lines of a file, one after the other, since a large file is too long for one string. */
export function* linesOf(file: string, from = 0, chunkSize = CHUNK): Generator<string> {
  const descriptor = openSync(file, "r");
  try {
    let begun: Buffer[] = [];
    let position = from;
    for (;;) {
      const chunk = Buffer.alloc(chunkSize);
      const size = readSync(descriptor, chunk, 0, chunkSize, position);
      if (size === 0) return;
      position += size;
      const read = chunk.subarray(0, size);
      let start = 0;
      for (let end = read.indexOf(NEWLINE); end >= 0; end = read.indexOf(NEWLINE, start)) {
        yield Buffer.concat([...begun, read.subarray(start, end)]).toString("utf8");
        begun = [];
        start = end + 1;
      }
      begun.push(read.subarray(start));
    }
  } finally {
    closeSync(descriptor);
  }
}
