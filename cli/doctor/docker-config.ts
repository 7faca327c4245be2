import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { homedir } from "node:os";
import path from "node:path";
import { parseJson } from "../process/json-text";

/** The used part of docker's configuration file (docker/cli, cli/config/configfile/file.go). */
export interface DockerConfig {
  readonly auths?: Readonly<Record<string, { readonly auth?: string; readonly identitytoken?: string }>>;
  readonly credsStore?: string;
  readonly credHelpers?: Readonly<Record<string, string>>;
  readonly currentContext?: string;
}

/** The folder of docker's configuration: `$DOCKER_CONFIG`, or `~/.docker`. */
export function dockerConfigFolder(environment: NodeJS.ProcessEnv): string {
  return environment.DOCKER_CONFIG || path.join(environment.HOME || homedir(), ".docker");
}

/**
 * Reads docker's configuration file. `undefined` if there is none. A file that isn't JSON counts as empty: docker warns
 * and continues.
 */
export function readDockerConfig(file: string): DockerConfig | undefined {
  try {
    const config = parseJson(readFileSync(file, "utf8"));
    return typeof config === "object" && config !== null ? config : {};
  } catch {
    return existsSync(file) ? {} : undefined;
  }
}

/** The address of a docker context's engine. */
export interface DockerContext {
  readonly host: string;
  /** Whether the connection uses certificates. */
  readonly tls: boolean;
}

/**
 * A docker context in a docker folder, as docker and the docker provider find it. `undefined` if there is none of that
 * name.
 */
export function readDockerContext(folder: string, name: string): DockerContext | undefined {
  const id = createHash("sha256").update(name).digest("hex");
  const file = path.join(folder, "contexts", "meta", id, "meta.json");
  const endpoint = existsSync(file) ? parseJson(readFileSync(file, "utf8"))?.Endpoints?.docker : undefined;
  return typeof endpoint?.Host === "string"
    ? { host: endpoint.Host, tls: existsSync(path.join(folder, "contexts", "tls", id)) }
    : undefined;
}
