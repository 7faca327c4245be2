// Hashes and stages a build context, and prints the milliseconds of each: a process of its own, as a synth is.
import { BuildContext } from "../../lib/build-context/build-context";

const [directory, parent] = process.argv.slice(2) as [string, string];
const started = performance.now();
const context = BuildContext.read({ directory });
const hashed = performance.now();
context.stage(parent);
console.log(JSON.stringify({ hash: hashed - started, stage: performance.now() - hashed }));
