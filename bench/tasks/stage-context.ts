// Hashes and stages a build context, and prints the milliseconds of each. It is a separate process, as a synth is.
import { BuildContext } from "../../lib/build-context/build-context";
import { HashCache, useHashes } from "../../lib/build-context/hash-cache";
import { StagedMarks } from "../../lib/build-context/staged-marks";

const [directory, parent, cacheFile] = process.argv.slice(2) as [string, string, string];
const started = performance.now();
const hashes = new HashCache(cacheFile);
useHashes(hashes);
const context = BuildContext.read({ directory });
const hashed = performance.now();
const marks = new StagedMarks(`${parent}.staged`);
context.stage(parent, marks);
marks.write();
hashes.write(false);
console.log(JSON.stringify({ hash: hashed - started, stage: performance.now() - hashed }));
