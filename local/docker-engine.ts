import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, openSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { undoWhenInterrupted } from "../commands/interrupt";
import { ProgramNotFound, runProgram } from "../commands/run-program";
import { CommandError, step } from "../commands/steps";
import { canInstallPackages, installPackages, packageExists } from "./debian";

/** Why no engine answers. */
export type EngineProblem = "no-program" | "not-running" | "no-permission" | "elsewhere";

/** Where the engine that a checkout started is recorded: one for the machine, used by many checkouts. */
const SHARED = "/run/cdktf-lambda-images";
const PID_FILE = path.join(SHARED, "dockerd.pid");
const USERS = path.join(SHARED, "users");
const LOG_FILE = path.join(SHARED, "dockerd.log");
const START_SECONDS = 60;

/**
 * Makes sure that a Docker engine answers: the one that is there, or one that is started, where root may do that on Debian or Ubuntu.
 * @param user the folder that needs it; an engine that was started runs as long as such a folder exists that didn't let go of it
 * @throws CommandError that says what to do
 */
export async function ensureDockerEngine(user = process.cwd()): Promise<void> {
  const problem = await engineProblem();
  if (problem !== undefined) {
    if (!(problem === "not-running" || problem === "no-program") || !canInstallPackages()) {
      throw new CommandError(explainEngineProblem(problem));
    }
    await installEngine();
    if ((await engineProblem()) !== undefined) {
      await step("Started a Docker engine", startEngine);
    }
  }
  if (engineIsOurs()) {
    mkdirSync(USERS, { recursive: true });
    writeFileSync(markerOf(user), user);
  }
}

/** Lets go of the engine, and stops it when it was started here and nobody else uses it. @returns whether it was stopped */
export async function stopDockerEngine(user = process.cwd()): Promise<boolean> {
  rmSync(markerOf(user), { force: true });
  if (!engineIsOurs() || otherUsers().length > 0) {
    return false;
  }
  const pid = Number(readFileSync(PID_FILE, "utf8"));
  process.kill(pid, "SIGTERM");
  for (let waited = 0; isDockerd(pid) && waited < START_SECONDS * 10; waited++) {
    await sleep(100);
  }
  rmSync(SHARED, { recursive: true, force: true });
  return true;
}

async function engineProblem(): Promise<EngineProblem | undefined> {
  try {
    const { code, stderr } = await runProgram("docker", ["version", "--format", "{{.Server.Version}}"]);
    return code === 0 ? undefined : classifyEngineProblem(stderr, process.env.DOCKER_HOST);
  } catch (error) {
    if (error instanceof ProgramNotFound) {
      return "no-program";
    }
    throw error;
  }
}

/** What the docker command's complaint means. */
export function classifyEngineProblem(stderr: string, dockerHost: string | undefined): EngineProblem {
  if (/permission denied/i.test(stderr)) {
    return "no-permission";
  }
  return dockerHost ? "elsewhere" : "not-running";
}

/** The cause and the remedy, for whoever sits at the machine. */
export function explainEngineProblem(problem: EngineProblem): string {
  switch (problem) {
    case "no-program":
      return `Docker is not installed, and images are built and run by it.
  Linux:          install Docker Engine (https://docs.docker.com/engine/install)
  macOS, Windows: install Docker Desktop (https://docs.docker.com/desktop) and start it`;
    case "not-running":
      return `Docker is installed, but no engine runs.
  Linux:          sudo systemctl start docker
  macOS, Windows: start Docker Desktop, and wait until it says that the engine is running`;
    case "no-permission":
      return `A Docker engine runs, but this user may not use its socket.
  Linux: sudo usermod -aG docker "$USER", then log in again (members of the group docker can become root)`;
    case "elsewhere":
      return `DOCKER_HOST is ${process.env.DOCKER_HOST}, and no engine answers there. Start it, or unset DOCKER_HOST to use the one on this machine.`;
  }
}

async function installEngine(): Promise<void> {
  if (!existsSync("/usr/sbin/dockerd") && !existsSync("/usr/bin/dockerd")) {
    await installPackages("docker.io");
  }
  if ((await engineProblem()) === "no-program") {
    // Debian has packages of their own for the command and for BuildKit from 13 (trixie) on.
    await installPackages("docker-cli", ...((await packageExists("docker-buildx")) ? ["docker-buildx"] : []));
  }
}

async function startEngine(): Promise<void> {
  mkdirSync(SHARED, { recursive: true });
  const log = openSync(LOG_FILE, "a");
  const child = spawn("dockerd", [], { detached: true, stdio: ["ignore", log, log] });
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
    if ((await engineProblem()) === undefined) {
      // Two checkouts may have begun at once: then one dockerd ended, and the other is its checkout's.
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

function engineIsOurs(): boolean {
  return existsSync(PID_FILE) && isDockerd(Number(readFileSync(PID_FILE, "utf8")));
}

/** The number of a process that ended may have been given to another. */
function isDockerd(pid: number): boolean {
  try {
    return readFileSync(`/proc/${pid}/comm`, "utf8").trim() === "dockerd";
  } catch {
    return false;
  }
}

function markerOf(user: string): string {
  return path.join(USERS, createHash("sha256").update(user).digest("hex").slice(0, 16));
}

/** Folders that still use the engine; one that was deleted doesn't. */
function otherUsers(): string[] {
  const markers = existsSync(USERS) ? readdirSync(USERS).map((name) => path.join(USERS, name)) : [];
  return markers.map((marker) => readFileSync(marker, "utf8")).filter((user) => existsSync(user));
}
