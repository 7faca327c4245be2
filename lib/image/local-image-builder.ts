import { TerraformStack } from "cdktf";
import type { Construct } from "constructs";
import { type LocalAws, localAwsOf } from "../local-aws";
import type { BuildOptions } from "./build-options";
import { DockerCliBuilder } from "./docker-cli-builder";
import { DockerProviderBuilder } from "./docker-provider-builder";
import {
  type ImageBuilder,
  type ImageToPush,
  imageBuilderOf,
  type PushedImage,
  setImageBuilder,
} from "./image-builder";
import { LOCAL_DOCKER_PROVIDER_VERSION } from "./provider-versions";
import { RegistryLogin } from "./registry-login";

/** The stacks whose builder is that of the local AWS. */
const local = new WeakSet<TerraformStack>();

/**
 * The builder of a construct's image: the one that its stack has, and on a local AWS the one that works there, which the command line chose.
 * @throws Error when the stack has none
 */
export function imageBuilderFor(construct: Construct): ImageBuilder {
  const stack = TerraformStack.of(construct);
  const localAws = localAwsOf(stack);
  if (localAws && !local.has(stack)) {
    local.add(stack);
    setImageBuilder(stack, new LocalImageBuilder(stack, localAws.imageBuilder));
  }
  return imageBuilderOf(construct);
}

/** The password of the local registry is in a docker configuration of its own, which the command line makes. */
const OPTIONS = { scheme: "http" } as const;

/** Builds an image with the chosen builder, or with the docker command if only that can. */
class LocalImageBuilder implements ImageBuilder {
  private readonly builders = new Map<LocalAws["imageBuilder"], ImageBuilder>();

  constructor(
    private readonly stack: TerraformStack,
    private readonly chosen: LocalAws["imageBuilder"],
  ) {}

  problems(options: BuildOptions): readonly string[] {
    return this.builderOf(options).problems(options);
  }

  push(scope: Construct, image: ImageToPush): PushedImage {
    // A cache elsewhere may need permissions that nobody needs for a local AWS, and the engine has a cache of its own.
    const { cacheFrom: _from, cacheTo: _to, ...others } = image;
    return this.builderOf(image).push(scope, others);
  }

  private builderOf(options: BuildOptions): ImageBuilder {
    const chosen = this.builder(this.chosen);
    return chosen.problems(options).length === 0 ? chosen : this.builder("docker-cli");
  }

  private builder(name: LocalAws["imageBuilder"]): ImageBuilder {
    const { stack } = this;
    const known = this.builders.get(name);
    if (known) return known;
    const login = RegistryLogin.dockerConfig();
    if (name === "docker-cli") {
      DockerCliBuilder.addTo(stack, { ...OPTIONS, login });
    } else {
      DockerProviderBuilder.addTo(stack, {
        ...OPTIONS,
        login,
        providerVersion: LOCAL_DOCKER_PROVIDER_VERSION,
      });
    }
    const builder = imageBuilderOf(stack);
    this.builders.set(name, builder);
    setImageBuilder(stack, this);
    return builder;
  }
}
