import { TerraformStack } from "cdktf";
import type { Construct } from "constructs";
import type { DockerBuildSecret } from "./docker-build-secret";
import type { IRepository } from "./repository";

/** An image to be built and pushed: all that a builder needs to know. */
export interface ImageToPush {
  /** The staged build context, relative to the stack's folder, so that the plan says the same on every machine. */
  readonly context: string;
  /** The Dockerfile, relative to the context. */
  readonly dockerfile: string;
  readonly buildArgs: Readonly<Record<string, string>>;
  readonly buildSecrets: Readonly<Record<string, DockerBuildSecret>>;
  readonly target?: string;
  /** Docker's platform, for example `linux/amd64`. */
  readonly platform: string;
  /** The repository it is pushed to. */
  readonly repository: IRepository;
  /** Begins the image's tag; ends in a `.` or is empty. */
  readonly tagPrefix: string;
  /** The hash of everything that the image is made from. */
  readonly assetHash: string;
  /** What is shown in a plan when it changes: file → hash, option → value. */
  readonly triggers: Readonly<Record<string, string>>;
}

/** An image in its repository. */
export interface PushedImage {
  /** `sha256:…`, known after the push. */
  readonly digest: string;
}

/** Builds an image and pushes it, when Terraform applies. */
export interface ImageBuilder {
  push(scope: Construct, image: ImageToPush): PushedImage;
}

const builders = new WeakMap<TerraformStack, ImageBuilder>();

/** Makes a builder the one that all images of a stack are built with. */
export function setImageBuilder(stack: TerraformStack, builder: ImageBuilder): void {
  builders.set(stack, builder);
}

/** @throws Error when the stack of this construct has no builder. */
export function imageBuilderOf(construct: Construct): ImageBuilder {
  const stack = TerraformStack.of(construct);
  const builder = builders.get(stack);
  if (!builder) {
    throw new Error(
      `The stack [${stack.node.path}] does not say how images are built, and [${construct.node.path}] is one. In the ` +
        "stack's constructor call DockerProviderBuilder.addTo(this) or DockerCliBuilder.addTo(this).",
    );
  }
  return builder;
}
