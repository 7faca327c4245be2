import { hostname, release } from "node:os";
import { parseJson } from "../process/json-text";
import { probe } from "../process/probe";
import { type Check, failed, ok, skipped } from "./check";
import { type Builder, type EngineEndpoint, engineEndpoint, usualHost } from "./engine-endpoint";
import { classifyEngineProblem, type EngineProblem, explainEngineProblem } from "./engine-problem";
import { askEngine, plainAddress } from "./engine-request";

const TITLE = "Docker engine";

/** An engine's description of itself (`GET /info` of Docker's API). */
export interface Engine {
  readonly version: string;
  /** Docker's name of its architecture: `amd64`, `arm64`, or another. */
  readonly architecture: string;
  readonly osType: string;
  /** The folder of its images, on its own machine. */
  readonly rootDir: string;
  /**
   * Whether it runs directly on this machine: not in a virtual machine (Docker Desktop), not behind a container's
   * mounted socket, not remote.
   */
  readonly onThisMachine: boolean;
  /** Whether it runs as an ordinary user. */
  readonly rootless: boolean;
}

export interface EngineCheck {
  readonly check: Check;
  readonly endpoint: EngineEndpoint;
  /** The engine. @default - none answered */
  readonly engine?: Engine;
}

/** The result of asking an engine. */
type Answer =
  | { readonly state: "answers"; readonly engine: Engine }
  | { readonly state: "complains"; readonly complaint: string }
  | { readonly state: "no-program" }
  | { readonly state: "unasked"; readonly why: string };

/**
 * Checks that the engine of a builder answers. For the docker CLI builder it runs the docker command. The docker
 * provider doesn't need that command, so for it the engine's socket is asked.
 */
export async function checkEngine(
  builder: Builder,
  environment: NodeJS.ProcessEnv = process.env,
): Promise<EngineCheck> {
  const endpoint = engineEndpoint(builder, environment);
  const answer = await ask(builder, endpoint, environment);
  switch (answer.state) {
    case "answers":
      return answer.engine.osType === "windows"
        ? { check: problem("docker-windows-containers"), endpoint }
        : {
            check: ok(TITLE, `${answer.engine.version} (${answer.engine.architecture}) at ${endpoint.host}`),
            endpoint,
            engine: answer.engine,
          };
    case "unasked":
      return { check: skipped(TITLE, answer.why), endpoint };
    case "no-program":
      return { check: problem("docker-program-missing"), endpoint };
    case "complains": {
      const code = classifyEngineProblem(answer.complaint, endpoint);
      const answering = await anotherEngine(code, endpoint, environment);
      return { check: problem(code, answer.complaint, answering), endpoint };
    }
  }

  function problem(code: EngineProblem, complaint?: string, answering?: string): Check {
    const explained = explainEngineProblem(code, {
      endpoint,
      builder,
      ...(complaint !== undefined && { complaint }),
      ...(answering !== undefined && { answering }),
    });
    return failed(TITLE, FOUND[code], explained);
  }
}

const FOUND: Readonly<Record<EngineProblem, string>> = {
  "docker-program-missing": "no docker program",
  "docker-engine-stopped": "not running",
  "docker-engine-no-permission": "running, but not for this user",
  "docker-engine-elsewhere": "no answer",
  "docker-context-missing": "the context doesn't exist",
  "docker-api-mismatch": "no common API version with the docker command",
  "docker-engine-broken": "answers with an error",
  "docker-windows-containers": "runs Windows containers",
};

function ask(builder: Builder, endpoint: EngineEndpoint, environment: NodeJS.ProcessEnv): Promise<Answer> {
  return builder === "docker-cli" ? askProgram(endpoint, environment) : askSocket(endpoint, environment);
}

/** Asks with the docker command, in its own environment. */
async function askProgram(endpoint: EngineEndpoint, environment: NodeJS.ProcessEnv): Promise<Answer> {
  const complaint = await dockerComplaint(environment);
  if (complaint === "no-program") {
    return { state: "no-program" };
  }
  if (complaint !== undefined) {
    return { state: "complains", complaint: complaint.text };
  }
  const info = await probe("docker", ["info", "--format", "{{json .}}"], { env: environment });
  return info.state === "ran"
    ? { state: "answers", engine: readEngine(info.stdout, endpoint.host) }
    : { state: "complains", complaint: "no answer in time" };
}

/** The docker command's error when it can't reach its engine. Undefined when it can. */
export async function dockerComplaint(
  environment: NodeJS.ProcessEnv = process.env,
): Promise<"no-program" | { readonly text: string } | undefined> {
  const version = await probe("docker", ["version", "--format", "{{.Server.Version}}"], { env: environment });
  switch (version.state) {
    case "missing":
      return "no-program";
    case "silent":
      return { text: "no answer in time" };
    case "ran":
      return version.code === 0 ? undefined : { text: version.stderr };
  }
}

/**
 * Asks the socket directly, as the docker provider does. Hosts that can't be reached like that are asked with the
 * docker command, if it is installed.
 */
async function askSocket(endpoint: EngineEndpoint, environment: NodeJS.ProcessEnv): Promise<Answer> {
  if (endpoint.host === undefined) {
    return { state: "complains", complaint: `context "${endpoint.context}" does not exist` };
  }
  const address = endpoint.tls ? undefined : plainAddress(endpoint.host);
  const proxy = environment.HTTP_PROXY || environment.http_proxy;
  const direct = address !== undefined && ("socketPath" in address || !proxy);
  if (!direct) {
    const answer = await askProgram(endpoint, {
      ...environment,
      DOCKER_CONTEXT: "",
      DOCKER_HOST: endpoint.host,
    });
    return answer.state === "no-program"
      ? {
          state: "unasked",
          why: `${endpoint.host} needs the docker command, which is not installed`,
        }
      : answer;
  }
  const ping = await askEngine(address, "/_ping");
  if (ping.status === undefined) {
    return { state: "complains", complaint: ping.complaint };
  }
  if (ping.status !== 200) {
    return { state: "complains", complaint: `GET /_ping was answered with ${ping.status}: ${ping.body}` };
  }
  const info = await askEngine(address, "/info");
  return info.status === 200
    ? { state: "answers", engine: readEngine(info.body, endpoint.host) }
    : {
        state: "complains",
        complaint:
          info.status === undefined
            ? info.complaint
            : `GET /info was answered with ${info.status}: ${info.body}`,
      };
}

/** Missing fields stay empty: unknown facts are not checked. */
function readEngine(json: string, host: string | undefined): Engine {
  const info = parseJson(json) ?? {};
  return {
    version: String(info.ServerVersion ?? "unknown version"),
    architecture: ARCHITECTURES[String(info.Architecture)] ?? String(info.Architecture ?? ""),
    osType: String(info.OSType ?? ""),
    rootDir: String(info.DockerRootDir ?? ""),
    onThisMachine:
      process.platform === "linux" &&
      (host?.startsWith("unix://") ?? false) &&
      info.KernelVersion === release() &&
      info.Name === hostname() &&
      info.OperatingSystem !== "Docker Desktop",
    rootless: (info.SecurityOptions ?? []).includes("name=rootless"),
  };
}

/** `docker info` uses the kernel's names, platforms use Go's. */
const ARCHITECTURES: Readonly<Record<string, string>> = { x86_64: "amd64", aarch64: "arm64" };

/** Searches the usual places of an engine on this machine for one that answers. */
async function anotherEngine(
  problem: EngineProblem,
  endpoint: EngineEndpoint,
  environment: NodeJS.ProcessEnv,
): Promise<string | undefined> {
  if (problem !== "docker-engine-stopped" && problem !== "docker-engine-elsewhere") {
    return undefined;
  }
  const hosts = [usualHost(), engineEndpoint("docker-cli", environment).host];
  for (const host of hosts) {
    const address = host === undefined || host === endpoint.host ? undefined : plainAddress(host);
    if (
      address !== undefined &&
      "socketPath" in address &&
      (await askEngine(address, "/_ping")).status === 200
    ) {
      return host;
    }
  }
  return undefined;
}
