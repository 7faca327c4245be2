import { existsSync, readdirSync, readFileSync, symlinkSync } from "node:fs";
import { homedir } from "node:os";
import path from "node:path";
import { privateFolder, writePrivateFile } from "../process/private-files";
import { registryLogin, rootKey } from "./root-key";

/** The folder of docker's configuration (`DOCKER_CONFIG`) that has a login for the registry of the local AWS. */
export const LOCAL_DOCKER_CONFIG = path.resolve(".local", "docker");

interface DockerConfig {
  readonly auths?: Readonly<Record<string, unknown>>;
  readonly credHelpers?: Readonly<Record<string, string>>;
}

/**
 * Writes a configuration folder for docker (`DOCKER_CONFIG`) that is the user's own, and has a login for the registry of the local AWS. The
 * user's own stays as it is.
 * @returns its path
 */
export function localDockerConfig(port: number): string {
  privateFolder(LOCAL_DOCKER_CONFIG);
  const own = process.env.DOCKER_CONFIG ?? path.join(homedir(), ".docker");
  linkFolders(own);
  const { username, password } = registryLogin(rootKey());
  const auth = Buffer.from(`${username}:${password}`).toString("base64");
  const config = withLogin(readConfig(path.join(own, "config.json")), `localhost:${port}`, auth);
  writePrivateFile(
    path.join(LOCAL_DOCKER_CONFIG, "config.json"),
    `${JSON.stringify(config, undefined, 2)}\n`,
  );
  return LOCAL_DOCKER_CONFIG;
}

/** A configuration with one more login, kept in the file also where the others are in a store of the machine's. */
export function withLogin(config: DockerConfig, registry: string, auth: string): DockerConfig {
  return {
    ...config,
    auths: { ...config.auths, [registry]: { auth } },
    ...(("credsStore" in config || config.credHelpers !== undefined) && {
      credHelpers: { ...config.credHelpers, [registry]: "" },
    }),
  };
}

/** Contexts, plugins (buildx), builders. */
function linkFolders(own: string): void {
  if (!existsSync(own)) return;
  for (const entry of readdirSync(own, { withFileTypes: true })) {
    const link = path.join(LOCAL_DOCKER_CONFIG, entry.name);
    if (entry.isDirectory() && !existsSync(link)) {
      symlinkSync(path.resolve(own, entry.name), link, "junction");
    }
  }
}

/** Empty where there is none, or where it can't be read: docker says so better. */
function readConfig(file: string): DockerConfig {
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch {
    return {};
  }
}
