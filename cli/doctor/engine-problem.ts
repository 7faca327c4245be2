import { byPlatform, type CheckProblem } from "./check";
import { type Builder, describeSource, type EngineEndpoint } from "./engine-endpoint";

/** The reasons why the Docker engine of this machine can't build images. */
export type EngineProblem =
  | "docker-program-missing"
  | "docker-engine-stopped"
  | "docker-engine-no-permission"
  | "docker-engine-elsewhere"
  | "docker-context-missing"
  | "docker-api-mismatch"
  | "docker-engine-broken"
  | "docker-windows-containers";

/** docker/cli 20.10 ("is not found", "does not exist"), 23 to 29 ("context not found"). */
const CONTEXT_MISSING = /context "[^"]*"(?: is not found| does not exist|: context not found)/i;

/**
 * The pattern includes the surrounding words. When no engine runs, ssh also prints "Permission denied (publickey)" for
 * a login, and docker "permission denied" for its configuration file. EACCES is Node.js's code. Windows: "open
 * //./pipe/docker_engine: Access is denied."
 */
const NO_PERMISSION =
  /permission denied while trying to connect|dial unix \S+ connect: permission denied|connect EACCES|connect EPERM|pipe\/\S+ Access is denied/i;

/** moby, daemon/server/middleware/version.go; an engine older than a fixed DOCKER_API_VERSION answers the first. */
const API_MISMATCH = /client version \S+ is too (?:new|old)/i;

/** Nothing listens: docker 20.10 to 28, docker 29, ssh and Windows, Node.js. */
const NOBODY_THERE =
  /Cannot connect to the Docker daemon|failed to connect to the docker API|error during connect|docker daemon is not running|connect E(?:NOENT|CONNREFUSED|HOSTUNREACH|NETUNREACH|TIMEDOUT)|ECONNREFUSED|getaddrinfo E|no answer in/i;

/** An address that docker can't read. */
const NO_ADDRESS = /unable to parse docker host|invalid bind address/i;

/**
 * Classifies an error of the docker command, or a system error of a socket.
 * @param complaint the printed error; the errors of docker 20.10 to 29 are known
 */
export function classifyEngineProblem(
  complaint: string,
  { source }: Pick<EngineEndpoint, "source">,
): EngineProblem {
  if (CONTEXT_MISSING.test(complaint)) {
    return "docker-context-missing";
  }
  if (NO_PERMISSION.test(complaint)) {
    return "docker-engine-no-permission";
  }
  if (API_MISMATCH.test(complaint)) {
    return "docker-api-mismatch";
  }
  if (NOBODY_THERE.test(complaint) || NO_ADDRESS.test(complaint) || complaint.trim() === "") {
    return source === "default" ? "docker-engine-stopped" : "docker-engine-elsewhere";
  }
  return "docker-engine-broken";
}

/** Further facts about a problem of an engine. */
export interface EngineCircumstances {
  readonly endpoint: EngineEndpoint;
  readonly builder: Builder;
  /** The error of docker or the system. */
  readonly complaint?: string;
  /** Another host at which an engine answers. */
  readonly answering?: string;
}

const WHY =
  "It builds the images. An apply would stop at the first image, with an error that doesn't show the cause.";

/** Explains the cause and the fix to the user. */
export function explainEngineProblem(
  problem: EngineProblem,
  circumstances: EngineCircumstances,
): CheckProblem {
  const { endpoint, complaint = "" } = circumstances;
  const error = complaint.trim() === "" ? "" : ` The error: ${firstLines(complaint)}`;
  const base = { code: problem, why: WHY };
  switch (problem) {
    case "docker-program-missing":
      return {
        ...base,
        what: 'There is no program "docker" on this machine\'s PATH.',
        fix: byPlatform({
          linux: "install Docker Engine (https://docs.docker.com/engine/install)",
          macos: "install Docker Desktop (https://docs.docker.com/desktop) and start it",
          windows: "install Docker Desktop (https://docs.docker.com/desktop) and start it",
        }),
      };
    case "docker-engine-stopped":
      return {
        ...base,
        what: `No Docker engine runs: nothing answers at ${endpoint.host}.`,
        fix: circumstances.answering ? useAnswering(circumstances) : START,
      };
    case "docker-engine-no-permission":
      return {
        ...base,
        what: `A Docker engine runs, but this user may not use its socket (${endpoint.host}).`,
        fix: byPlatform({
          linux:
            'sudo usermod -aG docker "$USER", then log in again (members of the group docker can become root)',
          macos:
            "Docker Desktop > Settings > Advanced: allow the default Docker socket, or choose the context desktop-linux",
          windows:
            'net localgroup docker-users "%USERNAME%" /add in a terminal as administrator, then log in again',
        }),
      };
    case "docker-engine-elsewhere":
      return {
        ...base,
        what: `No Docker engine answers at ${endpoint.host}. That address comes from ${describeSource(endpoint)}.${error}`,
        fix: circumstances.answering
          ? useAnswering(circumstances)
          : `${endpoint.context ? `Start the engine of that context (Docker Desktop, Colima, Rancher Desktop, a remote machine …)` : "Start the engine there, or correct the address"}, or use the engine of this machine:\n${leave(endpoint)}`,
      };
    case "docker-context-missing":
      return {
        ...base,
        what: `Docker is configured to use ${describeSource(endpoint)}, but that context doesn't exist.`,
        fix:
          circumstances.builder === "docker-provider"
            ? `The docker provider reads ~/.docker/contexts, where no context is called "default". Unset DOCKER_CONTEXT, or set it to one of: docker context ls\n${leave(endpoint)}`
            : `Choose an existing one: docker context ls\n${leave(endpoint)}`,
      };
    case "docker-api-mismatch":
      return {
        ...base,
        what: `The docker command and the Docker engine (${endpoint.host}) support no common version of Docker's API.${error}`,
        fix: `If DOCKER_API_VERSION is set, unset it. Otherwise update the older of the two:\n${byPlatform({
          linux: "update the packages docker-ce and docker-ce-cli (or docker.io) together",
          macos: "update Docker Desktop",
          windows: "update Docker Desktop",
        })}`,
      };
    case "docker-windows-containers":
      return {
        ...base,
        what: "The Docker engine runs Windows containers, but Lambda needs Linux images.",
        fix: 'In the menu of Docker Desktop\'s icon choose "Switch to Linux containers…".',
      };
    case "docker-engine-broken":
      return {
        ...base,
        what: `The Docker engine (${endpoint.host}) answers with an error.${error}`,
        fix: byPlatform({
          linux: "sudo systemctl restart docker; its log: journalctl -u docker",
          macos: "restart Docker Desktop, and wait until it shows that the engine is running",
          windows: "restart Docker Desktop, and wait until it shows that the engine is running",
        }),
      };
  }
}

const START = byPlatform({
  linux: "sudo systemctl start docker (a rootless engine: systemctl --user start docker)",
  macos: "start Docker Desktop, and wait until it shows that the engine is running",
  windows: "start Docker Desktop, and wait until it shows that the engine is running",
});

/** An engine runs, but the builder is configured to use another address. */
function useAnswering({ endpoint, answering, builder }: EngineCircumstances): string {
  const use = `An engine answers at ${answering}.`;
  if (builder === "docker-provider" && endpoint.source === "default") {
    return `${use} The docker provider doesn't read docker's contexts, so set the variable:\n${setVariable("DOCKER_HOST", answering as string)}`;
  }
  return `${use} Use that engine:\n${leave(endpoint)}`;
}

/** How to go back to the usual socket. */
function leave({ source }: EngineEndpoint): string {
  return source === "currentContext"
    ? "docker context use default"
    : byPlatform({
        linux: `unset ${source}`,
        macos: `unset ${source}`,
        windows: `Remove-Item Env:${source}`,
      });
}

function setVariable(name: string, value: string): string {
  return byPlatform({
    linux: `export ${name}=${value}`,
    macos: `export ${name}=${value}`,
    windows: `$env:${name} = "${value}"`,
  });
}

/** The first lines of docker's error, as one line. The rest only repeats it. */
function firstLines(complaint: string): string {
  const text = complaint
    .split("\n")
    .filter((line) => !line.startsWith("WARNING:"))
    .join(" ")
    .replace(/\s+/g, " ")
    .trim();
  return text.length > 300 ? `${text.slice(0, 300)} …` : text;
}
