import { spawn } from "node:child_process";
import { existsSync, mkdirSync, openSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer, isIPv4 } from "node:net";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { undoWhenInterrupted } from "../process/interrupt";
import { runProgram } from "../process/run-program";
import { CommandError, step } from "../process/steps";
import { pythonEnvironment } from "./python-environment";

const FOLDER = path.resolve(".local");
const STATE_FILE = path.join(FOLDER, "emulator.json");
const LOG_FILE = path.join(FOLDER, "emulator.log");
const PYTHON_FOLDER = path.join(FOLDER, "python");
const REQUIREMENTS = path.join(__dirname, "emulator-requirements.txt");
export const USUAL_PORT = 4566;
const START_SECONDS = 60;

interface EmulatorState {
  readonly pid: number;
  readonly port: number;
}

export interface EmulatorStatus {
  readonly running: boolean;
  /** Its port; the one it had, when it doesn't run. */
  readonly port: number;
}

/** Whether the emulator of this checkout runs, and where. */
export async function emulatorStatus(): Promise<EmulatorStatus> {
  const state = readState();
  return { running: state !== undefined && (await isHealthy(state)), port: state?.port ?? USUAL_PORT };
}

/** Whether an emulator of AWS, of this checkout or another, answers on a port. */
export async function emulatorAnswers(port: number): Promise<boolean> {
  try {
    const response = await fetch(`http://127.0.0.1:${port}/_ministack/health`, {
      signal: AbortSignal.timeout(2_000),
    });
    return response.ok;
  } catch {
    return false;
  }
}

/**
 * Starts the emulator of AWS, unless it runs already.
 * @returns its port: 4566, or another one where that is taken
 */
export async function startEmulator(): Promise<number> {
  const known = await emulatorStatus();
  if (known.running) {
    return known.port;
  }
  const python = await pythonEnvironment(PYTHON_FOLDER, REQUIREMENTS);
  const port = await freePort(known.port);
  await step(
    "Started the emulator of AWS",
    () => start(python, port),
    () => `http://localhost:${port}`,
  );
  return port;
}

/** Stops the emulator and removes the containers of its functions. @returns whether it ran */
export async function stopEmulator(): Promise<boolean> {
  const state = readState();
  const ran = state !== undefined && (await isOurs(state.pid));
  if (ran) {
    process.kill(state.pid, "SIGTERM");
    for (let waited = 0; (await isOurs(state.pid)) && waited < 100; waited++) {
      await sleep(100);
    }
    await removeContainers(state.port);
  }
  rmSync(STATE_FILE, { force: true });
  return ran;
}

async function start(python: string, port: number): Promise<void> {
  const data = path.join(FOLDER, "data");
  mkdirSync(data, { recursive: true });
  const log = openSync(LOG_FILE, "w");
  const binds = (await listenAddresses(port)).flatMap((address) => ["--bind", `${address}:${port}`]);
  const child = spawn(python, ["-m", "hypercorn", "ministack.app:app", ...binds, "--keep-alive", "75"], {
    detached: true,
    stdio: ["ignore", log, log],
    env: {
      ...withoutAws(process.env),
      GATEWAY_PORT: String(port),
      LAMBDA_EXECUTOR: "docker",
      S3_DATA_DIR: path.join(data, "s3"),
      STATE_DIR: path.join(data, "state"),
      TMPDIR: data,
    },
  });
  child.unref();
  const state = { pid: child.pid as number, port };
  writeFileSync(STATE_FILE, JSON.stringify(state));
  undoWhenInterrupted(async () => {
    await stopEmulator();
  });
  await healthy(state);
}

async function healthy(state: EmulatorState): Promise<void> {
  for (let waited = 0; waited < START_SECONDS * 5; waited++) {
    if (await isHealthy(state)) {
      return;
    }
    await sleep(200);
  }
  rmSync(STATE_FILE, { force: true });
  throw new CommandError(
    `The emulator did not start in ${START_SECONDS} s. Its log:\n\n${readFileSync(LOG_FILE, "utf8").slice(-3_000)}`,
  );
}

/**
 * This machine alone, and the bridge that the functions' containers come in over. All interfaces would open it to the network.
 * The engine is asked for the bridge, because a bridge without containers is down and in no list of interfaces; where its
 * address can't be bound (Docker Desktop, a rootless engine), the containers reach the loopback interface.
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
 * @param text gateways and subnets; a new engine names its gateway only after a restart (20.10), and it is the first of the subnet
 */
export function bridgeAddress(text: string): string | undefined {
  const words = text.split(/\s+/);
  const gateway = words.find((word) => isIPv4(word));
  const network = words.map((word) => word.split("/")[0] as string).find((word) => isIPv4(word));
  return gateway ?? network?.replace(/\d+$/, (last) => String(Number(last) + 1));
}

/** The credentials of the user stay out of the emulator and so out of the functions. */
function withoutAws(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(environment).filter(([name]) => !name.startsWith("AWS_")));
}

async function isHealthy({ pid, port }: EmulatorState): Promise<boolean> {
  return (await isOurs(pid)) && (await emulatorAnswers(port));
}

/** The number of a process that ended may have been given to another. */
async function isOurs(pid: number): Promise<boolean> {
  if (existsSync("/proc/self/cmdline")) {
    const file = `/proc/${pid}/cmdline`;
    return existsSync(file) && readFileSync(file, "utf8").includes("ministack.app");
  }
  return (await runProgram("ps", ["-p", String(pid), "-o", "args="])).stdout.includes("ministack.app");
}

/** The containers that the emulator ran functions in carry its port. */
async function removeContainers(port: number): Promise<void> {
  const list = await runProgram("docker", [
    "ps",
    "--all",
    "--format",
    '{{.ID}} {{.Label "ministack.instance"}}',
  ]);
  const ids = list.stdout
    .split("\n")
    .flatMap((line) => (line.endsWith(`:${port}`) ? [line.split(" ")[0] as string] : []));
  if (ids.length > 0) {
    await runProgram("docker", ["rm", "--force", "--volumes", ...ids]);
  }
}

function readState(): EmulatorState | undefined {
  return existsSync(STATE_FILE) ? JSON.parse(readFileSync(STATE_FILE, "utf8")) : undefined;
}

async function freePort(wanted: number): Promise<number> {
  return (await tryPort(wanted)) ?? ((await tryPort(0)) as number);
}

/** The port when it is free at an address of this machine; 0 asks for any. */
function tryPort(port: number, address = "127.0.0.1"): Promise<number | undefined> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", () => resolve(undefined));
    server.listen(port, address, () => {
      const bound = server.address();
      server.close(() => resolve(typeof bound === "object" && bound ? bound.port : undefined));
    });
  });
}
