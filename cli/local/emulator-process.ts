import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { CommandError } from "../process/steps";

/** A process of a checkout's emulator. */
export interface EmulatorProcess {
  readonly pid: number;
  /** The port that it was started for. @default - a helper of one that is gone */
  readonly port?: number;
}

/** A process of this machine: its command line, and the folder that it runs in, where that can be seen. */
interface Process {
  readonly pid: number;
  readonly args: string;
  readonly folder?: { readonly dev: number; readonly ino: number };
}

/** How long a process has to end by itself, and how long to be gone after that. */
const TERM_SECONDS = 10;
const KILL_SECONDS = 5;

/** The emulator writes its process id here; so the path stands in its command line, which tells whose it is. */
export function pidFile(checkout: string): string {
  return path.join(checkout, ".local", "emulator.pid");
}

/**
 * The processes of the emulator of a checkout, as the system knows them: no file has to be right for that, and another checkout's are not
 * among them.
 */
export function emulatorProcesses(checkout: string): EmulatorProcess[] {
  return processes()
    .filter((process) => isEmulator(process) && isOf(checkout, process))
    .map(({ pid, args }) => {
      const port = /--bind 127\.0\.0\.1:(\d+)/.exec(args)?.[1];
      return { pid, ...(port !== undefined && { port: Number(port) }) };
    });
}

/**
 * Ends processes: each is asked to, and after ten seconds made to.
 * @returns when they are gone
 * @throws CommandError when one can't be ended
 */
export async function endProcesses(pids: readonly number[], termSeconds = TERM_SECONDS): Promise<void> {
  for (const pid of pids) {
    signal(pid, "SIGTERM");
    // One that was stopped (Ctrl-Z, kill -STOP) gets no other signal until it goes on.
    signal(pid, "SIGCONT");
  }
  if (await allGone(pids, termSeconds)) {
    return;
  }
  for (const pid of pids) {
    signal(pid, "SIGKILL");
  }
  if (!(await allGone(pids, KILL_SECONDS))) {
    const left = pids.filter(isAlive).join(", ");
    throw new CommandError(
      `The emulator of AWS still runs (process ${left}): it was told to end, and then killed, and did not end. Look at it: ps -fp ${left}`,
    );
  }
}

/** Whether there is such a process. One that ended and wasn't waited for by its parent is none. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
  const stat = `/proc/${pid}/stat`;
  return !existsSync(stat) || !/\) [ZX] /.test(readIfThere(stat) ?? ") X ");
}

async function allGone(pids: readonly number[], seconds: number): Promise<boolean> {
  const until = performance.now() + seconds * 1_000;
  while (pids.some(isAlive)) {
    if (performance.now() > until) {
      return false;
    }
    await sleep(100);
  }
  return true;
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch {
    // It is gone, or another user's; whether it ended is looked at.
  }
}

/** The server of the emulator, or what Python starts beside it. */
function isEmulator({ args }: Process): boolean {
  return /-m hypercorn |\.local\/python\/bin\/python .*multiprocessing/.test(args);
}

/** By the folder that it runs in, which is right also after the checkout was moved or copied; else by its command line. */
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
        const { dev, ino } = statSync(`/proc/${name}/cwd`);
        return [{ pid: Number(name), args, folder: { dev, ino } }];
      } catch {
        // It has just ended, or it is another user's.
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
