import { DockerProvider } from "@cdktf/provider-docker/lib/provider";
import { RegistryImage } from "@cdktf/provider-docker/lib/registry-image";
import type { TerraformStack } from "cdktf";
import type { Construct } from "constructs";
import { AwsEnvironment } from "../aws-environment";
import type { BuildOptions } from "./build-options";
import { buildBlock } from "./docker-provider-build";
import { type ImageToPush, type PushedImage, pushComment, setImageBuilder } from "./image-builder";
import { DOCKER_PROVIDER_VERSION } from "./provider-versions";
import { RegistryLogin, type RegistryScheme } from "./registry-login";

/** Settings of a DockerProviderBuilder. */
export interface DockerProviderBuilderProps {
  /** How it logs in to the registry. @default RegistryLogin.ephemeralToken() */
  readonly login?: RegistryLogin;
  /**
   * The scheme of the registry. `http` is only for a registry on this machine.
   * @default "https"
   */
  readonly scheme?: RegistryScheme;
  /** Which versions of kreuzwerker/docker may be used. @default ">= 4.3.0, < 5.0.0, != 4.5.0" */
  readonly providerVersion?: string;
}

/**
 * Builds and pushes with Terraform's docker provider (kreuzwerker/docker), in one resource: `docker_registry_image` with a
 * `build` block. A plan needs no Docker, neither for "No changes" nor to show the changed files.
 */
export class DockerProviderBuilder {
  /**
   * Sets this builder for a stack's images. The provider is added to the stack with its first image. A stack of
   * functions whose images are elsewhere has neither the provider nor a login.
   */
  static addTo(stack: TerraformStack, props: DockerProviderBuilderProps = {}): void {
    setImageBuilder(stack, new DockerProviderBuilder(stack, props));
  }

  private hasProvider = false;

  private constructor(
    private readonly stack: TerraformStack,
    private readonly props: DockerProviderBuilderProps,
  ) {}

  private addProvider(): void {
    if (this.hasProvider) {
      return;
    }
    this.hasProvider = true;
    const { stack, props } = this;
    const { registry } = AwsEnvironment.of(stack);
    const login = props.login ?? RegistryLogin.ephemeralToken();
    const provider = new DockerProvider(stack, "docker");
    // The bindings are those of 3.6.2. They support neither `disable_docker_daemon_check` nor a login that is an
    // expression.
    provider.addOverride("disable_docker_daemon_check", true);
    // When no address matches, the provider prints all logins with their passwords. So this is exactly the host in
    // every image's name.
    provider.addOverride("registry_auth", [
      { address: `${props.scheme ?? "https"}://${registry}`, ...login.registryAuth(stack) },
    ]);
    stack.addOverride(
      "terraform.required_providers.docker.version",
      props.providerVersion ?? DOCKER_PROVIDER_VERSION,
    );
  }

  /**
   * What the provider would ignore, or has no argument for (kreuzwerker/docker 4.3.0 to 4.5.0,
   * internal/provider/docker_buildx_build.go).
   * @internal
   */
  problems(options: BuildOptions): readonly string[] {
    const variables = Object.keys(options.labelsFromEnvironment ?? {});
    return [
      ...(options.buildSsh === undefined
        ? []
        : [`The docker provider can't give an SSH agent or key to a build (buildSsh). ${SWITCH}`]),
      ...(variables.length === 0
        ? []
        : [
            `The docker provider can't read environment variables when it builds (labels: ${variables.join(", ")}). ${SWITCH} Or leave the label out.`,
          ]),
    ];
  }

  /** Implements ImageBuilder. @internal */
  push(scope: Construct, image: ImageToPush): PushedImage {
    this.addProvider();
    const { repository } = image;
    // Tags are immutable, and going back to an earlier content has to push again. So each push gets its own tag. The
    // time is Terraform's time of the plan, so that the synthesized JSON stays the same text.
    const tag = `${contentTag(image)}-\${formatdate("YYYYMMDDhhmmss", plantimestamp())}`;
    const resource = new RegistryImage(scope, "Push", {
      name: `${repository.registry}/${repository.repositoryName}:${tag}`,
      // The lifecycle policy removes old images, since a running function may need one.
      keepRemotely: true,
      triggers: { ...image.triggers },
      // What has to build again is in the triggers. Otherwise the provider would build again for each change below `build`, for
      // example another cache. A build uses the stack's values, not the ignored ones (Terraform 1.11).
      lifecycle: { ignoreChanges: ["name", "build"], createBeforeDestroy: true },
    });
    resource.addOverride("build", [buildBlock(image)]);
    const comment = pushComment(image);
    if (comment.untriggered) resource.addOverride("//", comment);
    // `id` becomes stale when the image changes, but `sha256_digest` is refreshed (provider 4.5.0).
    return { digest: resource.sha256Digest, resource };
  }
}

/** A pattern of all tags that this content can have. */
export function tagsOfDockerProvider(image: Pick<ImageToPush, "tagPrefix" | "assetHash">): string {
  return `${contentTag(image)}-*`;
}

function contentTag({ tagPrefix, assetHash }: Pick<ImageToPush, "tagPrefix" | "assetHash">): string {
  return `${tagPrefix}${assetHash.slice(0, 12)}`;
}

const SWITCH =
  "Use the docker command instead: DockerCliBuilder.addTo(this) in place of DockerProviderBuilder.addTo(this), in the stack's constructor. What is pushed already stays, and is not built again.";
