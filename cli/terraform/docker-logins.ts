import { readStackJson } from "./stack-json";

/** A registry that a stack's docker provider has a login for. */
export interface DockerLogin {
  /** Host of the registry, with its port if it has one. */
  readonly registry: string;
  /** For example `https://<registry>`. */
  readonly url: string;
  /**
   * The source of the login: docker's configuration, a token that Terraform gets from ECR, or the stack itself. `none`
   * is no login.
   */
  readonly kind: "none" | "docker-config" | "token" | "plain";
  /** `user:password`, if the login is in the stack. */
  readonly plain?: string;
}

/** The used part of a synthesized stack. */
export interface DockerProviderJson {
  readonly alias?: string;
  readonly registry_auth?: readonly {
    readonly address: string;
    readonly auth_disabled?: boolean;
    readonly username?: string;
    readonly password?: string;
  }[];
}

interface RemovedBlock {
  readonly from: string;
}

interface StackJson {
  readonly provider?: { readonly docker?: readonly DockerProviderJson[] };
  readonly variable?: Readonly<Record<string, { readonly default?: unknown }>>;
  /** Terraform reads a block that is an object, or a list with one. DockerCliBuilder writes the list. */
  readonly removed?: readonly (RemovedBlock | readonly RemovedBlock[])[];
}

export function readStack(stackFolder: string): StackJson {
  return readStackJson<StackJson>(stackFolder);
}

/**
 * The logins of a synthesized stack's docker provider. None when it has no such provider.
 * @param environment the environment of Terraform, which may contain values of the stack's variables (`TF_VAR_…`)
 */
export function dockerLogins(
  { provider, variable = {} }: StackJson,
  environment: Readonly<Record<string, string | undefined>>,
): DockerLogin[] {
  const filled = (text: string): string =>
    text.replace(/\$\{var\.([\w-]+)\}/g, (all, name: string) =>
      String(environment[`TF_VAR_${name}`] ?? variable[name]?.default ?? all),
    );
  return (provider?.docker ?? []).flatMap(({ registry_auth = [] }) =>
    registry_auth.map(({ address, auth_disabled, username, password }) => {
      const url = filled(address);
      return {
        registry: url.replace(/^https?:\/\//, ""),
        url: /^https?:/.test(url) ? url : `https://${url}`,
        ...login(auth_disabled === true, username && filled(username), password && filled(password)),
      };
    }),
  );
}

function login(
  disabled: boolean,
  username: string | undefined,
  password: string | undefined,
): Pick<DockerLogin, "kind" | "plain"> {
  if (disabled) {
    return { kind: "none" };
  }
  if (username === undefined || password === undefined) {
    return { kind: "docker-config" };
  }
  const plain = `${username}:${password}`;
  return plain.includes("${") ? { kind: "token" } : { kind: "plain", plain };
}
