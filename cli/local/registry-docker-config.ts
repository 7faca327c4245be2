import { existsSync, readdirSync, symlinkSync } from "node:fs";
import path from "node:path";
import { type DockerConfig, dockerConfigFolder, readDockerConfig } from "../doctor/docker-config";
import { privateFolder, writePrivateFile } from "../process/private-files";
import { type AccessKey, registryLogin, rootKey } from "./root-key";

/** The folder of docker's configuration (`DOCKER_CONFIG`) that has the login of a key for the registry of the local AWS. */
export function dockerConfigOf(key: AccessKey): string {
  return path.resolve(".local", key.sessionToken === undefined ? "docker" : "docker-role");
}

/**
 * Writes a configuration folder for docker (`DOCKER_CONFIG`): a copy of the user's own, with a login for the registry of the local
 * AWS. The user's own is not changed.
 * @returns its path
 */
export function localDockerConfig(port: number, key: AccessKey): string {
  const folder = dockerConfigOf(key);
  privateFolder(folder);
  const own = dockerConfigFolder(process.env);
  linkFolders(own, folder);
  const { username, password } = registryLogin(rootKey(), key);
  const auth = Buffer.from(`${username}:${password}`).toString("base64");
  const ownConfig = readDockerConfig(path.join(own, "config.json")) ?? {};
  const config = withLogin(ownConfig, `localhost:${port}`, auth);
  writePrivateFile(path.join(folder, "config.json"), `${JSON.stringify(config, undefined, 2)}\n`);
  return folder;
}

/** Adds a login to a configuration. It is stored in the file, even if the others are in a credential store. */
export function withLogin(config: DockerConfig, registry: string, auth: string): DockerConfig {
  return {
    ...config,
    auths: { ...config.auths, [registry]: { auth } },
    ...((config.credsStore !== undefined || config.credHelpers !== undefined) && {
      credHelpers: { ...config.credHelpers, [registry]: "" },
    }),
  };
}

/** Links the user's contexts, plugins (buildx) and builders. */
function linkFolders(own: string, folder: string): void {
  if (!existsSync(own)) return;
  for (const entry of readdirSync(own, { withFileTypes: true })) {
    const link = path.join(folder, entry.name);
    if (entry.isDirectory() && !existsSync(link)) {
      symlinkSync(path.resolve(own, entry.name), link, "junction");
    }
  }
}
