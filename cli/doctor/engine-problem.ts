import { byPlatform, type CheckProblem } from "./check";
import { type Builder, describeSource, type EngineEndpoint } from "./engine-endpoint";

/** Why images can't be built by the Docker engine of this machine. */
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
 * With the words around it: ssh says "Permission denied (publickey)" of a login, and docker "permission denied" of its
 * configuration file, when no engine runs either. EACCES is node's word. Windows: "open //./pipe/docker_engine: Access is denied."
 */
const NO_PERMISSION =
  /permission denied while trying to connect|dial unix \S+ connect: permission denied|connect EACCES|connect EPERM|pipe\/\S+ Access is denied/i;

/** moby, daemon/server/middleware/version.go; the first is answered by an engine older than an unchangeable DOCKER_API_VERSION. */
const API_MISMATCH = /client version \S+ is too (?:new|old)/i;

/** Nobody listens: docker 20.10 to 28, docker 29, ssh and Windows, node. */
const NOBODY_THERE =
  /Cannot connect to the Docker daemon|failed to connect to the docker API|error during connect|the docker daemon is not running|docker daemon is not running|connect E(?:NOENT|CONNREFUSED|HOSTUNREACH|NETUNREACH|TIMEDOUT)|ECONNREFUSED|getaddrinfo E|no answer in/i;

/** An address that docker can't read. */
const NO_ADDRESS = /unable to parse docker host|invalid bind address format|invalid bind address/i;

/**
 * What the complaint of the docker command, or of the system about a socket, means.
 * @param complaint what was printed; docker 20.10 to 29 are known
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

/** What is known about a problem with an engine, besides its kind. */
export interface EngineCircumstances {
  readonly endpoint: EngineEndpoint;
  readonly builder: Builder;
  /** What docker or the system said. */
  readonly complaint?: string;
  /** A host where an engine does answer, though it isn't the one that was asked. */
  readonly answering?: string;
}

const WHY =
  "Images are built by it: an apply would stop at the first one, with an error that names something else.";

/** The cause and the remedy, for whoever sits at the machine. */
export function explainEngineProblem(
  problem: EngineProblem,
  circumstances: EngineCircumstances,
): CheckProblem {
  const { endpoint, complaint = "" } = circumstances;
  const said = complaint.trim() === "" ? "" : ` It says: ${firstLines(complaint)}`;
  const told = { code: problem, why: WHY };
  switch (problem) {
    case "docker-program-missing":
      return {
        ...told,
        what: 'There is no program "docker" on this machine\'s PATH.',
        fix: byPlatform({
          linux: "install Docker Engine (https://docs.docker.com/engine/install)",
          macos: "install Docker Desktop (https://docs.docker.com/desktop) and start it",
          windows: "install Docker Desktop (https://docs.docker.com/desktop) and start it",
        }),
      };
    case "docker-engine-stopped":
      return {
        ...told,
        what: `No Docker engine runs: nothing answers at ${endpoint.host}.`,
        fix: circumstances.answering ? useAnswering(circumstances) : START,
      };
    case "docker-engine-no-permission":
      return {
        ...told,
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
        ...told,
        what: `No Docker engine answers at ${endpoint.host}. That address comes from ${describeSource(endpoint)}.${said}`,
        fix: circumstances.answering
          ? useAnswering(circumstances)
          : `${endpoint.context ? `Start the engine of that context (Docker Desktop, Colima, Rancher Desktop, a remote machine …)` : "Start the engine there, or correct the address"}, or use the one of this machine:\n${leave(endpoint)}`,
      };
    case "docker-context-missing":
      return {
        ...told,
        what: `Docker is told to use ${describeSource(endpoint)}, and there is no such context.`,
        fix:
          circumstances.builder === "docker-provider"
            ? `The docker provider reads ~/.docker/contexts and knows no context called "default". Unset DOCKER_CONTEXT, or name one of: docker context ls\n${leave(endpoint)}`
            : `Choose one of those there are: docker context ls\n${leave(endpoint)}`,
      };
    case "docker-api-mismatch":
      return {
        ...told,
        what: `The docker command and the Docker engine (${endpoint.host}) have no version of Docker's API in common.${said}`,
        fix: `Unset DOCKER_API_VERSION if it is set. Otherwise update the older of the two:\n${byPlatform({
          linux: "update the packages docker-ce and docker-ce-cli (or docker.io) together",
          macos: "update Docker Desktop",
          windows: "update Docker Desktop",
        })}`,
      };
    case "docker-windows-containers":
      return {
        ...told,
        what: "The Docker engine makes Windows containers, and Lambda runs Linux images.",
        fix: 'In the menu of Docker Desktop\'s icon choose "Switch to Linux containers…".',
      };
    case "docker-engine-broken":
      return {
        ...told,
        what: `The Docker engine (${endpoint.host}) answers with an error.${said}`,
        fix: byPlatform({
          linux: "sudo systemctl restart docker; what is wrong stands in: journalctl -u docker",
          macos: "restart Docker Desktop, and wait until it says that the engine is running",
          windows: "restart Docker Desktop, and wait until it says that the engine is running",
        }),
      };
  }
}

const START = byPlatform({
  linux: "sudo systemctl start docker (a rootless engine: systemctl --user start docker)",
  macos: "start Docker Desktop, and wait until it says that the engine is running",
  windows: "start Docker Desktop, and wait until it says that the engine is running",
});

/** An engine runs, and only the builder is told to look elsewhere. */
function useAnswering({ endpoint, answering, builder }: EngineCircumstances): string {
  const use = `An engine does answer at ${answering}.`;
  if (builder === "docker-provider" && endpoint.source === "default") {
    return `${use} The docker provider doesn't read docker's contexts: tell it.\n${setVariable("DOCKER_HOST", answering as string)}`;
  }
  return `${use} Use that one:\n${leave(endpoint)}`;
}

/** Back to the usual socket. */
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

/** Docker's words, as one line that isn't too long; it repeats itself after that. */
function firstLines(complaint: string): string {
  const text = complaint
    .split("\n")
    .filter((line) => !line.startsWith("WARNING:"))
    .join(" ")
    .replace(/\s+/g, " ")
    .trim();
  return text.length > 300 ? `${text.slice(0, 300)} …` : text;
}
