import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import {
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { checkEngine, dockerComplaint } from "../doctor/engine";
import type { EngineProblem } from "../doctor/engine-problem";
import { problemText } from "../doctor/report";
import { undoWhenInterrupted } from "../process/interrupt";
import { haveEnded, isAlive } from "../process/is-alive";
import { CommandError, step } from "../process/steps";
import { canInstallPackages, installPackages, packageExists } from "./debian";

/** Problems that are fixed when an engine is installed and started. */
const FIXED_BY_STARTING: readonly string[] = [
  "docker-program-missing",
  "docker-engine-stopped",
] satisfies EngineProblem[];

/** The record of the engine that a checkout started. Many checkouts share one engine per machine. */
const SHARED = "/run/cdktf-lambda-images";
const PID_FILE = path.join(SHARED, "dockerd.pid");
const USERS = path.join(SHARED, "users");
const LOG_FILE = path.join(SHARED, "dockerd.log");
const START_SECONDS = 60;
/** It gives its containers 15 s of this. */
const STOP_SECONDS = 60;

/**
 * Makes sure that a Docker engine answers: an existing one, or one that is started, which only root on Debian or Ubuntu may do.
 * @param user the folder that needs it; a started engine runs until all such folders are deleted or have released it
 * @throws CommandError with a fix
 */
export async function ensureDockerEngine(user = process.cwd()): Promise<void> {
  starting ??= startIfMissing().finally(() => {
    starting = undefined;
  });
  await starting;
  if (engineIsOurs()) {
    mkdirSync(USERS, { recursive: true });
    writeFileSync(markerOf(user), user);
  }
}

/** The start that is under way. Two parts of a command can need the engine at the same time. */
let starting: Promise<void> | undefined;

async function startIfMissing(): Promise<void> {
  const { problem } = (await checkEngine("docker-cli")).check;
  if (problem !== undefined) {
    if (!canStartEngine(problem.code)) {
      throw new CommandError(problemText(problem));
    }
    await installEngine();
    if ((await dockerComplaint()) !== undefined) {
      await step("Started a Docker engine", startEngine);
    }
  }
}

/** Whether `npm run local` can install and start the missing engine. */
export function canStartEngine(problem: string): boolean {
  return FIXED_BY_STARTING.includes(problem) && canInstallPackages();
}

/** Why an engine was not stopped. */
export type EngineLeft = "not-ours" | "in-use";

/**
 * Releases the engine, and stops it if it was started here and no other checkout uses it.
 * @throws CommandError when it still runs after a minute
 */
export async function stopDockerEngine(user = process.cwd()): Promise<"stopped" | EngineLeft> {
  rmSync(markerOf(user), { force: true });
  if (!engineIsOurs()) {
    return "not-ours";
  }
  if (otherUsers().length > 0) {
    return "in-use";
  }
  const pid = Number(readFileSync(PID_FILE, "utf8"));
  process.kill(pid, "SIGTERM");
  if (!(await haveEnded([pid], STOP_SECONDS))) {
    throw new CommandError(
      `The Docker engine still runs (process ${pid}), ${STOP_SECONDS} s after SIGTERM. Its log is ${LOG_FILE}.`,
    );
  }
  rmSync(SHARED, { recursive: true, force: true });
  return "stopped";
}

async function installEngine(): Promise<void> {
  if (!existsSync("/usr/sbin/dockerd") && !existsSync("/usr/bin/dockerd")) {
    await installPackages("docker.io");
  }
  if ((await dockerComplaint()) === "no-program") {
    await installPackages(...(await clientPackages()));
  }
}

/**
 * The packages with the docker command. From 13 (trixie) on, Debian has it in a package of its own, and BuildKit in another one;
 * Debian 12 (bookworm) and Ubuntu have it in docker.io (packages.debian.org, read 2026-11-28).
 */
export async function clientPackages(exists = packageExists): Promise<string[]> {
  if (!(await exists("docker-cli"))) {
    return ["docker.io"];
  }
  return ["docker-cli", ...((await exists("docker-buildx")) ? ["docker-buildx"] : [])];
}

async function startEngine(): Promise<void> {
  mkdirSync(SHARED, { recursive: true });
  const logFile = openSync(LOG_FILE, "a");
  const child = spawn("dockerd", [], { detached: true, stdio: ["ignore", logFile, logFile] });
  closeSync(logFile);
  let ended = false;
  child
    .on("error", () => undefined)
    .on("close", () => {
      ended = true;
    });
  child.unref();
  undoWhenInterrupted(async () => {
    if (engineIsOurs()) {
      await stopDockerEngine();
    } else {
      child.kill("SIGTERM");
    }
  });
  for (let waited = 0; waited < START_SECONDS * 5; waited++) {
    if ((await dockerComplaint()) === undefined) {
      // Two checkouts may have started at once. Then one dockerd ended, and the other belongs to the other checkout.
      if (!ended && child.pid !== undefined) {
        writeFileSync(PID_FILE, String(child.pid));
      }
      return;
    }
    if (ended && !existsSync("/run/docker.pid") && !existsSync("/var/run/docker.pid")) {
      break;
    }
    await sleep(200);
  }
  throw new CommandError(
    `dockerd did not start. Its log:\n\n${readFileSync(LOG_FILE, "utf8").slice(-3_000)}`,
  );
}

/** Whether a checkout of this user started it. Another user can neither write to its record nor stop it. */
function engineIsOurs(): boolean {
  return (
    existsSync(PID_FILE) &&
    statSync(PID_FILE).uid === process.getuid?.() &&
    isDockerd(Number(readFileSync(PID_FILE, "utf8")))
  );
}

/** The id of an ended process may belong to another process now. */
function isDockerd(pid: number): boolean {
  try {
    return isAlive(pid) && readFileSync(`/proc/${pid}/comm`, "utf8").trim() === "dockerd";
  } catch {
    return false;
  }
}

function markerOf(user: string): string {
  return path.join(USERS, createHash("sha256").update(user).digest("hex").slice(0, 16));
}

/** The other folders that still use the engine. Deleted folders don't count. */
function otherUsers(): string[] {
  const markers = existsSync(USERS) ? readdirSync(USERS).map((name) => path.join(USERS, name)) : [];
  return markers.map((marker) => readFileSync(marker, "utf8")).filter((user) => existsSync(user));
}
