import { join } from "node:path";
import { type ITerraformDependable, TerraformStack, Token } from "cdktf";
import { addCustomSynthesis } from "cdktf/lib/synthesize/synthesizer";
import type { ISynthesisSession } from "cdktf/lib/synthesize/types";
import { Construct } from "constructs";
import { Architecture } from "../architecture";
import { AwsEnvironment, idPath } from "../aws-environment";
import { BuildContext } from "../build-context/build-context";
import { stageContexts } from "../build-context/stage-contexts";
import { sha256 } from "../sha256";
import type { DockerBuildSecret } from "./docker-build-secret";
import { generatedFolders } from "./generated-folders";
import { imageTriggers } from "./image-triggers";
import { checkProtectedTag } from "./lifecycle-rules";
import { imageBuilderFor } from "./local-image-builder";
import { type IRepository, Repository, repositoryNameFor } from "./repository";

/** How an image is built. */
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
  /** The stage to build. @default - the last one */
  readonly target?: string;
  /** More patterns of files to exclude, as in a `.dockerignore`. @default - none */
  readonly exclude?: readonly string[];
  /** The repository to push to, for example one that many functions share. @default - a new one for this image */
  readonly repository?: IRepository;
  /** Tags of images in this repository that never expire: RepositoryProps.protectedTags. @default - none */
  readonly protectedTags?: readonly string[];
}

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
  /** Hash of all inputs of the image: files, Dockerfile, build arguments, target, platform. */
  readonly assetHash: string;
  /** The repository that it is pushed to. */
  readonly repository: IRepository;
  /** `sha256:…`, known after the push. */
  readonly imageDigest: string;
  /** `<registry>/<repository>@<digest>`: always this image. */
  readonly imageUri: string;
  /** The instruction set that it is built for. */
  readonly architecture: Architecture;
  /** What has to exist before Lambda may pull the image. */
  readonly pullAllowedBy: readonly ITerraformDependable[];
  /** The source of the image, for checks before the build. @internal */
  readonly _source: {
    readonly context: BuildContext;
    readonly buildArgs: Readonly<Record<string, string>>;
    readonly target?: string;
  };

  /** @throws BuildContextError when the folder can't be a build context. @throws Error when a build argument is not known at synth. */
  constructor(scope: Construct, id: string, props: DockerImageAssetProps) {
    super(scope, id);
    checkBuildArgs(this, props.buildArgs);
    checkBuildSecrets(this, props.buildSecrets);
    checkProtectable(this, props);
    const builder = imageBuilderFor(this);
    const context = BuildContext.read({
      directory: props.directory,
      ...(props.file !== undefined && { dockerfile: props.file }),
      ...(props.exclude !== undefined && { exclude: props.exclude }),
      generated: generatedFolders(this, props.directory),
    });
    this.architecture = props.architecture ?? Architecture.X86_64;
    const options = {
      dockerfile: context.dockerfile,
      buildArgs: Object.fromEntries(Object.entries(props.buildArgs ?? {}).sort(byName)),
      buildSecrets: Object.fromEntries(Object.entries(props.buildSecrets ?? {}).sort(byName)),
      ...(props.target !== undefined && { target: props.target }),
      platform: this.architecture.dockerPlatform,
    };
    const { buildArgs, target } = options;
    this._source = { context, buildArgs, ...(target !== undefined && { target }) };
    this.assetHash = sha256(JSON.stringify([context.hash, options]));

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

    stageAtSynth(this, context);
    const pushed = builder.push(this, {
      ...options,
      context: `${STAGED}/${context.hash}`,
      repository,
      tagPrefix,
      assetHash: this.assetHash,
      triggers: imageTriggers(context.entries, options),
    });
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

/** Below the stack's folder. */
const STAGED = "assets";

/** The build contexts of each stack, by hash. */
const contexts = new WeakMap<TerraformStack, Map<string, BuildContext>>();
/** The stacks that are already staged, for each synth. */
const staged = new WeakMap<ISynthesisSession, Set<TerraformStack>>();

function stageAtSynth(asset: DockerImageAsset, context: BuildContext): void {
  const stack = TerraformStack.of(asset);
  const all = contexts.get(stack) ?? new Map();
  contexts.set(stack, all.set(context.hash, context));
  addCustomSynthesis(asset, {
    onSynthesize(session) {
      // The first asset stages all contexts of its stack at once, since a stack may have a thousand.
      const stacks = staged.get(session) ?? new Set();
      if (stacks.has(stack)) return;
      staged.set(session, stacks.add(stack));
      const folder = join(session.outdir, session.manifest.forStack(stack).workingDirectory);
      // The stack's folder contains only what the stack needs, since it may be uploaded as a whole. So the marks are
      // beside it.
      stageContexts(join(folder, STAGED), [...all.values()], `${folder}.staged`);
    },
  });
}

function checkBuildArgs(asset: DockerImageAsset, buildArgs: Readonly<Record<string, string>> = {}): void {
  for (const [name, value] of Object.entries(buildArgs)) {
    if (!/^[A-Za-z_][A-Za-z0-9_]*$/.test(name)) {
      throw new Error(
        `[${asset.node.path}] "${name}" is not a valid name of a build argument. Use letters, digits and "_".`,
      );
    }
    if (Token.isUnresolved(value)) {
      throw new Error(
        `[${asset.node.path}] The build argument ${name} is only known when Terraform runs. Build arguments are part of the ` +
          "image's hash, which has to be known at synth. Pass it as plain text, or pass it to the function as an environment variable.",
      );
    }
  }
}

function checkBuildSecrets(
  asset: DockerImageAsset,
  secrets: Readonly<Record<string, DockerBuildSecret>> = {},
): void {
  for (const id of Object.keys(secrets)) {
    if (!/^[A-Za-z0-9_.-]+$/.test(id)) {
      throw new Error(
        `[${asset.node.path}] "${id}" is not a valid id of a build secret. Use letters, digits, "_", "." and "-".`,
      );
    }
  }
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

function byName([one]: readonly [string, unknown], [other]: readonly [string, unknown]): number {
  return one < other ? -1 : 1;
}
