import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import type { Target } from "../app/target";
import { commandLine } from "../command-line";
import { askForImage } from "../images/ask-for-image";
import { adviceFor, classifyImage, type ImageFinding, isDoubtful } from "../images/image-finding";
import { imagesOf } from "../images/images-of";
import type { ImagesOf } from "../images/read-images";
import { CommandError, log } from "../process/steps";
import { type DockerLogin, dockerLogins, readStack } from "../terraform/docker-logins";
import { type PushedImage, pushedImages, takenForGone, triggersInStack } from "../terraform/pushed-images";
import { isOpenTofu, type SavedPlan, type Terraform, terraformBinary } from "../terraform/terraform";
import { EXTRA_FILES, extraFile, unreadableImages, unreadableText } from "../terraform/unreadable-images";

/** A plan, and what is known of images that it pushes again although what they are made from is the same. */
export interface ExaminedPlan extends SavedPlan {
  readonly findings: readonly ImageFinding[];
}

/**
 * Plans a stack whose state may have images of the docker provider: it fails on one in another registry and takes any trouble of the registry
 * for a missing image. The first is seen before the plan; after it, the registry is asked for each image that was taken for gone.
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
  try {
    if (extra) {
      writeFileSync(path.join(terraform.folder, extra.name), extra.text);
    }
    const first = await examine(await plan());
    if (!first.findings.some(({ kind }) => kind === "there")) {
      return first;
    }
    log("A registry that didn't answer the plan answers by now: planning again");
    return await examine(await plan());
  } finally {
    // A saved plan has its configuration in it, so that an apply doesn't need the file.
    removeExtraFiles(terraform.folder);
  }

  async function examine(output: SavedPlan): Promise<ExaminedPlan> {
    const gone = takenForGone(readable, triggersInStack(terraform.folder), output);
    const findings =
      gone.length === 0 ? [] : await askForImages(gone, logins, await imagesOf(terraform.folder, target));
    // Terraform's own words would say that somebody deleted them.
    const explained = new Set(
      [...findings.map(({ image }) => image), ...unreadable.otherRegistry].map(({ address }) => address),
    );
    return { ...output, drift: output.drift.filter(({ address }) => !explained.has(address)), findings };
  }
}

/** Prints what was found of images that are pushed again. */
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
      `Nothing was changed. This plan builds and pushes images again although nothing of them changed, because their registry didn't show them:\n\n${images}\n\n` +
        `${adviceFor(doubtful).join("\n")}\nTo push them again all the same: --push-again`,
    );
  }
}

/**
 * Makes a stack one that can be initialized, after that failed: the docker provider built it before, and this machine can't have that
 * provider. Terraform wants a provider for all that is in the state; where the stack has no use for it, its images are taken out of the state.
 * @param backup where the state is kept as it was
 * @param mayForget whether the state may be changed
 * @throws the error, when there is nothing of the kind in the state
 */
export async function forgetDockerImages(
  error: unknown,
  terraform: Terraform,
  backup: string,
  mayForget: boolean,
): Promise<void> {
  const addresses = readStack(terraform.folder).provider?.docker
    ? []
    : [...new Set((await imagesInState(terraform)).map(({ address }) => address))];
  if (addresses.length === 0) {
    throw error;
  }
  if (!mayForget) {
    throw new CommandError(
      `${(error as Error).message}\n\nThe state has images that the docker provider pushed, and Terraform wants that provider for them, though this stack does without it. ` +
        `${commandLine("deploy")} takes them out of the state (the images stay where they are), and so does:\n` +
        `  (cd ${path.relative(".", terraform.folder)} && ${terraformBinary()} state rm ${addresses.join(" ")})`,
    );
  }
  mkdirSync(path.dirname(backup), { recursive: true });
  writeFileSync(backup, await terraform.readState(), { mode: 0o600 });
  await terraform.forget(addresses);
  log(
    `Took out of the state what the docker provider pushed, which this machine can't have and this stack does without: ${addresses.join(", ")}. ` +
      `The images stay where they are; the state as it was is in ${path.relative(".", backup)}`,
  );
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

/** None when the state can't be read: Terraform says why. */
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
