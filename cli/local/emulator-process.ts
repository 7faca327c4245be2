import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import path from "node:path";
import { haveEnded, isAlive } from "../process/is-alive";
import { CommandError } from "../process/steps";

/** A process of a checkout's emulator. */
export interface EmulatorProcess {
  readonly pid: number;
  /** The port that it was started for. */
  readonly port: number;
}

/** A process of this machine: its command line, and its folder if that can be read. */
interface Process {
  readonly pid: number;
  readonly args: string;
  readonly folder?: { readonly dev: number; readonly ino: number };
}

/** The command line of an emulator, with its port. The path of its pid file is that of the checkout when it was started. */
const EMULATOR = /-m hypercorn .*--pid \S.*[\\/]emulator\.pid --bind 127\.0\.0\.1:(\d+)/;

/** The time for a process to end after SIGTERM, and after SIGKILL. */
const TERM_SECONDS = 10;
const KILL_SECONDS = 5;

/**
 * The emulator writes its process id here. The path is in its command line, which shows the checkout that it belongs
 * to.
 */
export function pidFile(checkout: string): string {
  return path.join(checkout, ".local", "emulator.pid");
}

/**
 * The processes of a checkout's emulator, from the system's list of processes. It depends on no file, and doesn't
 * include the processes of other checkouts.
 */
export function emulatorProcesses(checkout: string): EmulatorProcess[] {
  return processes()
    .filter((process) => isOf(checkout, process))
    .flatMap(({ pid, args }) => {
      const port = EMULATOR.exec(args)?.[1];
      return port === undefined ? [] : [{ pid, port: Number(port) }];
    });
}

/**
 * Ends processes by SIGTERM, and after ten seconds by SIGKILL.
 * @returns when they have ended
 * @throws CommandError when one can't be ended
 */
export async function endProcesses(pids: readonly number[], termSeconds = TERM_SECONDS): Promise<void> {
  for (const pid of pids) {
    signal(pid, "SIGTERM");
    // A stopped process (Ctrl-Z, kill -STOP) gets no other signal until it continues.
    signal(pid, "SIGCONT");
  }
  if (await haveEnded(pids, termSeconds)) {
    return;
  }
  for (const pid of pids) {
    signal(pid, "SIGKILL");
  }
  if (!(await haveEnded(pids, KILL_SECONDS))) {
    const left = pids.filter(isAlive).join(", ");
    throw new CommandError(
      `The emulator of AWS still runs (process ${left}). It did not end after SIGTERM and SIGKILL. Check it: ps -fp ${left}`,
    );
  }
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch {
    // It has ended, or belongs to another user. The caller checks whether it ended.
  }
}

/**
 * Checks the process's folder, which is also right after the checkout was moved or copied. Otherwise checks its command
 * line.
 */
function isOf(checkout: string, { args, folder }: Process): boolean {
  if (folder === undefined) {
    return args.includes(`--pid ${pidFile(checkout)}`);
  }
  const { dev, ino } = statSync(checkout);
  return folder.dev === dev && folder.ino === ino;
}

function processes(): Process[] {
  return existsSync("/proc/self/cwd") ? processesOfLinux() : processesOfPs();
}

function processesOfLinux(): Process[] {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => {
      const args = readIfThere(`/proc/${name}/cmdline`)?.replaceAll("\0", " ") ?? "";
      if (args === "") {
        return [];
      }
      try {
        const { dev, ino, nlink } = statSync(`/proc/${name}/cwd`);
        // A deleted folder is no checkout any more. A new one at its place has another number.
        return [{ pid: Number(name), args, ...(nlink > 0 && { folder: { dev, ino } }) }];
      } catch {
        // It has just ended, or belongs to another user.
        return [];
      }
    });
}

function processesOfPs(): Process[] {
  const { stdout } = spawnSync("ps", ["-axww", "-o", "pid=,args="], { encoding: "utf8" });
  return (stdout ?? "").split("\n").flatMap((line) => {
    const [, pid, args] = /^\s*(\d+)\s+(.*)$/.exec(line) ?? [];
    return pid === undefined || args === undefined ? [] : [{ pid: Number(pid), args }];
  });
}

function readIfThere(file: string): string | undefined {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return undefined;
  }
}
