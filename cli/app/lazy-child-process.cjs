// Replaces Node.js's child_process in a bundle. CDKTF needs it only for few apps, and it also loads Node.js's network
// modules.
const NAMES = ["ChildProcess", "exec", "execFile", "execFileSync", "execSync", "fork", "spawn", "spawnSync"];

/** @returns {Record<string, unknown>} */
const load = () => require("node:child_process");

for (const name of NAMES) Object.defineProperty(exports, name, { enumerable: true, get: () => load()[name] });
