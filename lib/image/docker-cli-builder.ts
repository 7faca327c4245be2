import { DataAwsEcrImage } from "@cdktf/provider-aws/lib/data-aws-ecr-image";
import type { DataResource, TerraformStack } from "cdktf";
import type { Construct } from "constructs";
import { TerraformData } from "../terraform-data";
import type { BuildOptions } from "./build-options";
import { buildVariables, needsBuildKit, OWN_VARIABLES, pushCommand } from "./docker-build-command";
import { tagsOfDockerProvider } from "./docker-provider-builder";
import { type ImageToPush, type PushedImage, pushComment, setImageBuilder } from "./image-builder";
import { RegistryLogin, type RegistryScheme } from "./registry-login";

/** Settings of a DockerCliBuilder. */
export interface DockerCliBuilderProps {
  /** How it logs in to the registry. @default RegistryLogin.dockerConfig() */
  readonly login?: RegistryLogin;
  /**
   * The scheme of the registry. `http` is only for a registry on this machine.
   * @default "https"
   */
  readonly scheme?: RegistryScheme;
}

/**
 * Builds and pushes with the `docker` command of the machine that applies, from a `terraform_data` with a `local-exec`.
 * It needs no docker provider, and a plan needs no Docker. Content that is already in the repository is not built
 * again. An image that the docker provider built on this engine is pushed unchanged, and its digest stays.
 *
 * To switch a stack from the docker provider, only replace the builder.
 *
 * Disadvantages compared with the docker provider: if an image was deleted from the repository by hand, the plan fails
 * ("Your query returned no results") until the push is replaced. And it needs a shell (on Windows, the one that comes
 * with Git).
 */
export class DockerCliBuilder {
  /** Sets this builder for a stack's images. */
  static addTo(stack: TerraformStack, props: DockerCliBuilderProps = {}): void {
    setImageBuilder(
      stack,
      new DockerCliBuilder(stack, props.login ?? RegistryLogin.dockerConfig(), props.scheme ?? "https"),
    );
  }

  private readonly removed: Record<string, unknown>[] = [];

  private constructor(
    private readonly stack: TerraformStack,
    private readonly login: RegistryLogin,
    private readonly scheme: RegistryScheme,
  ) {}

  /** A label's variable that has the name of one of the command's own. @internal */
  problems({ labelsFromEnvironment = {} }: BuildOptions): readonly string[] {
    return Object.entries(labelsFromEnvironment).flatMap(([label, variable]) =>
      OWN_VARIABLES.test(variable)
        ? [
            `The label ${label} can't come from the environment variable ${variable}: the command that builds sets a variable of that name itself. Use another name.`,
          ]
        : [],
    );
  }

  /** Implements ImageBuilder. @internal */
  push(scope: Construct, image: ImageToPush): PushedImage {
    const { registry, repositoryName } = image.repository;
    // The tag is the content, so the same content finds its image; 32 hex digits are 128 bits.
    const tag = `${image.tagPrefix}${image.assetHash.slice(0, 32)}`;
    const credentials = this.login.credentials(this.stack);
    const push = new TerraformData(scope, "Push", {
      // The repository's URI is unknown when the repository is replaced. Then the image is pushed again.
      triggersReplace: { ...image.triggers, "--tag": `${image.repository.repositoryUri}:${tag}` },
      provisioners: [
        {
          type: "local-exec",
          interpreter: ["sh", "-euc"],
          command: pushCommand(image, { login: credentials !== undefined, scheme: this.scheme }),
          environment: {
            IMAGE: `${registry}/${repositoryName}:${tag}`,
            BUILT: `${registry}/${repositoryName}:${tagsOfDockerProvider(image)}`,
            REGISTRY: registry,
            ...(credentials && {
              REGISTRY_USERNAME: credentials.username,
              REGISTRY_PASSWORD: credentials.password,
            }),
            ...buildVariables(image),
            // An attestation turns the image into an index, which Lambda refuses. The old builder, which makes none,
            // ignores the variable and would refuse the flag.
            BUILDX_NO_DEFAULT_ATTESTATIONS: "1",
            // Docker 20.10 uses BuildKit only with this variable.
            ...(needsBuildKit(image) && { DOCKER_BUILDKIT: "1" }),
            // The builder that leaves its image in the engine, where `docker push` finds it.
            BUILDX_BUILDER: "default",
          },
        },
      ],
    });
    const comment = pushComment(image);
    if (comment.untriggered) push.addOverride("//", comment);
    this.removePushOfDockerProvider(push);
    const pushed = new DataAwsEcrImage(scope, "Pushed", {
      repositoryName,
      imageTag: tag,
      ...(image.repository.registryId !== undefined && { registryId: image.repository.registryId }),
      dependsOn: [push],
    });
    return { digest: pushed.imageDigest, resource: push };
  }

  /**
   * Removes an earlier push of the docker provider at the same place from the state. Otherwise Terraform would refresh
   * it with a provider that no longer has a login, and fail. Terraform doesn't refresh resources in a `removed` block
   * (Terraform 1.7 and OpenTofu 1.9). The image stays in its repository, and the function runs it until the new one is
   * pushed. Without an earlier push the block does nothing.
   */
  private removePushOfDockerProvider(push: DataResource): void {
    this.removed.push({
      from: `docker_registry_image.${push.friendlyUniqueId}`,
      lifecycle: { destroy: false },
    });
    // As a list in a list, which is the same to Terraform ("JSON Configuration Syntax": a body is an object or a list of
    // objects). checkov 3.3.30 can't read a stack with a `removed` block that is an object (see RequiredVersion).
    this.stack.addOverride(
      "removed",
      this.removed.map((block) => [block]),
    );
  }
}
