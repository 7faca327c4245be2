import { readFileSync } from "node:fs";
import os from "node:os";

/** Describes the machine of the measurements in one line. */
export function machine(): string {
  const cpus = os.cpus();
  const memory = Math.round(os.totalmem() / 1024 ** 3);
  return [
    `${cpus[0]?.model ?? "unknown processor"}, ${os.availableParallelism()} cores`,
    `${memory} GiB of memory`,
    operatingSystem(),
    `Node ${process.versions.node}`,
  ].join(", ");
}

/** With a load above one, other programs influenced the measurements. */
export function loadNote(load = os.loadavg()[0] ?? 0): string | undefined {
  return load > 1
    ? `The machine was not quiet: its load average was ${load.toFixed(1)} when the benchmark began. Times are too long, and noisy.`
    : undefined;
}

function operatingSystem(): string {
  try {
    const name = /^PRETTY_NAME="?([^"\n]+)/m.exec(readFileSync("/etc/os-release", "utf8"))?.[1];
    return `${name ?? os.type()}, Linux ${os.release().split(".").slice(0, 2).join(".")}`;
  } catch {
    return `${os.type()} ${os.release()}`;
  }
}
