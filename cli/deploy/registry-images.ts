import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import type { Target } from "../app/target";
import { commandLine } from "../command-line";
import { askForImage } from "../images/ask-for-image";
import { adviceFor, classifyImage, type ImageFinding, isDoubtful } from "../images/image-finding";
import { imagesOf } from "../images/images-of";
import type { ImagesOf } from "../images/read-images";
import { withCleanUp } from "../process/clean-up";
import { CommandError, log } from "../process/steps";
import { type DockerLogin, dockerLogins, readStack } from "../terraform/docker-logins";
import { type PushedImage, pushedImages, reportedMissing, triggersInStack } from "../terraform/pushed-images";
import {
  isOpenTofu,
  type SavedPlan,
  type Terraform,
  TerraformError,
  terraformBinary,
} from "../terraform/terraform";
import { EXTRA_FILES, extraFile, unreadableImages, unreadableText } from "../terraform/unreadable-images";

/** A plan, and the findings about images that it pushes again although their inputs are unchanged. */
export interface ExaminedPlan extends SavedPlan {
  readonly findings: readonly ImageFinding[];
}

/**
 * Plans a stack whose state may have images of the docker provider. The provider fails for an image in another
 * registry, and treats any error of the registry as a missing image. The first case is detected before the plan. In the
 * second case the registry is asked for each image after the plan.
 */
export async function planWithRegistryImages(
  terraform: Terraform,
  target: Target,
  plan: () => Promise<SavedPlan>,
): Promise<ExaminedPlan> {
  const images = await imagesInState(terraform);
  if (images.length === 0) {
    return { ...(await plan()), findings: [] };
  }
  const stack = readStack(terraform.folder);
  const logins = dockerLogins(stack, { ...process.env, ...target.terraformEnvironment });
  const unreadable = unreadableImages(images, stack, logins, isOpenTofu());
  for (const line of unreadableText(unreadable, logins)) {
    log(line);
  }
  const readable = images.filter((image) => !unreadable.otherRegistry.includes(image));
  const extra = extraFile(unreadable, stack);
  removeExtraFiles(terraform.folder);
  // A saved plan contains its configuration, so an apply doesn't need the file.
  return await withCleanUp(
    () => removeExtraFiles(terraform.folder),
    async () => {
      if (extra) {
        writeFileSync(path.join(terraform.folder, extra.name), extra.text);
      }
      const first = await examine(await plan());
      if (!first.findings.some(({ kind }) => kind === "there")) {
        return first;
      }
      log("A registry that didn't answer during the plan answers now: planning again");
      return await examine(await plan());
    },
  );

  async function examine(output: SavedPlan): Promise<ExaminedPlan> {
    const gone = reportedMissing(readable, triggersInStack(terraform.folder), output);
    const findings =
      gone.length === 0 ? [] : await askForImages(gone, logins, await imagesOf(terraform.folder, target));
    // Terraform's own message would be that someone deleted them.
    const explained = new Set(
      [...findings.map(({ image }) => image), ...unreadable.otherRegistry].map(({ address }) => address),
    );
    return { ...output, drift: output.drift.filter(({ address }) => !explained.has(address)), findings };
  }
}

/** Prints the findings about images that are pushed again. */
export function printFindings(findings: readonly ImageFinding[]): void {
  for (const { text } of findings) {
    log(text);
  }
}

/** @throws CommandError when images would be pushed again only because their registry didn't show them */
export function checkFindings(findings: readonly ImageFinding[]): void {
  const doubtful = findings.filter(isDoubtful);
  if (doubtful.length > 0) {
    const images = doubtful.map(({ image }) => `  - ${image.address}`).join("\n");
    throw new CommandError(
      `Nothing was changed. This plan builds and pushes unchanged images again, because their registry didn't show them:\n\n${images}\n\n` +
        `${adviceFor(doubtful).join("\n")}\nTo push them again anyway: --push-again`,
    );
  }
}

/**
 * Handles a failed initialization of a stack that the docker provider built before, on a machine that can't get this provider.
 * Terraform needs a provider for everything in the state. If the stack doesn't use the provider, its images are removed from the
 * state.
 * @param backup the file for a copy of the old state
 * @param mayRemoveImages whether the state may be changed
 * @throws the error, when it is another one, or the state has no such images
 */
export async function removeDockerImages(
  error: unknown,
  terraform: Terraform,
  backup: string,
  mayRemoveImages: boolean,
): Promise<void> {
  const addresses =
    !isOfDockerProvider(error) || readStack(terraform.folder).provider?.docker
      ? []
      : [...new Set((await imagesInState(terraform)).map(({ address }) => address))];
  if (addresses.length === 0) {
    throw error;
  }
  if (!mayRemoveImages) {
    throw new CommandError(
      `${(error as Error).message}\n\nThe state has images that the docker provider pushed. Terraform needs that provider for them, although this stack doesn't use it. ` +
        `${commandLine("deploy")} removes them from the state (the images stay in their repository), and so does:\n` +
        `  (cd ${path.relative(".", terraform.folder)} && ${terraformBinary()} state rm ${addresses.join(" ")})`,
    );
  }
  mkdirSync(path.dirname(backup), { recursive: true });
  writeFileSync(backup, await terraform.readState(), { mode: 0o600 });
  await terraform.removeFromState(addresses);
  log(
    `Removed from the state the images of the docker provider, which this machine can't get and this stack doesn't use: ${addresses.join(", ")}. ` +
      `The images stay in their repository. A copy of the old state is in ${path.relative(".", backup)}`,
  );
}

/** Whether Terraform couldn't get the docker provider: its own text names the provider. Our advice may name it for another one. */
function isOfDockerProvider(error: unknown): boolean {
  const causes = error instanceof CommandError ? [error, error.cause] : [];
  return causes.some((cause) => cause instanceof TerraformError && cause.text.includes("kreuzwerker/docker"));
}

async function askForImages(
  images: readonly PushedImage[],
  logins: readonly DockerLogin[],
  of: ImagesOf,
): Promise<ImageFinding[]> {
  return await Promise.all(
    images.flatMap((image) => {
      const login = logins.find(({ registry }) => registry === image.registry);
      return login === undefined
        ? []
        : [askForImage(image, login, of).then((answers) => classifyImage(image, answers))];
    }),
  );
}

/** None when the state can't be read. Terraform reports that error itself. */
async function imagesInState(terraform: Terraform): Promise<PushedImage[]> {
  try {
    return pushedImages(await terraform.readState());
  } catch {
    return [];
  }
}

function removeExtraFiles(folder: string): void {
  for (const name of EXTRA_FILES) {
    rmSync(path.join(folder, name), { force: true });
  }
}
