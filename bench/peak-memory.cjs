// Loaded into every Node process of a measured program (NODE_OPTIONS): at its end each adds a line with its peak memory in KiB.
// Linux says it for this process alone; resourceUsage() there also counts what the parent had when it was forked.
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
