import { userInfo } from "node:os";
import path from "node:path";
import { dockerConfigFolder, readDockerConfig, readDockerContext } from "./docker-config";

/** Who builds and pushes: Terraform's docker provider, or the docker command. */
export type Builder = "docker-provider" | "docker-cli";

/** Where an engine is looked for, and who says so. */
export interface EngineEndpoint {
  /** For example `unix:///var/run/docker.sock`. @default - it is named by a context that doesn't exist */
  readonly host?: string;
  /** `default` is nobody: the usual socket. */
  readonly source: "default" | "DOCKER_HOST" | "DOCKER_CONTEXT" | "currentContext";
  /** The docker context that it comes from. @default - from none */
  readonly context?: string;
  /** It is spoken to with certificates. */
  readonly tls: boolean;
}

/** The socket of an engine that nobody says anything about. */
export function usualHost(platform: NodeJS.Platform = process.platform): string {
  return platform === "win32" ? "npipe:////./pipe/docker_engine" : "unix:///var/run/docker.sock";
}

/**
 * Where a builder looks for the engine. The two differ: the docker command takes `DOCKER_HOST` before `DOCKER_CONTEXT`, and
 * the context in its configuration file after both (docker/cli 29, resolveContextName); the docker provider takes
 * `DOCKER_CONTEXT` before `DOCKER_HOST`, knows no context in the file, and none called `default` (provider 4.3 to 4.5).
 */
export function engineEndpoint(
  builder: Builder,
  environment: NodeJS.ProcessEnv = process.env,
): EngineEndpoint {
  return builder === "docker-cli" ? cliEndpoint(environment) : providerEndpoint(environment);
}

function cliEndpoint(environment: NodeJS.ProcessEnv): EngineEndpoint {
  const tls = isSet(environment.DOCKER_TLS_VERIFY) || isSet(environment.DOCKER_TLS);
  if (environment.DOCKER_HOST) {
    return { host: environment.DOCKER_HOST, source: "DOCKER_HOST", tls };
  }
  const folder = dockerConfigFolder(environment);
  const source = environment.DOCKER_CONTEXT ? "DOCKER_CONTEXT" : "currentContext";
  const context =
    environment.DOCKER_CONTEXT || readDockerConfig(path.join(folder, "config.json"))?.currentContext;
  return context && context !== "default"
    ? { ...(readDockerContext(folder, context) ?? { tls: false }), source, context }
    : { host: usualHost(), source: "default", tls };
}

function providerEndpoint(environment: NodeJS.ProcessEnv): EngineEndpoint {
  const tls = isSet(environment.DOCKER_CERT_PATH) || isSet(environment.DOCKER_CERT_MATERIAL);
  if (environment.DOCKER_CONTEXT) {
    const context = environment.DOCKER_CONTEXT;
    const folder = path.join(userInfo().homedir, ".docker");
    const { host } = readDockerContext(folder, context) ?? {};
    return { ...(host !== undefined && { host }), source: "DOCKER_CONTEXT", context, tls };
  }
  return environment.DOCKER_HOST
    ? { host: environment.DOCKER_HOST, source: "DOCKER_HOST", tls }
    : { host: usualHost(), source: "default", tls };
}

/** Who says that the engine is there, for a sentence: "… comes from X". */
export function describeSource({ source, context }: EngineEndpoint): string {
  switch (source) {
    case "default":
      return "docker's own default";
    case "DOCKER_HOST":
      return "the variable DOCKER_HOST";
    case "DOCKER_CONTEXT":
      return `the docker context "${context}", which the variable DOCKER_CONTEXT names`;
    case "currentContext":
      return `the docker context "${context}", which docker's configuration file names (currentContext)`;
  }
}

function isSet(value: string | undefined): boolean {
  return value !== undefined && value !== "";
}
