import path from "node:path";
import { type Check, type CheckProblem, failed, ok, skipped } from "./check";
import { askHelper, helperFailed, helperMissing } from "./credential-helper";
import { type DockerConfig, dockerConfigFolder, readDockerConfig } from "./docker-config";
import { askRegistry } from "./registry";

const TITLE = "Registry login";

/** Where a registry's login is, according to docker's configuration. */
export type LoginSource =
  /** In the file itself, as `user:password` in base64. Undefined for another kind of login. */
  | { readonly kind: "file"; readonly basic: string | undefined }
  /** In a program `docker-credential-<name>`. */
  | { readonly kind: "helper"; readonly name: string }
  | { readonly kind: "none" };

/** Finds it as docker does (docker/cli, cli/config/configfile/file.go and cli/config/credentials/file_store.go). */
export function loginSource(config: DockerConfig | undefined, registry: string): LoginSource {
  const helper = config?.credHelpers?.[registry] ?? config?.credsStore;
  if (helper) {
    return { kind: "helper", name: helper };
  }
  const entry =
    config?.auths?.[registry] ??
    Object.entries(config?.auths ?? {}).find(([address]) => hostOf(address) === registry)?.[1];
  return entry?.auth || entry?.identitytoken ? { kind: "file", basic: entry.auth } : { kind: "none" };
}

/** The registry whose login is searched for, and where. */
interface Wanted {
  readonly registry: string;
  readonly region: string;
  /** Docker's configuration. */
  readonly file: string;
}

/** The problem that the configuration has no login for this registry. */
export function noLogin({ registry, region, file }: Wanted, config: DockerConfig | undefined): CheckProblem {
  const others = Object.keys({ ...config?.auths, ...config?.credHelpers })
    .map(hostOf)
    .filter((host) => /\.dkr\.ecr\./.test(host) && host !== registry);
  const other = others.length > 0 ? ` It has one for ${others.join(", ")}: another account or region.` : "";
  return {
    code: "registry-login-missing",
    what: `Docker has no login for ${registry}: ${config ? `${file} has none` : `there is no ${file}`}.${other}`,
    why: 'The environment logs in with docker\'s configuration (registryLogin: "docker-config"): the push would fail with "no basic auth credentials".',
    fix: logIn(registry, region),
  };
}

/**
 * The login for a registry in docker's configuration.
 * @returns `user:password` in base64. Undefined if there is none, or another kind of login
 */
export async function dockerBasicLogin(
  registry: string,
  environment: NodeJS.ProcessEnv = process.env,
): Promise<string | undefined> {
  const config = readDockerConfig(path.join(dockerConfigFolder(environment), "config.json"));
  const source = loginSource(config, registry);
  if (source.kind !== "helper") {
    return source.kind === "file" ? source.basic : undefined;
  }
  const answer = await askHelper(source.name, registry, environment);
  return answer.kind === "found" ? answer.basic : undefined;
}

/** Checks that docker's configuration has a login for the registry, and that the registry accepts it. */
export async function checkDockerLogin(
  registry: string,
  region: string,
  environment: NodeJS.ProcessEnv = process.env,
  url = `https://${registry}/v2/`,
): Promise<Check> {
  if (environment.DOCKER_AUTH_CONFIG) {
    return skipped(TITLE, "the variable DOCKER_AUTH_CONFIG is set, which this check doesn't read");
  }
  const file = path.join(dockerConfigFolder(environment), "config.json");
  const config = readDockerConfig(file);
  const missing = (found: string) => failed(TITLE, found, noLogin({ registry, region, file }, config));
  const source = loginSource(config, registry);
  if (source.kind === "none") {
    return missing("none for this registry");
  }
  if (source.kind === "file") {
    return await tryLogin(source.basic, `in ${file}`);
  }
  const program = `docker-credential-${source.name}`;
  const answer = await askHelper(source.name, registry, environment);
  switch (answer.kind) {
    case "found":
      return await tryLogin(answer.basic, `by ${program}`);
    case "not-found":
      return missing(`${program} has none for this registry`);
    case "silent":
      return skipped(TITLE, `${program} doesn't answer in time`);
    case "missing":
      return failed(TITLE, `no program ${program}`, helperMissing(source.name, registry, file));
    case "failed":
      return failed(TITLE, `${program} fails`, helperFailed(source.name, registry, answer.message));
  }

  /** Tries a login at the registry itself. */
  async function tryLogin(basic: string | undefined, where: string): Promise<Check> {
    const { status } = basic === undefined ? {} : await askRegistry(url, basic);
    return status === 401 || status === 403
      ? failed(TITLE, `${where}, but no longer valid`, {
          code: "registry-login-expired",
          what: `The registry ${registry} refuses docker's login (${where}). The login has expired, or isn't valid for this registry.`,
          why: 'The push would fail with "denied: Your authorization token has expired".',
          fix: logIn(registry, region),
        })
      : ok(TITLE, where);
  }
}

function logIn(registry: string, region: string): string {
  return `aws ecr get-login-password --region ${region} | docker login --username AWS --password-stdin ${registry}
(it is valid for 12 hours; the Amazon ECR credential helper logs in automatically: "credHelpers": {"${registry}": "ecr-login"})`;
}

function hostOf(address: string): string {
  return address.replace(/^https?:\/\//, "").replace(/\/.*$/, "");
}
