import { userInfo } from "node:os";
import path from "node:path";
import { dockerConfigFolder, readDockerConfig, readDockerContext } from "./docker-config";

/** The builder of images: Terraform's docker provider, or the docker command. */
export type Builder = "docker-provider" | "docker-cli";

/** Where an engine is expected, and which setting determines that. */
export interface EngineEndpoint {
  /** For example `unix:///var/run/docker.sock`. @default - the setting names a context that doesn't exist */
  readonly host?: string;
  /** `default` means no setting: the usual socket. */
  readonly source: "default" | "DOCKER_HOST" | "DOCKER_CONTEXT" | "currentContext";
  /** The docker context that it comes from. @default - none */
  readonly context?: string;
  /** It is spoken to with certificates. */
  readonly tls: boolean;
}

/** The engine's default socket. */
export function usualHost(platform: NodeJS.Platform = process.platform): string {
  return platform === "win32" ? "npipe:////./pipe/docker_engine" : "unix:///var/run/docker.sock";
}

/**
 * Where a builder searches for the engine. The two builders differ. The docker command prefers `DOCKER_HOST`, then
 * `DOCKER_CONTEXT`, then the context in its configuration file (docker/cli 29, resolveContextName). The docker provider
 * prefers `DOCKER_CONTEXT`, then `DOCKER_HOST`. It ignores the context in the file, and has no context called `default`
 * (provider 4.3 to 4.5).
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

/** Names the setting that determines the address, for a sentence: "… comes from X". */
export function describeSource({ source, context }: EngineEndpoint): string {
  switch (source) {
    case "default":
      return "docker's own default";
    case "DOCKER_HOST":
      return "the variable DOCKER_HOST";
    case "DOCKER_CONTEXT":
      return `the docker context "${context}" (variable DOCKER_CONTEXT)`;
    case "currentContext":
      return `the docker context "${context}" (currentContext in docker's configuration file)`;
  }
}

function isSet(value: string | undefined): boolean {
  return value !== undefined && value !== "";
}
