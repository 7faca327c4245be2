import { DataAwsEcrImage } from "@cdktf/provider-aws/lib/data-aws-ecr-image";
import { DataResource, type TerraformStack } from "cdktf";
import type { Construct } from "constructs";
import { literal } from "../terraform-text";
import { tagsOfDockerProvider } from "./docker-provider-builder";
import { type ImageToPush, type PushedImage, setImageBuilder } from "./image-builder";
import { RegistryLogin, type RegistryScheme } from "./registry-login";

/** Settings of a DockerCliBuilder. */
export interface DockerCliBuilderProps {
  /** How it logs in to the registry. @default RegistryLogin.dockerConfig() */
  readonly login?: RegistryLogin;
  /**
   * Scheme of the registry. `http` is for one on this machine.
   * @default "https"
   */
  readonly scheme?: RegistryScheme;
}

/**
 * Builds and pushes with the `docker` command of the machine that applies, from a `terraform_data` with a `local-exec`. It
 * needs no docker provider; a plan needs no Docker either. A content that is in the repository already is not built again, and neither is one
 * that the docker provider built on this engine: its image is pushed as it is, and the digest stays.
 *
 * A stack that the docker provider built before needs no more than this in its place.
 *
 * Costs, compared with the docker provider: an image that was deleted from the repository by hand fails the plan ("Your
 * query returned no results"), until the push is replaced; a shell is needed (on Windows, the one that comes with Git).
 */
export class DockerCliBuilder {
  /** Makes this the builder of a stack's images. */
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

  /** As ImageBuilder has it. @internal */
  push(scope: Construct, image: ImageToPush): PushedImage {
    const { registry, repositoryName } = image.repository;
    // The tag is the content, so the same content finds its image; 32 hex digits are 128 bits.
    const tag = `${image.tagPrefix}${image.assetHash.slice(0, 32)}`;
    const credentials = this.login.credentials(this.stack);
    const push = new DataResource(scope, "Push", {
      // The repository's URI is unknown while the repository is to be made anew: then the image is pushed again.
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
            ...buildArgVariables(image.buildArgs),
            // An attestation turns the image into an index, which Lambda refuses. The old builder, which makes none,
            // ignores the variable and would refuse the flag.
            BUILDX_NO_DEFAULT_ATTESTATIONS: "1",
            // Secrets need BuildKit, which docker 20.10 uses only when it is told to.
            ...(Object.keys(image.buildSecrets).length > 0 && { DOCKER_BUILDKIT: "1" }),
            // The builder that leaves its image in the engine, where `docker push` finds it.
            BUILDX_BUILDER: "default",
          },
        },
      ],
    });
    this.forgetPushOfDockerProvider(push);
    const pushed = new DataAwsEcrImage(scope, "Pushed", {
      repositoryName,
      imageTag: tag,
      ...(image.repository.registryId !== undefined && { registryId: image.repository.registryId }),
      dependsOn: [push],
    });
    return { digest: pushed.imageDigest };
  }

  /**
   * An image that the docker provider pushed before stands in the state at the same place, and Terraform would look at it with a provider that
   * has no login any more, and fail. It is forgotten instead (`removed`, Terraform 1.7 and OpenTofu 1.9), for which Terraform doesn't look at it; the image
   * stays in its repository, where a function runs it until the new one is pushed. Where there is nothing to forget, it does nothing.
   */
  private forgetPushOfDockerProvider(push: DataResource): void {
    this.removed.push({
      from: `docker_registry_image.${push.friendlyUniqueId}`,
      lifecycle: { destroy: false },
    });
    this.stack.addOverride("removed", this.removed);
  }
}

interface PushOptions {
  readonly login: boolean;
  readonly scheme: RegistryScheme;
}

function pushCommand(image: ImageToPush, { login, scheme }: PushOptions): string {
  const options = [
    `--platform ${image.platform}`,
    `--file ${quote(`${image.context}/${image.dockerfile}`)}`,
    ...(image.target === undefined ? [] : [`--target ${quote(image.target)}`]),
    // Terraform prints the command, always when it fails, and never the environment: there are the values.
    ...Object.keys(image.buildArgs).map(
      (name, index) => `--build-arg ${quote(`${name}=`)}"$${buildArgVariable(index)}"`,
    ),
    ...Object.entries(image.buildSecrets).map(
      ([id, { kind, value }]) => `--secret ${quote(`id=${id},${kind}=${value}`)}`,
    ),
    '--tag "$IMAGE"',
  ];
  return [
    ...(login
      ? [
          'printf %s "$REGISTRY_PASSWORD" | docker login --username "$REGISTRY_USERNAME" --password-stdin "$REGISTRY"',
        ]
      : []),
    `if docker manifest inspect ${scheme === "http" ? "--insecure " : ""}"$IMAGE" >/dev/null 2>&1; then`,
    '  echo "$IMAGE is in the repository already"',
    "else",
    '  built="$(docker images --filter "reference=$BUILT" --format "{{.Repository}}:{{.Tag}}" | head -n 1)"',
    '  if [ -n "$built" ]; then',
    '    docker tag "$built" "$IMAGE"',
    "  else",
    `    docker build ${options.join(" ")} ${image.context}`,
    "  fi",
    '  docker push "$IMAGE"',
    "fi",
  ].join("\n");
}

function buildArgVariables(buildArgs: ImageToPush["buildArgs"]): Record<string, string> {
  return Object.fromEntries(
    Object.values(buildArgs).map((value, index) => [buildArgVariable(index), literal(value)]),
  );
}

/** Not by the argument's own name: docker itself would read a `DOCKER_HOST` or a `PATH`. */
function buildArgVariable(index: number): string {
  return `BUILD_ARG_${index + 1}`;
}

/** One word for the shell, and plain text for Terraform. */
function quote(text: string): string {
  return literal(`'${text.replaceAll("'", "'\\''")}'`);
}
