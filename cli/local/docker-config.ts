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
 * Writes a configuration folder for docker (`DOCKER_CONFIG`): a copy of the user's own, with a login for the registry of the local
 * AWS. The user's own is not changed.
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

/** Adds a login to a configuration. It is stored in the file, even if the others are in a credential store. */
export function withLogin(config: DockerConfig, registry: string, auth: string): DockerConfig {
  return {
    ...config,
    auths: { ...config.auths, [registry]: { auth } },
    ...(("credsStore" in config || config.credHelpers !== undefined) && {
      credHelpers: { ...config.credHelpers, [registry]: "" },
    }),
  };
}

/** Links the user's contexts, plugins (buildx) and builders. */
function linkFolders(own: string): void {
  if (!existsSync(own)) return;
  for (const entry of readdirSync(own, { withFileTypes: true })) {
    const link = path.join(LOCAL_DOCKER_CONFIG, entry.name);
    if (entry.isDirectory() && !existsSync(link)) {
      symlinkSync(path.resolve(own, entry.name), link, "junction");
    }
  }
}

/** Empty if there is none, or if it can't be read. Docker itself reports that error better. */
function readConfig(file: string): DockerConfig {
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch {
    return {};
  }
}
