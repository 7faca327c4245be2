import { literal } from "../terraform-text";
import type { ImageToPush } from "./image-builder";
import type { RegistryScheme } from "./registry-login";

interface PushOptions {
  readonly login: boolean;
  readonly scheme: RegistryScheme;
}

/** The variables that the command sets, besides those of `buildVariables`. */
export const OWN_VARIABLES =
  /^(?:IMAGE|BUILT|REGISTRY|REGISTRY_USERNAME|REGISTRY_PASSWORD|BUILDX_NO_DEFAULT_ATTESTATIONS|BUILDX_BUILDER|DOCKER_BUILDKIT|BUILD_ARG_\d+|CACHE_FROM_\d+|CACHE_TO)$/;

/** The command that builds and pushes an image. cli/review/push-command.ts knows its form. */
export function pushCommand(image: ImageToPush, { login, scheme }: PushOptions): string {
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
    `    docker build ${buildFlags(image).join(" ")} ${image.context}`,
    "  fi",
    '  docker push "$IMAGE"',
    "fi",
  ].join("\n");
}

function buildFlags(image: ImageToPush): readonly string[] {
  return [
    `--platform ${image.platform}`,
    `--file ${quote(`${image.context}/${image.dockerfile}`)}`,
    ...(image.target === undefined ? [] : [`--target ${quote(image.target)}`]),
    // Terraform prints the command (always when it fails), but never the environment. So the values are in the
    // environment.
    ...Object.keys(image.buildArgs).map(
      (name, index) => `--build-arg ${quote(`${name}=`)}"$${buildArgVariable(index)}"`,
    ),
    ...Object.entries(image.buildSecrets).map(
      ([id, { kind, value }]) => `--secret ${quote(`id=${id},${kind}=${value}`)}`,
    ),
    ...(image.buildSsh === undefined ? [] : [`--ssh ${quote(image.buildSsh)}`]),
    ...Object.entries(image.buildContexts ?? {}).map(
      ([name, value]) => `--build-context ${quote(`${name}=${value}`)}`,
    ),
    ...(image.networkMode === undefined ? [] : [`--network ${image.networkMode}`]),
    ...Object.entries(image.labels ?? {}).map(([key, value]) => `--label ${quote(`${key}=${value}`)}`),
    // Two words, or none when the variable is empty. Terraform reads `$${` as `${`.
    ...Object.entries(image.labelsFromEnvironment ?? {}).map(
      ([key, variable]) => `$\${${variable}:+--label "${key}=$${variable}"}`,
    ),
    ...(image.cacheFrom ?? []).map((_, index) => `--cache-from "$${cacheFromVariable(index)}"`),
    ...(image.cacheTo === undefined ? [] : ['--cache-to "$CACHE_TO"']),
    ...(image.cacheDisabled ? ["--no-cache"] : []),
    '--tag "$IMAGE"',
  ];
}

/** The environment of the command: the values of its flags. A cache may be an address that only Terraform knows. */
export function buildVariables(image: ImageToPush): Record<string, string> {
  return Object.fromEntries([
    ...Object.values(image.buildArgs).map((value, index) => [buildArgVariable(index), literal(value)]),
    ...(image.cacheFrom ?? []).map((value, index) => [cacheFromVariable(index), value]),
    ...(image.cacheTo === undefined ? [] : [["CACHE_TO", image.cacheTo]]),
  ]);
}

/** Whether docker's old builder can't build the image. */
export function needsBuildKit(image: ImageToPush): boolean {
  return (
    Object.keys(image.buildSecrets).length > 0 ||
    image.buildSsh !== undefined ||
    image.buildContexts !== undefined ||
    image.cacheFrom !== undefined ||
    image.cacheTo !== undefined
  );
}

/** Not the argument's own name, since docker itself would read a `DOCKER_HOST` or a `PATH`. */
function buildArgVariable(index: number): string {
  return `BUILD_ARG_${index + 1}`;
}

function cacheFromVariable(index: number): string {
  return `CACHE_FROM_${index + 1}`;
}

/** Quotes a text as one word for the shell, and escapes it for Terraform. */
function quote(text: string): string {
  return literal(`'${text.replaceAll("'", "'\\''")}'`);
}
