import { readStackJson } from "./stack-json";

/** The part of a stack that names regions. */
export interface StackRegions {
  readonly provider?: {
    readonly aws?: readonly { readonly region?: string; readonly alias?: string }[];
  };
}

interface StackJson {
  readonly provider?: {
    readonly docker?: readonly { readonly registry_auth?: readonly { readonly password?: string }[] }[];
  };
  readonly resource?: {
    readonly docker_registry_image?: Readonly<Record<string, { readonly name?: string }>>;
    readonly terraform_data?: Readonly<
      Record<
        string,
        {
          readonly provisioner?: readonly Readonly<
            Record<string, { readonly environment?: Readonly<Record<string, string>> }>
          >[];
        }
      >
    >;
  };
}

/** The region of AWS where a stack names none as plain text: that of this machine's settings. */
export function defaultRegion(): string {
  return settingsRegion() ?? "us-east-1";
}

/** The region in the environment, as AWS's provider reads it. */
export function settingsRegion(): string | undefined {
  return process.env.AWS_REGION ?? process.env.AWS_DEFAULT_REGION;
}

/** The region of a stack's AWS provider, the one without an alias first. @returns undefined where it isn't plain text */
export function regionOf({ provider }: StackRegions): string | undefined {
  const aws = provider?.aws ?? [];
  const regions = [...aws.filter(({ alias }) => alias === undefined), ...aws].map(({ region }) => region);
  return regions.find((region) => region !== undefined && !region.includes("${"));
}

/** The same of a synthesized stack, by its folder. */
export function stackRegion(stackFolder: string): string | undefined {
  return regionOf(readStackJson<StackRegions>(stackFolder));
}

/** How a builder logs in to the registry: lib/image/registry-login.ts. */
export type Login = "ephemeral-token" | "docker-config" | "token-in-state";

/** A registry of ECR that a stack pushes images to. */
export interface StackRegistry {
  readonly account: string;
  readonly region: string;
  readonly login: Login;
}

/** The registries of ECR that a stack pushes images to, each once. */
export function stackRegistries(stackFolder: string): StackRegistry[] {
  const { provider, resource = {} } = readStackJson<StackJson>(stackFolder);
  const auths = (provider?.docker ?? []).flatMap(({ registry_auth = [] }) => registry_auth);
  const pushes = [
    ...Object.values(resource.docker_registry_image ?? {}).map(({ name = "" }) => ({
      host: name,
      password: auths.find(({ password }) => password !== undefined)?.password,
    })),
    ...Object.values(resource.terraform_data ?? {}).flatMap(({ provisioner = [] }) =>
      provisioner.flatMap((each) =>
        Object.values(each).map(({ environment = {} }) => ({
          host: environment.REGISTRY ?? "",
          password: environment.REGISTRY_PASSWORD,
        })),
      ),
    ),
  ];
  const registries = pushes.flatMap(({ host, password }): StackRegistry[] => {
    const [, account, region] = /^(\d{12})\.dkr\.ecr\.([a-z0-9-]+)\.amazonaws\.com/.exec(host) ?? [];
    return account === undefined || region === undefined
      ? []
      : [{ account, region, login: loginOf(password) }];
  });
  return [...new Map(registries.map((registry) => [JSON.stringify(registry), registry])).values()];
}

function loginOf(password: string | undefined): Login {
  if (password === undefined) {
    return "docker-config";
  }
  return password.includes("ephemeral.") ? "ephemeral-token" : "token-in-state";
}
