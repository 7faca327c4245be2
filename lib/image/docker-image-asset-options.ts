import type { SymlinkFollowMode } from "../build-context/link";
import type { DockerBuildSecret } from "./docker-build-secret";
import type { DockerCacheOption } from "./docker-cache-option";
import type { DockerImageLabel } from "./docker-image-label";
import type { IgnoreMode } from "./ignore-mode";
import type { NetworkMode } from "./network-mode";
import type { IRepository } from "./repository";

/** How an image is built. docs/image-options.md compares the options with AWS CDK's and with docker's. */
export interface DockerImageAssetOptions {
  /** The Dockerfile, relative to the directory. @default "Dockerfile" */
  readonly file?: string;
  /**
   * Values for the `ARG`s of the Dockerfile. They are part of the image's hash, so they have to be known at synth.
   * Don't put secrets here: the values are readable in the image, the state and the plan.
   * @default - none
   */
  readonly buildArgs?: Readonly<Record<string, string>>;
  /**
   * Secrets that only the build sees, for example a token of a package index. The keys are the ids in `RUN
   * --mount=type=secret,id=<id>`.
   * @default - none
   */
  readonly buildSecrets?: Readonly<Record<string, DockerBuildSecret>>;
  /**
   * The SSH agent of the machine that applies, for `RUN --mount=type=ssh`: `default`, or an id with a socket or keys (`github=/home/ci/key`).
   * Only the docker command (DockerCliBuilder) can do that.
   * @default - none
   */
  readonly buildSsh?: string;
  /**
   * More build contexts, for `COPY --from=<name>` and `FROM <name>`: another folder (staged and hashed like the directory, with its own
   * `.dockerignore`), or an image (`docker-image://alpine:3.22`). Needs buildx, and an engine of Docker 23 or newer.
   * @default - none
   */
  readonly buildContexts?: Readonly<Record<string, string>>;
  /** The stage to build. @default - the last one */
  readonly target?: string;
  /** The network of `RUN` commands. @default NetworkMode.DEFAULT */
  readonly networkMode?: NetworkMode;
  /**
   * Labels of the image, for example `org.opencontainers.image.source`. A text is part of the image's hash. For a value that changes with
   * each commit, use `DockerImageLabel.fromEnvironment`.
   * @default - none
   */
  readonly labels?: Readonly<Record<string, string | DockerImageLabel>>;
  /** Caches that the build reads. Not part of the image's hash. Needs buildx. @default - the builder's own cache */
  readonly cacheFrom?: readonly DockerCacheOption[];
  /** The cache that the build writes. Not part of the image's hash. Needs buildx. @default - none */
  readonly cacheTo?: DockerCacheOption;
  /** Builds without any cache. Not part of the image's hash. @default false */
  readonly cacheDisabled?: boolean;
  /** More patterns of files to exclude, as in a `.dockerignore`. @default - none */
  readonly exclude?: readonly string[];
  /** How the patterns are read. @default IgnoreMode.DOCKER */
  readonly ignoreMode?: IgnoreMode;
  /**
   * Symbolic links that are replaced by what they point to, in the directory and in `buildContexts`. Docker itself follows none.
   * @default SymlinkFollowMode.BLOCK_EXTERNAL
   */
  readonly followSymlinks?: SymlinkFollowMode;
  /**
   * A text that is part of the image's hash, and nothing else. Another text builds the image again, for example to get updates of its base
   * image.
   * @default - none
   */
  readonly extraHash?: string;
  /** Which options are part of the image's hash. @default - all that can change the image */
  readonly invalidation?: DockerImageAssetInvalidationOptions;
  /** The repository to push to, for example one that many functions share. @default - a new one for this image */
  readonly repository?: IRepository;
  /** Tags of images in this repository that never expire: RepositoryProps.protectedTags. @default - none */
  readonly protectedTags?: readonly string[];
}

/**
 * Which options are part of the image's hash. With `false`, a change of the option alone builds nothing: the image has
 * the value of its last build. What decides which image it is (files, `file`, `target`, platform, labels) is always
 * part of it.
 */
export interface DockerImageAssetInvalidationOptions {
  /** `buildArgs`, for example a proxy that differs between machines. @default true */
  readonly buildArgs?: boolean;
  /** The ids and sources of `buildSecrets`; their values never are. @default true */
  readonly buildSecrets?: boolean;
  /** `buildSsh`. @default true */
  readonly buildSsh?: boolean;
  /** `buildContexts`: the content of the folders, and the names of images. @default true */
  readonly buildContexts?: boolean;
  /** `networkMode`. @default true */
  readonly networkMode?: boolean;
  /** `extraHash`. @default true */
  readonly extraHash?: boolean;
}
