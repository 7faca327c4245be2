import { readFileSync } from "node:fs";
import type { Target } from "../app/target";
import { checkDockerClient } from "../doctor/docker-client";
import { runsPrograms } from "../doctor/dockerfile-runs";
import type { Builder } from "../doctor/engine-endpoint";
import { type AwsRegistry, checkImageBuild } from "../doctor/image-build";
import type { WantedPlatform } from "../doctor/platforms";
import { problemsText } from "../doctor/report";
import { CommandError, log, step } from "../process/steps";
import { isRemotePlan } from "../terraform/plan-summary";
import { stackRegistries } from "../terraform/stack-aws";
import { readStackImages, type StackImage } from "../terraform/stack-images";
import { hasOwnCredentials } from "../terraform/stack-provider";
import type { StackPlan } from "./plan-stack";

/**
 * Checks before an apply that builds images that this machine can build and push them. There is no check for a plan
 * without images, or a plan that is applied elsewhere.
 * @throws CommandError with all problems, each with its cause and its fix
 */
export async function checkImagesCanBePushed(
  plan: Pick<StackPlan, "images" | "file" | "stack">,
  target: Target,
): Promise<void> {
  if (plan.images.length === 0 || isRemotePlan(plan.file)) {
    return;
  }
  const [aws] = awsRegistries([plan.stack.folder], target, { planned: true });
  const warnings = await step("Checked that images can be built and pushed", async () => {
    const builder = builderOf(plan.images);
    const images = readStackImages(plan.stack.folder).filter(({ address }) => plan.images.includes(address));
    const [build, [, buildx]] = await Promise.all([
      checkImageBuild({ builder, platforms: wantedPlatforms(images), ...(aws && { aws }) }),
      checkDockerClient(builder, buildKitOptions(images)),
    ]);
    const checks = [...build, buildx];
    const problems = problemsText(checks, ["problem"]);
    if (problems !== "") {
      throw new CommandError(`Nothing was changed. The images can't be built and pushed:\n\n${problems}`);
    }
    return problemsText(checks, ["warning"]);
  });
  if (warnings !== "") {
    log(warnings);
  }
}

/** The ECR registries that stacks push to. None for the local AWS. */
export function awsRegistries(
  stackFolders: readonly string[],
  target: Pick<Target, "environment" | "local">,
  { planned }: Pick<AwsRegistry, "planned">,
): AwsRegistry[] {
  const registries = target.local
    ? []
    : stackFolders.flatMap((folder) =>
        stackRegistries(folder).map((registry) => ({
          ...registry,
          ...(target.environment !== undefined && { environment: target.environment }),
          planned,
          ownCredentials: hasOwnCredentials(folder),
        })),
      );
  return [...new Map(registries.map((registry) => [JSON.stringify(registry), registry])).values()];
}

/** The platforms that images are built for. */
export function wantedPlatforms(images: readonly StackImage[]): WantedPlatform[] {
  return images.map(({ dockerfile, ...options }) => ({
    platform: options.platform,
    runsPrograms: runsPrograms(readFileSync(dockerfile, "utf8"), options),
  }));
}

/** The options of images that only BuildKit has, each once. */
export function buildKitOptions(images: readonly StackImage[]): readonly string[] {
  return [...new Set(images.flatMap((image) => image.buildKitOptions))];
}

/** The docker CLI builder pushes from a `terraform_data`. */
export function builderOf(addresses: readonly string[]): Builder {
  return addresses.some((address) => address.startsWith("terraform_data."))
    ? "docker-cli"
    : "docker-provider";
}
