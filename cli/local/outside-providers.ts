import { shortAddress } from "../terraform/provider-address";
import { stackOfRemoteState } from "./local-override";

/** Providers that reach only this machine, or only the endpoints in the override file (hashicorp/aws). */
const HARMLESS = new Set([
  "builtin/terraform",
  "hashicorp/archive",
  "hashicorp/aws",
  "hashicorp/cloudinit",
  "hashicorp/local",
  "hashicorp/null",
  "hashicorp/random",
  "hashicorp/template",
  "hashicorp/time",
  "hashicorp/tls",
]);
/** It uses this machine's engine. The registries that it pushes to are checked separately. */
const DOCKER = "kreuzwerker/docker";

export interface OutsideOptions {
  /** Host and port of the local registry. */
  readonly registry: string;
  /** The names of all stacks of the app. */
  readonly stacks: readonly string[];
  /** Providers that are allowed by name, for example `DataDog/datadog`. */
  readonly allowed: readonly string[];
}

interface StackJson {
  readonly resource?: Readonly<
    Record<string, Readonly<Record<string, { readonly name?: string }>> | undefined>
  >;
  readonly data?: {
    readonly terraform_remote_state?: Readonly<Record<string, { readonly backend?: string }>>;
  };
}

/**
 * Providers that could reach anything else than the local AWS, and aren't allowed by name.
 * @param addresses for example `registry.terraform.io/hashicorp/aws`
 */
export function outsideProviders(addresses: readonly string[], allowed: readonly string[]): string[] {
  const names = addresses.map((address) => shortAddress(address));
  return [...new Set(names)].filter(
    (name) =>
      !HARMLESS.has(name) &&
      name !== DOCKER &&
      !allowed.some((other) => other.toLowerCase() === name.toLowerCase()),
  );
}

/** Resources of a synthesized stack that would reach anything else than the local AWS, as lines. */
export function outsideResources({ resource = {}, data = {} }: StackJson, options: OutsideOptions): string[] {
  const { registry, stacks, allowed } = options;
  const pushes = allowed.includes(DOCKER) ? {} : (resource.docker_registry_image ?? {});
  return [
    ...Object.entries(pushes)
      .filter(([, { name = "" }]) => !name.startsWith(`${registry}/`))
      .map(([id, { name }]) => `docker_registry_image.${id} pushes to ${name}`),
    ...Object.entries(data.terraform_remote_state ?? {})
      .filter(([id, { backend }]) => backend !== "local" && stackOfRemoteState(id, stacks) === undefined)
      .map(
        ([id, { backend }]) => `data.terraform_remote_state.${id} reads a state from the backend ${backend}`,
      ),
  ];
}
