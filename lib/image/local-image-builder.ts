import { TerraformStack } from "cdktf";
import type { Construct } from "constructs";
import { localAwsOf } from "../local-aws";
import { DockerCliBuilder } from "./docker-cli-builder";
import { DockerProviderBuilder } from "./docker-provider-builder";
import { type ImageBuilder, imageBuilderOf } from "./image-builder";
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
    // The password of the local registry is in a docker configuration of its own, which the command line makes.
    const options = { login: RegistryLogin.dockerConfig(), scheme: "http" } as const;
    if (localAws.imageBuilder === "docker-cli") {
      DockerCliBuilder.addTo(stack, options);
    } else {
      DockerProviderBuilder.addTo(stack, { ...options, providerVersion: LOCAL_DOCKER_PROVIDER_VERSION });
    }
  }
  return imageBuilderOf(construct);
}
