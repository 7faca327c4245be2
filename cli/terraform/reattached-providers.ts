import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import * as z from "zod";
import { haveEnded, isAlive } from "../process/is-alive";
import { readJsonFile } from "../process/json-file";
import { privateFolder, writePrivateFile } from "../process/private-files";
import { readIfThere } from "../process/read-if-there";
import { goMemory } from "./go-memory";
import type { DaemonOptions, DaemonRecord } from "./provider-daemon";
import { readLock } from "./provider-lock";
import { ownConfigurations } from "./provider-mirror";
import { type ProviderProgram, providerPrograms } from "./provider-programs";
import { readStackFiles } from "./stack-files";
import { readStackJson } from "./stack-json";

const START_MILLISECONDS = 15_000;
const END_SECONDS = 3;
const LOOK_MILLISECONDS = 20;
const DAEMON = path.join(__dirname, "provider-daemon.js");
/** In Terraform's own folder, so that it is removed with it. */
const INITIALIZED = path.join(".terraform", "initialized-settings");

/**
 * Variables that differ between two terminals, and that no provider reads. Another value of any other variable starts the providers
 * again, since they read variables only when they start.
 */
const OF_A_TERMINAL =
  /^(?:npm_|TERM|COLORTERM$|TMUX|STY$|VSCODE_|ITERM_|GNOME_TERMINAL_|KONSOLE_|SSH_(?:TTY|CLIENT|CONNECTION)$|(?:COLUMNS|LINES|WINDOWID|GPG_TTY|INIT_CWD|OLDPWD|PWD|SHLVL|_|NO_COLOR|FORCE_COLOR)$)/;

const daemonRecord: z.ZodType<DaemonRecord> = z.object({
  pid: z.int().positive(),
  key: z.string(),
  reattach: z.string(),
});

/** Provider processes that keep running between runs of Terraform on one stack. */
export interface ReattachedProviders {
  /** The variables that make Terraform use them. */
  readonly environment: Readonly<Record<string, string>>;
  /** Ends the processes. */
  stop(): void;
}

/** The stack and the settings of its providers. */
export interface ProviderUse {
  readonly stackFolder: string;
  /** Their variables. Undefined removes one. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** The file that records the running providers. When it is removed, they end. */
  readonly record: string;
  /** The process that they work with or for, for example the emulator. When it ends, they end. */
  readonly owner: number;
}

/**
 * The providers of a stack, in processes that keep running between commands. They are started if they don't run, or run with other
 * settings. Starting AWS's provider takes a second, and Terraform does it three or four times for a deploy. This is Terraform's own
 * way to debug a provider ("Debugging Terraform providers", developer.hashicorp.com/terraform/plugin/debugging, read 2026-11-25).
 * Terraform then checks neither the version nor the hash of a provider. So they are used only for a stack that Terraform initialized with the
 * same settings and the same lock ({@link noteInitialized}), and only while the programs are the same files.
 * @returns undefined when the stack isn't initialized like this, or its providers can't be started
 */
export async function reattachProviders(use: ProviderUse): Promise<ReattachedProviders | undefined> {
  const running = runningProviders(use);
  if (running !== undefined || !wasInitialized(use.stackFolder) || !isPossible()) {
    return running;
  }
  try {
    const programs = providerPrograms(use.stackFolder);
    if (programs.length === 0) return undefined;
    const key = keyOf(use, programs);
    const options: DaemonOptions = {
      record: path.resolve(use.record),
      key,
      stackFolder: path.resolve(use.stackFolder),
      programs,
      owner: use.owner,
    };
    privateFolder(path.dirname(options.record));
    const daemon = spawn(process.execPath, [DAEMON, JSON.stringify(options)], {
      cwd: use.stackFolder,
      env: { ...goMemory(), ...process.env, ...use.environment },
      stdio: "ignore",
      // It lives on when this command ends, and gets no Ctrl-C of its terminal.
      detached: true,
    });
    let ended = false;
    for (const event of ["error", "exit"]) {
      daemon.once(event, () => {
        ended = true;
      });
    }
    daemon.unref();
    for (let waited = 0; !ended && waited < START_MILLISECONDS; waited += LOOK_MILLISECONDS) {
      const started = existsSync(options.record) ? runningProviders(use) : undefined;
      if (started) return started;
      await sleep(LOOK_MILLISECONDS);
    }
    daemon.kill();
  } catch {
    // A program is missing. Terraform reports it.
  }
  return undefined;
}

/** The providers of a stack, if they run with these settings. */
export function runningProviders(use: ProviderUse): ReattachedProviders | undefined {
  const { stackFolder, record } = use;
  const running = existsSync(record) ? readJsonFile(record, daemonRecord) : undefined;
  if (running === undefined || !isAlive(running.pid) || !wasInitialized(stackFolder) || !isPossible()) {
    return undefined;
  }
  try {
    if (running.key !== keyOf(use, providerPrograms(stackFolder))) return undefined;
  } catch {
    return undefined;
  }
  return {
    environment: { TF_REATTACH_PROVIDERS: running.reattach },
    stop: () => rmSync(record, { force: true }),
  };
}

/** Ends all providers whose records are in a folder. Waits for it, but not for a run of Terraform that still uses them. */
export async function endProviders(recordsFolder: string): Promise<void> {
  const files = existsSync(recordsFolder) ? readdirSync(recordsFolder) : [];
  const pids = files.flatMap((name) => {
    const file = path.join(recordsFolder, name);
    const pid = readJsonFile(file, daemonRecord)?.pid;
    rmSync(file, { force: true });
    return pid ?? [];
  });
  await haveEnded(pids, END_SECONDS);
}

/** Notes that Terraform initialized a stack with its present settings, or found that it was. */
export function noteInitialized(stackFolder: string): void {
  if (existsSync(path.join(stackFolder, ".terraform"))) {
    writePrivateFile(path.join(stackFolder, INITIALIZED), settingsOf(stackFolder));
  }
}

function wasInitialized(stackFolder: string): boolean {
  return readIfThere(path.join(stackFolder, INITIALIZED)) === settingsOf(stackFolder);
}

/**
 * Windows has no sockets that only their owner can use. A developer of a provider has their own program. And Terraform's log has what its
 * own providers print.
 */
function isPossible(): boolean {
  const variables = Object.keys(process.env);
  return (
    process.platform !== "win32" &&
    !variables.some((name) => name === "TF_REATTACH_PROVIDERS" || /^TF_LOG(?:_|$)/.test(name)) &&
    !ownConfigurations().some((file) => readFileSync(file, "utf8").includes("dev_overrides"))
  );
}

/** Identifies what a stack is initialized with. */
function settingsOf(stackFolder: string): string {
  const { "cdk.tf.json": _, ...others } = readStackFiles(stackFolder).configuration;
  const { terraform, provider, variable } = readStackJson<Readonly<Record<string, unknown>>>(stackFolder);
  return sha256([JSON.stringify({ terraform, provider, variable, others }), readLock(stackFolder)]);
}

function keyOf(
  { stackFolder, environment, owner }: ProviderUse,
  programs: readonly ProviderProgram[],
): string {
  const variables = Object.entries({ ...process.env, ...environment })
    .filter(([name, value]) => value !== undefined && !OF_A_TERMINAL.test(name))
    .sort(([one], [other]) => (one < other ? -1 : 1));
  const files = [DAEMON, ...programs.map(({ program }) => program)].map((file) => {
    const { size, mtimeMs, ino } = statSync(file);
    return [file, size, mtimeMs, ino];
  });
  return sha256([settingsOf(stackFolder), JSON.stringify({ variables, files, owner })]);
}

function sha256(texts: readonly string[]): string {
  const hash = createHash("sha256");
  for (const text of texts) {
    hash.update(`${text}\0`);
  }
  return hash.digest("hex");
}
