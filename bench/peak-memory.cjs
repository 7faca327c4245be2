// Loaded into every Node.js process of a measured program (NODE_OPTIONS). At its end each process writes a line with
// its peak memory in KiB. On Linux it is read from /proc, since resourceUsage() also counts the parent's memory at the
// time of the fork.
const { appendFileSync, readFileSync } = require("node:fs");

process.on("exit", () => {
  appendFileSync(process.env.BENCH_MEMORY_FILE, `${peak()}\n`);
});

function peak() {
  try {
    return Number(/^VmHWM:\s*(\d+) kB$/m.exec(readFileSync("/proc/self/status", "utf8"))[1]);
  } catch {
    return process.resourceUsage().maxRSS;
  }
}
