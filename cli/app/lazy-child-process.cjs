// Stands in a bundle for Node's child_process, which CDKTF needs for few apps, and which loads what Node has for the network, too.
const NAMES = ["ChildProcess", "exec", "execFile", "execFileSync", "execSync", "fork", "spawn", "spawnSync"];

/** @returns {Record<string, unknown>} */
const load = () => require("node:child_process");

for (const name of NAMES) Object.defineProperty(exports, name, { enumerable: true, get: () => load()[name] });
