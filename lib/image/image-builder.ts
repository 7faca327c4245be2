import { type TerraformResource, TerraformStack } from "cdktf";
import type { Construct } from "constructs";
import type { BuildOptions } from "./build-options";
import type { IRepository } from "./repository";

/** An image to build and push, with all facts that a builder needs. */
export interface ImageToPush extends BuildOptions {
  /** The staged build context, relative to the stack's folder, so that the plan is the same on every machine. */
  readonly context: string;
  /** The repository to push to. */
  readonly repository: IRepository;
  /** The prefix of the image's tag. It ends in a `.`, or is empty. */
  readonly tagPrefix: string;
  /** The hash of all inputs of the image. */
  readonly assetHash: string;
  /** The entries that a plan shows when they change: file → hash, option → value. */
  readonly triggers: Readonly<Record<string, string>>;
  /** The options that are not part of the hash, in the same form. The command line reads them. */
  readonly untriggered: Readonly<Record<string, string>>;
}

/** An image in its repository. */
export interface PushedImage {
  /** `sha256:…`, known after the push. */
  readonly digest: string;
  /** The resource that builds and pushes. */
  readonly resource: TerraformResource;
}

/** Builds an image and pushes it, when Terraform applies. */
export interface ImageBuilder {
  /** The options that it can't build with: what, why, and what to do. */
  problems(options: BuildOptions): readonly string[];
  push(scope: Construct, image: ImageToPush): PushedImage;
}

/** What is written beside CDKTF's own metadata of a push, which Terraform ignores. Empty in most cases. */
export function pushComment({ untriggered }: ImageToPush): { readonly untriggered?: object } {
  return Object.keys(untriggered).length > 0 ? { untriggered } : {};
}

const builders = new WeakMap<TerraformStack, ImageBuilder>();

/** Sets the builder for all images of a stack. */
export function setImageBuilder(stack: TerraformStack, builder: ImageBuilder): void {
  builders.set(stack, builder);
}

/** @throws Error when the stack of this construct has no builder. */
export function imageBuilderOf(construct: Construct): ImageBuilder {
  const stack = TerraformStack.of(construct);
  const builder = builders.get(stack);
  if (!builder) {
    throw new Error(
      `The stack [${stack.node.path}] has no image builder, but [${construct.node.path}] is an image. In the ` +
        "stack's constructor, call DockerProviderBuilder.addTo(this) or DockerCliBuilder.addTo(this).",
    );
  }
  return builder;
}
