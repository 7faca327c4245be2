import type { ITerraformDependable, TerraformResource } from "cdktf";
import { Construct } from "constructs";
import { Architecture } from "../architecture";
import { AwsEnvironment, idPath } from "../aws-environment";
import { BuildContext } from "../build-context/build-context";
import { NamedContext } from "../build-context/named-context";
import { sha256 } from "../sha256";
import { throwProblems } from "../throw-problems";
import { buildOptions, hashedInputs } from "./build-options";
import type { DockerImageAssetOptions } from "./docker-image-asset-options";
import { generatedFolders } from "./generated-folders";
import { imageTriggers, untriggeredOptions } from "./image-triggers";
import { checkProtectedTag } from "./lifecycle-rules";
import { imageBuilderFor } from "./local-image-builder";
import { optionProblems } from "./option-problems";
import { type IRepository, Repository, repositoryNameFor } from "./repository";
import { STAGED, stageAtSynth } from "./staged-contexts";

/** Settings of a DockerImageAsset. */
export interface DockerImageAssetProps extends DockerImageAssetOptions {
  /** The folder that is the build context, absolute or relative to the working directory. */
  readonly directory: string;
  /** The instruction set that it is built for. @default Architecture.X86_64 */
  readonly architecture?: Architecture;
  /**
   * The image's name. It is used for its repository, or for its tag prefix in a shared repository.
   * @default - the construct ids on the path to it
   */
  readonly assetName?: string;
}

/**
 * An image that is built from a folder and pushed to ECR when Terraform applies. The folder is read at construction,
 * and staged below the stack's folder at synth. So plan and apply need only the stack's folder.
 */
export class DockerImageAsset extends Construct {
  /** Hash of all inputs of the image: files, Dockerfile, build arguments, target, platform, and other options that can change it. */
  readonly assetHash: string;
  /** The repository that it is pushed to. */
  readonly repository: IRepository;
  /** `sha256:…`, known after the push. */
  readonly imageDigest: string;
  /** `<registry>/<repository>@<digest>`: always this image. */
  readonly imageUri: string;
  /** The resource that builds and pushes it: a `RegistryImage` of the docker provider, or a `DataResource` with the docker command. */
  readonly resource: TerraformResource;
  /** The instruction set that it is built for. */
  readonly architecture: Architecture;
  /** What has to exist before Lambda may pull the image. */
  readonly pullAllowedBy: readonly ITerraformDependable[];
  /** The source of the image, for checks before the build. @internal */
  readonly _source: {
    readonly context: BuildContext;
    readonly buildArgs: Readonly<Record<string, string>>;
    readonly target?: string;
    readonly buildContexts?: Readonly<Record<string, string>>;
  };

  /** @throws BuildContextError when the folder can't be a build context. @throws Error when an option can't be used, or not with this builder. */
  constructor(scope: Construct, id: string, props: DockerImageAssetProps) {
    super(scope, id);
    checkOptions(this, optionProblems(props));
    checkProtectable(this, props);
    const builder = imageBuilderFor(this);
    const context = BuildContext.read({
      directory: props.directory,
      ...(props.file !== undefined && { dockerfile: props.file }),
      ...(props.exclude !== undefined && { exclude: props.exclude }),
      ...(props.followSymlinks !== undefined && { followSymlinks: props.followSymlinks }),
      generated: generatedFolders(this, props.directory),
    });
    this.architecture = props.architecture ?? Architecture.X86_64;
    const folders = namedContexts(this, props);
    const options = buildOptions(props, {
      dockerfile: context.dockerfile,
      platform: this.architecture.dockerPlatform,
      buildContexts: {
        ...props.buildContexts,
        ...Object.fromEntries([...folders].map(([name, { hash }]) => [name, `${STAGED}/${hash}`])),
      },
    });
    checkOptions(this, builder.problems(options));
    const { buildArgs, target, buildContexts } = options;
    this._source = {
      context,
      buildArgs,
      ...(target !== undefined && { target }),
      ...(buildContexts && { buildContexts }),
    };
    const inputs = hashedInputs(options, props.invalidation);
    this.assetHash = sha256(JSON.stringify([context.hash, inputs]));

    const name = props.assetName ?? idPath(this);
    const repository =
      props.repository ??
      new Repository(this, "Repository", {
        repositoryName: repositoryNameFor(AwsEnvironment.of(this), name),
      });
    const tagPrefix = props.repository ? tagPrefixOf(this, name) : "";
    if (repository instanceof Repository) {
      repository.keepImagesOf(tagPrefix);
      for (const tag of props.protectedTags ?? []) {
        repository.protectTag(tag);
      }
    }
    this.repository = repository;
    this.pullAllowedBy = repository.pullAllowedBy;

    stageAtSynth(this, [context, ...folders.values()]);
    const pushed = builder.push(this, {
      ...options,
      context: `${STAGED}/${context.hash}`,
      repository,
      tagPrefix,
      assetHash: this.assetHash,
      triggers: imageTriggers(
        context.entries,
        inputs,
        new Map([...folders].map(([name, { entries }]) => [name, entries])),
      ),
      untriggered: untriggeredOptions(options, inputs),
    });
    this.resource = pushed.resource;
    this.imageDigest = pushed.digest;
    this.imageUri = `${repository.registry}/${repository.repositoryName}@${pushed.digest}`;
  }
}

/**
 * The OCI Distribution Specification 1.1 limits a tag to 128 characters, and a builder's part has 32. A name contains
 * no dot, so that no function's prefix is a prefix of another's. The images of each function are counted separately.
 */
const TAG_NAME = /^[A-Za-z0-9_][A-Za-z0-9_-]{0,94}$/;

function tagPrefixOf(asset: DockerImageAsset, name: string): string {
  if (!TAG_NAME.test(name)) {
    throw new Error(
      `[${asset.node.path}] "${name}" can't be the tag prefix of an image in a shared repository. A prefix has 1 to 95 letters, digits, "_" and "-". ` +
        "Use another construct id.",
    );
  }
  return `${name}.`;
}

function namedContexts(
  asset: DockerImageAsset,
  { buildContexts = {}, followSymlinks }: DockerImageAssetProps,
): ReadonlyMap<string, NamedContext> {
  return new Map(
    Object.entries(buildContexts).flatMap(([name, directory]) =>
      directory.startsWith("docker-image://")
        ? []
        : [
            [
              name,
              NamedContext.read({
                directory,
                generated: generatedFolders(asset, directory),
                ...(followSymlinks !== undefined && { followSymlinks }),
              }),
            ] as const,
          ],
    ),
  );
}

function checkProtectable(
  asset: DockerImageAsset,
  { repository, protectedTags = [] }: DockerImageAssetOptions,
): void {
  if (protectedTags.length > 0 && repository && !(repository instanceof Repository)) {
    throw new Error(
      `[${asset.node.path}] can't protect tags in ${repository.repositoryName}: this repository's lifecycle policy is not part of ` +
        "this app. Protect them where the repository is created (RepositoryProps.protectedTags).",
    );
  }
  for (const tag of protectedTags) {
    checkProtectedTag(asset, tag);
  }
}

function checkOptions(asset: DockerImageAsset, problems: readonly string[]): void {
  const [only, ...others] = problems;
  if (only !== undefined && others.length === 0) {
    throw new Error(`[${asset.node.path}] ${only}`);
  }
  throwProblems(asset.node.path, "The options of this image can't be used", problems);
}
