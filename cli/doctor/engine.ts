import { hostname, release } from "node:os";
import { parseJson, probe } from "../process/probe";
import { type Check, failed, ok, skipped } from "./check";
import { type Builder, type EngineEndpoint, engineEndpoint, usualHost } from "./engine-endpoint";
import { classifyEngineProblem, type EngineProblem, explainEngineProblem } from "./engine-problem";
import { askEngine, plainAddress } from "./engine-request";

const TITLE = "Docker engine";

/** What an engine says of itself (`GET /info` of Docker's API). */
export interface Engine {
  readonly version: string;
  /** Docker's name for its processor: `amd64`, `arm64`, or another. */
  readonly architecture: string;
  readonly osType: string;
  /** Where it keeps images, on its own machine. */
  readonly rootDir: string;
  /** It is on this very machine: not in a virtual machine (Docker Desktop), not behind a container's mounted socket, not remote. */
  readonly onThisMachine: boolean;
  /** It runs as an ordinary user. */
  readonly rootless: boolean;
}

export interface EngineCheck {
  readonly check: Check;
  readonly endpoint: EngineEndpoint;
  /** The engine. @default - none answered */
  readonly engine?: Engine;
}

/** What is known after asking. */
type Answer =
  | { readonly state: "answers"; readonly engine: Engine }
  | { readonly state: "complains"; readonly complaint: string }
  | { readonly state: "no-program" }
  | { readonly state: "unasked"; readonly why: string };

/**
 * Does the engine that a builder will use answer? The docker command is asked as it is; for the docker provider, which doesn't
 * need that command, the engine's socket is.
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
  "docker-api-mismatch": "too old or too new for the docker command",
  "docker-engine-broken": "answers with an error",
  "docker-windows-containers": "makes Windows containers",
};

function ask(builder: Builder, endpoint: EngineEndpoint, environment: NodeJS.ProcessEnv): Promise<Answer> {
  return builder === "docker-cli" ? askProgram(endpoint, environment) : askSocket(endpoint, environment);
}

/** By the docker command, in its own environment. */
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

/** What the docker command says when it can't reach its engine; undefined when it can. */
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

/** As the docker provider does: straight to the socket. What can't be asked so is asked by the docker command, where there is one. */
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
          why: `${endpoint.host} can be asked by the docker command only, and there is none`,
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

/** Fields that are missing stay empty: what can't be known is not checked. */
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

/** `docker info` has the kernel's names, platforms have Go's. */
const ARCHITECTURES: Readonly<Record<string, string>> = { x86_64: "amd64", aarch64: "arm64" };

/** Of the places that docker may mean on this machine, one where an engine does answer. */
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
