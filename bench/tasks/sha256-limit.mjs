// Hashes the given number of mebibytes from memory, without reading a file, and prints the milliseconds. This is the
// limit of one core.
import { createHash } from "node:crypto";

const buffer = Buffer.alloc(1024 * 1024, "benchmark");
const hash = createHash("sha256");
const started = performance.now();
for (let done = 0; done < Number(process.argv[2]); done++) hash.update(buffer);
hash.digest();
console.log(JSON.stringify({ hash: performance.now() - started, stage: 0 }));
