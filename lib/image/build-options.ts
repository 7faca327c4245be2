import type { DockerBuildSecret } from "./docker-build-secret";
import { cacheText } from "./docker-cache-option";
import type {
  DockerImageAssetInvalidationOptions,
  DockerImageAssetOptions,
} from "./docker-image-asset-options";
import { NetworkMode } from "./network-mode";

/** The options of an image that can change what is in it, besides the files of its context. */
export interface ImageInputs {
  readonly dockerfile: string;
  readonly buildArgs: Readonly<Record<string, string>>;
  readonly buildSecrets: Readonly<Record<string, DockerBuildSecret>>;
  readonly target?: string;
  /** Docker's platform, for example `linux/amd64`. */
  readonly platform: string;
  readonly buildSsh?: string;
  /** Name → the folder relative to the stack's folder, or `docker-image://…`. */
  readonly buildContexts?: Readonly<Record<string, string>>;
  readonly networkMode?: NetworkMode;
  readonly labels?: Readonly<Record<string, string>>;
  readonly extraHash?: string;
}

/** All options of a build. */
export interface BuildOptions extends ImageInputs {
  /** Label → the environment variable of the machine that applies. */
  readonly labelsFromEnvironment?: Readonly<Record<string, string>>;
  /** As `docker build` takes them, escaped for Terraform. */
  readonly cacheFrom?: readonly string[];
  /** As `docker build` takes it, escaped for Terraform. */
  readonly cacheTo?: string;
  readonly cacheDisabled?: boolean;
}

/**
 * The options as builders get them. An option that isn't given isn't a key. So new options of this library change no
 * hash of an image that doesn't use them.
 */
export function buildOptions(
  given: DockerImageAssetOptions,
  known: Pick<ImageInputs, "dockerfile" | "platform"> & {
    readonly buildContexts: Readonly<Record<string, string>>;
  },
): BuildOptions {
  const labels = Object.entries(given.labels ?? {}).sort(byName);
  const fixed = labels.flatMap(([key, value]) => (typeof value === "string" ? [[key, value] as const] : []));
  const variables = labels.flatMap(([key, value]) =>
    typeof value === "string" ? [] : [[key, value.variable] as const],
  );
  const contexts = Object.entries(known.buildContexts).sort(byName);
  return {
    dockerfile: known.dockerfile,
    buildArgs: sorted(given.buildArgs),
    buildSecrets: sorted(given.buildSecrets),
    ...(given.target !== undefined && { target: given.target }),
    platform: known.platform,
    ...(given.buildSsh !== undefined && { buildSsh: given.buildSsh }),
    ...(contexts.length > 0 && { buildContexts: Object.fromEntries(contexts) }),
    ...(given.networkMode !== undefined &&
      given.networkMode !== NetworkMode.DEFAULT && { networkMode: given.networkMode }),
    ...(fixed.length > 0 && { labels: Object.fromEntries(fixed) }),
    ...(given.extraHash !== undefined && { extraHash: given.extraHash }),
    ...(variables.length > 0 && { labelsFromEnvironment: Object.fromEntries(variables) }),
    ...(given.cacheFrom && given.cacheFrom.length > 0 && { cacheFrom: given.cacheFrom.map(cacheText) }),
    ...(given.cacheTo && { cacheTo: cacheText(given.cacheTo) }),
    ...(given.cacheDisabled && { cacheDisabled: true }),
  };
}

/** The options that decide whether an image is built again. */
export function hashedInputs(
  options: BuildOptions,
  invalidation: DockerImageAssetInvalidationOptions = {},
): ImageInputs {
  const {
    labelsFromEnvironment: _environment,
    cacheFrom: _from,
    cacheTo: _to,
    cacheDisabled: _disabled,
    ...inputs
  } = options;
  // Always a new object with the keys in the same order, since its text is hashed.
  const counted = Object.entries(inputs).flatMap(([name, value]) => {
    if (invalidation[name as keyof DockerImageAssetInvalidationOptions] !== false) return [[name, value]];
    return name === "buildArgs" || name === "buildSecrets" ? [[name, {}]] : [];
  });
  return Object.fromEntries(counted) as unknown as ImageInputs;
}

function sorted<T>(record: Readonly<Record<string, T>> = {}): Record<string, T> {
  return Object.fromEntries(Object.entries(record).sort(byName));
}

function byName([one]: readonly [string, unknown], [other]: readonly [string, unknown]): number {
  return one < other ? -1 : 1;
}
