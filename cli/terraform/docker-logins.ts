import { readStackJson } from "./stack-json";

/** A registry that a stack's docker provider has a login for. */
export interface DockerLogin {
  /** Host of the registry, with its port where it has one. */
  readonly registry: string;
  /** For example `https://<registry>`. */
  readonly url: string;
  /** Where the login is from: docker's configuration, a token that Terraform asks ECR for, or the stack itself; `none` is no login at all. */
  readonly kind: "none" | "docker-config" | "token" | "plain";
  /** `user:password`, of a login that stands in the stack. */
  readonly plain?: string;
}

/** The part of a synthesized stack that is read here. */
export interface DockerProviderJson {
  readonly alias?: string;
  readonly registry_auth?: readonly {
    readonly address: string;
    readonly auth_disabled?: boolean;
    readonly username?: string;
    readonly password?: string;
  }[];
}

interface StackJson {
  readonly provider?: { readonly docker?: readonly DockerProviderJson[] };
  readonly variable?: Readonly<Record<string, { readonly default?: unknown }>>;
  readonly removed?: readonly { readonly from: string }[];
}

export function readStack(stackFolder: string): StackJson {
  return readStackJson<StackJson>(stackFolder);
}

/**
 * The logins of a synthesized stack's docker provider; none when it has no such provider.
 * @param environment the variables that Terraform is run with: values of the stack's variables (`TF_VAR_…`) are among them
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
