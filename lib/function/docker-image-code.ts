import { DataAwsEcrImage } from "@cdktf/provider-aws/lib/data-aws-ecr-image";
import { type ITerraformDependable, TerraformStack, Token } from "cdktf";
import type { Construct } from "constructs";
import type { Architecture } from "../architecture";
import { idPath } from "../aws-environment";
import type { Place } from "../handler/handler-check";
import { DockerImageAsset } from "../image/docker-image-asset";
import type { DockerImageAssetOptions } from "../image/docker-image-asset-options";
import { type IRepository, Repository } from "../image/repository";
import { callerPlace } from "../problems/caller-place";

/** The settings of the image that a function overrides. */
export interface ImageOverrides {
  /** Instead of the Dockerfile's `CMD`, for example `["lambda_function.handler"]`. @default - the image's own */
  readonly cmd?: readonly string[];
  /** Instead of the Dockerfile's `ENTRYPOINT`. @default - the image's own */
  readonly entrypoint?: readonly string[];
  /** Instead of the Dockerfile's last `WORKDIR`. @default - the image's own */
  readonly workingDirectory?: string;
}

/** Settings of an image that is built from a folder, and what a function overrides of it. */
export interface AssetImageCodeProps extends DockerImageAssetOptions, ImageOverrides {}

/** Which image of a repository a function runs, and what it overrides of it. */
export interface EcrImageCodeProps extends ImageOverrides {
  /**
   * The image: a digest (`sha256:…`), which always means the same image, or a tag. Each plan reads the digest that a
   * tag points to. So a moved tag shows as a change, and the function gets the digest. In a Repository of this app the image
   * with this tag doesn't expire; with a digest, protect its tag too (RepositoryProps.protectedTags).
   * @default "latest"
   */
  readonly tagOrDigest?: string;
}

/** The facts of an image that a function needs. @internal */
export interface BoundImage {
  /** By digest, so that a changed image always reaches the function. */
  readonly imageUri: string;
  readonly overrides: ImageOverrides;
  /** The place where `cmd` of the overrides is written. */
  readonly overriddenAt?: Place;
  /** The image's source. @default - the image is not built here, so there is nothing to check */
  readonly asset?: DockerImageAsset;
  /** What has to exist before Lambda may pull the image. */
  readonly pullAllowedBy: readonly ITerraformDependable[];
}

/** The source of a function's image. */
export abstract class DockerImageCode {
  /**
   * An image that is built from a folder. The folder is the build context. Functions of a stack that get the same object share the
   * image: it belongs to the first of them.
   */
  static fromImageAsset(directory: string, props: AssetImageCodeProps = {}): DockerImageCode {
    return new AssetImageCode(directory, props);
  }

  /**
   * An image that is a separate asset, for example in another stack. So a stack of images can be deployed on a machine
   * with Docker, and a stack of functions on any machine. CDKTF passes the digest between the stacks, and deploys the
   * asset's stack first.
   */
  static fromAsset(asset: DockerImageAsset, overrides: ImageOverrides = {}): DockerImageCode {
    return new ExistingAssetCode(asset, overrides);
  }

  /** An image that already exists in an ECR repository in the function's region. */
  static fromEcr(repository: IRepository, props: EcrImageCodeProps = {}): DockerImageCode {
    return new EcrImageCode(repository, props);
  }

  /** Without it, any object would fit this type, even the name of a folder. */
  declare protected readonly kind: "DockerImageCode";

  /** Creates the constructs that the image needs, below the function. @internal */
  abstract bind(scope: Construct, architecture: Architecture): BoundImage;
}

class AssetImageCode extends DockerImageCode {
  private readonly assets: DockerImageAsset[] = [];
  private readonly overriddenAt: Place | undefined;

  constructor(
    private readonly directory: string,
    private readonly props: AssetImageCodeProps,
  ) {
    super();
    this.overriddenAt = props.cmd && callerPlace();
  }

  bind(scope: Construct, architecture: Architecture): BoundImage {
    const asset = this.assetIn(scope, architecture);
    return { ...boundAsset(asset, this.props, this.overriddenAt), pullAllowedBy: asset.pullAllowedBy };
  }

  /** As in AWS CDK, functions of a stack that are given the same object share its image, which is built and pushed once. */
  private assetIn(scope: Construct, architecture: Architecture): DockerImageAsset {
    const stack = TerraformStack.of(scope);
    const existing = this.assets.find(
      (asset) => TerraformStack.of(asset) === stack && asset.architecture === architecture,
    );
    if (existing) return existing;
    const {
      cmd: _cmd,
      entrypoint: _entrypoint,
      workingDirectory: _workingDirectory,
      ...options
    } = this.props;
    const asset = new DockerImageAsset(scope, "Image", {
      ...options,
      directory: this.directory,
      architecture,
      assetName: idPath(scope),
    });
    this.assets.push(asset);
    return asset;
  }
}

class ExistingAssetCode extends DockerImageCode {
  private readonly overriddenAt: Place | undefined;

  constructor(
    private readonly asset: DockerImageAsset,
    private readonly overrides: ImageOverrides,
  ) {
    super();
    this.overriddenAt = overrides.cmd && callerPlace();
  }

  bind(scope: Construct, architecture: Architecture): BoundImage {
    const { asset, overrides } = this;
    if (asset.architecture !== architecture) {
      throw new Error(
        `[${scope.node.path}] The image [${asset.node.path}] is built for ${asset.architecture.name}, but the function runs on ` +
          `${architecture.name}, so it could not start. Give both the same architecture.`,
      );
    }
    // Another stack is deployed completely before this one. Terraform can't refer to its resources here.
    const sameStack = TerraformStack.of(asset) === TerraformStack.of(scope);
    return {
      ...boundAsset(asset, overrides, this.overriddenAt),
      pullAllowedBy: sameStack ? asset.pullAllowedBy : [],
    };
  }
}

function boundAsset(
  asset: DockerImageAsset,
  overrides: ImageOverrides,
  overriddenAt: Place | undefined,
): Omit<BoundImage, "pullAllowedBy"> {
  return { imageUri: asset.imageUri, overrides, ...(overriddenAt && { overriddenAt }), asset };
}

class EcrImageCode extends DockerImageCode {
  constructor(
    private readonly repository: IRepository,
    private readonly props: EcrImageCodeProps,
  ) {
    super();
  }

  bind(scope: Construct): BoundImage {
    const { repository } = this;
    const tagOrDigest = this.props.tagOrDigest ?? "latest";
    const isDigest = tagOrDigest.startsWith("sha256:");
    // A tag that is known only to Terraform may come from the repository itself, so its rule could be part of a cycle.
    if (!isDigest && repository instanceof Repository && !Token.isUnresolved(tagOrDigest)) {
      repository.protectTag(tagOrDigest);
    }
    const digest = isDigest ? checkedDigest(scope, tagOrDigest) : this.read(scope, tagOrDigest);
    return {
      imageUri: `${repository.registry}/${repository.repositoryName}@${digest}`,
      overrides: this.props,
      pullAllowedBy: repository.pullAllowedBy,
    };
  }

  private read(scope: Construct, imageTag: string): string {
    const { repositoryName, registryId } = this.repository;
    return new DataAwsEcrImage(scope, "Image", {
      repositoryName,
      imageTag,
      ...(registryId !== undefined && { registryId }),
    }).imageDigest;
  }
}

function checkedDigest(scope: Construct, digest: string): string {
  if (!/^sha256:[0-9a-f]{64}$/.test(digest)) {
    throw new Error(
      `[${scope.node.path}] A digest is "sha256:" and 64 hexadecimal digits (0-9, a-f); got ${JSON.stringify(digest)}.`,
    );
  }
  return digest;
}
