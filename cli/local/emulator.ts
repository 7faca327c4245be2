import { spawn } from "node:child_process";
import { closeSync, mkdirSync, openSync, readFileSync, rmSync } from "node:fs";
import { isIPv4 } from "node:net";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import * as z from "zod";
import { commandLine } from "../command-line";
import { freePort, tryPort } from "../process/free-port";
import { undoWhenInterrupted } from "../process/interrupt";
import { isAlive } from "../process/is-alive";
import { readJsonFile, writeJsonFile } from "../process/json-file";
import { oneAtATime } from "../process/one-at-a-time";
import { cacheFolder, privateFolder } from "../process/private-files";
import { probe } from "../process/probe";
import { runProgram } from "../process/run-program";
import { CommandError, log, step } from "../process/steps";
import { awsQuery } from "./aws-request";
import { emulatorEnvironment } from "./emulator-environment";
import { emulatorProcesses, endProcesses, pidFile } from "./emulator-process";
import { removeContainers } from "./function-containers";
import { removeLocalImages } from "./local-images";
import { EMULATOR_PYTHON, isInstalled, pythonEnvironment } from "./python-environment";
import { localDockerConfig } from "./registry-docker-config";
import { rootKey } from "./root-key";
import { runtimeEmulatorFolder } from "./runtime-emulator";

const CHECKOUT = path.resolve(".");
const FOLDER = path.join(CHECKOUT, ".local");
const STATE_FILE = path.join(FOLDER, "emulator.json");
const LOG_FILE = path.join(FOLDER, "emulator.log");
const USUAL_PORT = 4566;
const START_SECONDS = 60;
const ANSWER_SECONDS = 60;
/**
 * How long an idle connection stays open. AWS's SDK for Go, in Terraform and its providers, keeps one for 90 s. If the
 * emulator closed it first, it could do so just when a request is on its way.
 */
const KEEP_ALIVE_SECONDS = 120;
/** The emulator behind its guard, cli/local/guard.py. */
const GUARD = `${path.relative(CHECKOUT, path.join(__dirname, "guard"))}:app`;

/** The record of the last started emulator. The system is asked whether it runs. */
const emulatorState = z.object({ pid: z.int().positive(), port: z.int().positive() });

/** A running emulator. */
export type Emulator = Readonly<z.output<typeof emulatorState>>;

/**
 * The state of this checkout's emulator. `silent`: its process runs but doesn't answer. It is busy or just starting, or
 * was stopped by a signal. For a stopped emulator, `port` is its former port.
 */
export type EmulatorStatus =
  | (Emulator & { readonly state: "running" | "silent" })
  | { readonly state: "stopped"; readonly port: number };

/** The emulator of this checkout, if its process runs. Doesn't check whether it answers. */
export function ownEmulator(): Emulator | undefined {
  const servers = emulatorProcesses(CHECKOUT).flatMap(({ pid, port }) =>
    port === undefined ? [] : [{ pid, port }],
  );
  return servers.find(({ pid }) => pid === readState()?.pid) ?? servers[0];
}

/** Whether the emulator of this checkout runs, and at which port. The emulator of another checkout never counts. */
export async function emulatorStatus(): Promise<EmulatorStatus> {
  const own = ownEmulator();
  return own === undefined
    ? { state: "stopped", port: readState()?.port ?? USUAL_PORT }
    : { ...own, state: (await answers(own.port)) ? "running" : "silent" };
}

/**
 * The emulator of this checkout, if it runs. Waits for an emulator that doesn't answer at once; it never counts as ended.
 * @throws CommandError when it runs but doesn't answer in a minute
 */
async function runningEmulator(): Promise<Emulator | undefined> {
  const status = await emulatorStatus();
  if (status.state === "stopped") {
    return undefined;
  }
  if (status.state === "silent") {
    log(`The emulator of AWS runs (process ${status.pid}) but doesn't answer yet: waiting for it`);
    if (!(await answersInTime(status, ANSWER_SECONDS))) {
      return undefined;
    }
  }
  return { pid: status.pid, port: status.port };
}

/**
 * The port of the local AWS of this checkout.
 * @throws CommandError when it doesn't run
 */
export async function runningPort(): Promise<number> {
  const emulator = await runningEmulator();
  if (emulator === undefined) {
    throw new CommandError(`The local AWS doesn't run. Start it and deploy to it: ${commandLine("local")}`);
  }
  return emulator.port;
}

/**
 * Waits until an emulator answers.
 * @returns false when its process has ended
 * @throws CommandError when it still doesn't answer after this number of seconds
 */
export async function answersInTime({ pid, port }: Emulator, seconds: number): Promise<boolean> {
  const until = performance.now() + seconds * 1_000;
  while (isAlive(pid)) {
    if (await answers(port)) {
      return true;
    }
    if (performance.now() > until) {
      throw new CommandError(
        `The emulator of AWS runs (process ${pid}), but has not answered at http://localhost:${port} for ${seconds} s. Its log is ` +
          `${path.relative(".", LOG_FILE)}. Restart it empty: ${commandLine("local:down")}, then ${commandLine("local")}`,
      );
    }
    await sleep(200);
  }
  return false;
}

/** Whether the emulator's packages have to be installed before it can start. */
export function needsInstallation(): boolean {
  return ownEmulator() === undefined && !isInstalled(EMULATOR_PYTHON);
}

/** Installs the emulator's packages, unless they are there. */
export async function installEmulator(): Promise<void> {
  await pythonEnvironment(EMULATOR_PYTHON);
}

/** The port for the emulator, if it starts now: 4566 or that of the last time, or another one if that is in use. */
export async function portToUse(): Promise<number> {
  return await freePort(readState()?.port ?? USUAL_PORT);
}

/**
 * Starts the emulator of AWS, unless it runs already.
 * @param preferred the port to use, if it is free
 * @returns its port
 */
export async function startEmulator(preferred?: number): Promise<number> {
  privateFolder(FOLDER);
  // Another command may be about to start it.
  return await oneAtATime(path.join(FOLDER, "start.lock"), "another start of the emulator of AWS", () =>
    startIfNeeded(preferred),
  );
}

async function startIfNeeded(preferred: number | undefined): Promise<number> {
  const running = await runningEmulator();
  if (running && (await knowsRootKey(running.port))) {
    writeJsonFile(STATE_FILE, running);
    return running.port;
  }
  if (running) {
    log(
      "The emulator of AWS has another root key than .local, which was deleted in the meantime: it is started again",
    );
  }
  // Processes of a killed emulator may still use its port.
  await endProcesses(emulatorProcesses(CHECKOUT).map(({ pid }) => pid));
  const python = await pythonEnvironment(EMULATOR_PYTHON);
  return await step(
    "Started the emulator of AWS",
    async () => {
      for (let wanted = preferred ?? readState()?.port ?? USUAL_PORT; ; wanted = 0) {
        const port = await freePort(wanted);
        if (await start(python, port)) {
          return port;
        }
      }
    },
    (port) => `http://localhost:${port}`,
  );
}

/**
 * Stops the emulator in any state, and removes its functions' containers and images.
 * @returns whether it ran
 * @throws CommandError when it can't be ended
 */
export async function stopEmulator(): Promise<boolean> {
  const processes = emulatorProcesses(CHECKOUT);
  const ports = processes.map(({ port }) => port);
  await endProcesses(processes.map(({ pid }) => pid));
  // The containers and images of a crashed emulator still exist. If another checkout uses the port now, they are not
  // removed.
  const last = readState()?.port;
  const left = last !== undefined && (await tryPort(last)) !== undefined ? [last] : [];
  for (const port of new Set([...ports, ...left])) {
    await removeContainersOf(port);
    await removeLocalImages(port);
  }
  rmSync(STATE_FILE, { force: true });
  rmSync(pidFile(CHECKOUT), { force: true });
  return processes.length > 0;
}

/** @returns false when another program uses the port in the meantime */
async function start(python: string, port: number): Promise<boolean> {
  const data = path.join(FOLDER, "data");
  mkdirSync(data, { recursive: true });
  const layers = path.join(cacheFolder(), "layers");
  privateFolder(layers);
  const logFile = openSync(LOG_FILE, "w");
  const binds = (await listenAddresses(port)).flatMap((address) => ["--bind", `${address}:${port}`]);
  // A single process, so that ending it leaves nothing behind. Its folder and its pid file identify the checkout.
  const server = ["-m", "hypercorn", GUARD, "--workers", "0", "--pid", pidFile(CHECKOUT)];
  const child = spawn(python, [...server, ...binds, "--keep-alive", String(KEEP_ALIVE_SECONDS)], {
    cwd: CHECKOUT,
    detached: true,
    stdio: ["ignore", logFile, logFile],
    env: emulatorEnvironment(process.env, {
      port,
      data,
      dockerConfig: localDockerConfig(port, rootKey()),
      runtimeEmulator: runtimeEmulatorFolder(),
      layers,
    }),
  });
  closeSync(logFile);
  let ended = false;
  child.on("error", () => {
    ended = true;
  });
  child.on("exit", () => {
    ended = true;
  });
  child.unref();
  writeJsonFile(STATE_FILE, { pid: child.pid, port });
  undoWhenInterrupted(async () => {
    await stopEmulator();
  });
  const until = performance.now() + START_SECONDS * 1_000;
  while (!ended && performance.now() < until) {
    // First its own log, since another emulator may answer at that port.
    if (readLog().includes(`Running on http://127.0.0.1:${port} `) && (await answers(port))) {
      return true;
    }
    await sleep(200);
  }
  await stopEmulator();
  if (/address already in use/i.test(readLog())) {
    return false;
  }
  throw new CommandError(
    `The emulator did not start${ended ? "" : ` in ${START_SECONDS} s`}. Its log:\n\n${readLog().slice(-3_000)}\n${commandLine("doctor")} checks what it needs.`,
  );
}

/**
 * The addresses to listen on: this machine's, and the bridge of the functions' containers. All interfaces would open it
 * to the network. The engine is asked for the bridge, because a bridge without containers is down and in no list of
 * interfaces. If its address can't be bound (Docker Desktop, a rootless engine), the containers reach the loopback
 * interface.
 */
async function listenAddresses(port: number): Promise<string[]> {
  const format = "{{range .IPAM.Config}}{{.Gateway}} {{.Subnet}} {{end}}";
  const { stdout } = await runProgram("docker", ["network", "inspect", "bridge", "--format", format]);
  const gateway = bridgeAddress(stdout);
  const reachable = gateway !== undefined && (await tryPort(port, gateway)) !== undefined;
  return ["127.0.0.1", ...(reachable ? [gateway] : [])];
}

/**
 * The engine's own address on its bridge.
 * @param text gateways and subnets. A new engine prints its gateway only after a restart (20.10); it is the first address of the
 * subnet
 */
export function bridgeAddress(text: string): string | undefined {
  const words = text.split(/\s+/);
  const gateway = words.find((word) => isIPv4(word));
  const network = words.map((word) => word.split("/")[0] as string).find((word) => isIPv4(word));
  return gateway ?? network?.replace(/\d+$/, (last) => String(Number(last) + 1));
}

/** The root key is made again when its file was deleted. */
async function knowsRootKey(port: number): Promise<boolean> {
  const { ok } = await awsQuery({ port, region: "us-east-1" }, "sts", {
    Action: "GetCallerIdentity",
    Version: "2011-06-15",
  });
  return ok;
}

async function answers(port: number): Promise<boolean> {
  try {
    const response = await fetch(`http://127.0.0.1:${port}/_ministack/health`, {
      signal: AbortSignal.timeout(2_000),
    });
    return response.ok;
  } catch {
    return false;
  }
}

/** Removes the emulator's containers, which are labelled with its port. */
async function removeContainersOf(port: number): Promise<void> {
  const format = '{{.ID}} {{.Label "ministack.instance"}}';
  const list = await probe("docker", ["ps", "--all", "--format", format]);
  const lines = list.state === "ran" && list.code === 0 ? list.stdout.split("\n") : [];
  const ids = lines.flatMap((line) => (line.endsWith(`:${port}`) ? [line.split(" ")[0] as string] : []));
  await removeContainers(ids);
}

function readState(): Emulator | undefined {
  return readJsonFile(STATE_FILE, emulatorState);
}

function readLog(): string {
  return readFileSync(LOG_FILE, "utf8");
}
