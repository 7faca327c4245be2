import { cpSync, writeFileSync } from "node:fs";
import path from "node:path";
import { imageReference } from "../../lib/tooling";
import type { Command } from "../command";
import { commandLine } from "../command-line";
import { withCleanUp, withTemporaryFolder } from "../process/clean-up";
import { ERRORS_ONLY } from "../process/npm-options";
import { probe } from "../process/probe";
import { printRemark, printResult } from "../process/progress";
import { readIfThere } from "../process/read-if-there";
import { runProgram, succeed } from "../process/run-program";
import { CommandError, log, step } from "../process/steps";
import { shortDigest } from "../short-digest";
import { type ProjectDockerfile, projectDockerfiles } from "./dockerfiles";
import { imageChangeText } from "./image-changes";
import { imageContents } from "./image-contents";
import { withDigests } from "./pin";
import { type RegistryDigest, registryDigest } from "./registry-digest";
import { findScanner, type Scanner } from "./scanner";

export const command: Command = {
  examples: [
    [commandLine("update"), "all functions"],
    [`${commandLine("update --")} --pin lambdas/python`, "one function, and pin its base images"],
  ],
  help: `${commandLine("update --")} [--pin] [<Dockerfile or folder> …]

Updates what the functions' images are made of: the digests of pinned base images, and the packages in a function's
package-lock.json (npm update). Then it builds each image as it was and as it is now, without a deploy, and shows what changes in it:
size, packages, and known vulnerabilities, if trivy or grype is on this machine. The changes are in files: look at them with git, and deploy.

  --pin   also pin base images that have no digest yet: FROM <image>:<tag>@sha256:…

A deploy builds an image again only when its files change. So a newer base image reaches AWS by its digest in the Dockerfile, and
not without one. The app's own packages: npm update. The providers: ${commandLine("lock --")} --upgrade.

Exits with 1 when an image can't be built or looked into. Its files are updated nevertheless.`,
  options: { pin: { type: "boolean" } },
  positionals: Number.POSITIVE_INFINITY,
  async run({ positionals, flag }) {
    const dockerfiles = selected(positionals);
    const digests = await step("Asked the registries of the base images", () => askAll(dockerfiles));
    const scanner = await findScanner();
    const { state } = await probe("docker", ["version", "--format", "{{.Server.Version}}"]);
    let failed = 0;
    for (const dockerfile of dockerfiles) {
      const options = { pin: flag("pin"), ...(scanner && { scanner }), engine: state === "ran" };
      try {
        await updateOne(dockerfile, digests, options);
      } catch (error) {
        if (!(error instanceof CommandError)) throw error;
        failed++;
        printRemark(`${dockerfile.file}: ${error.message}\n`);
      }
    }
    return failed === 0 ? 0 : 1;
  },
};

interface UpdateOptions {
  /** Whether images without a digest get one. */
  readonly pin: boolean;
  readonly scanner?: Scanner;
  /** Whether there is a docker command. */
  readonly engine: boolean;
}

/** @throws CommandError when there is no such Dockerfile */
function selected(names: readonly string[]): readonly ProjectDockerfile[] {
  const all = projectDockerfiles();
  const wanted = names.map((name) => path.posix.normalize(name).replace(/\/$/, ""));
  const isWanted = ({ file }: ProjectDockerfile, name: string) =>
    file === name || file.startsWith(`${name}/`);
  const missing = wanted.filter((name) => !all.some((dockerfile) => isWanted(dockerfile, name)));
  if (all.length === 0 || missing.length > 0) {
    throw new CommandError(
      `There is no Dockerfile ${missing.length === 0 ? "here" : `in ${missing.join(", ")}`}.`,
    );
  }
  return wanted.length === 0
    ? all
    : all.filter((dockerfile) => wanted.some((name) => isWanted(dockerfile, name)));
}

async function askAll(
  dockerfiles: readonly ProjectDockerfile[],
): Promise<ReadonlyMap<string, RegistryDigest>> {
  const images = [...new Set(dockerfiles.flatMap(({ baseImages }) => baseImages))];
  return new Map(
    await Promise.all(images.map(async (image) => [image, await registryDigest(image)] as const)),
  );
}

async function updateOne(
  { file, text, baseImages }: ProjectDockerfile,
  answers: ReadonlyMap<string, RegistryDigest>,
  { pin, scanner, engine }: UpdateOptions,
): Promise<void> {
  const digests = new Map<string, string>();
  for (const image of baseImages) {
    const answer = answers.get(image) as RegistryDigest;
    const { digest: pinned } = imageReference(image);
    if ("problem" in answer) {
      log(`${file}: ${image} stays, because ${answer.problem}`);
    } else if (pinned === undefined && !pin) {
      log(
        `${file}: ${image} isn't pinned, so a deploy doesn't notice newer ones: ${commandLine("update --")} --pin ${file}`,
      );
    } else if (pinned !== answer.digest) {
      digests.set(image, answer.digest);
      log(
        `${file}: ${image.split("@")[0]} ${shortDigest(pinned ?? "without digest")} → ${shortDigest(answer.digest)}`,
      );
    }
  }
  const folder = path.dirname(file);
  const lock = path.join(folder, "package-lock.json");
  const lockBefore = readIfThere(lock);
  await withTemporaryFolder("before-update", async (copy) => {
    cpSync(folder, copy, { recursive: true, filter: (name) => path.basename(name) !== "node_modules" });
    if (digests.size > 0) {
      writeFileSync(file, withDigests(text, digests));
    }
    if (lockBefore !== "") {
      await updatePackages(folder);
    }
    if (digests.size === 0 && readIfThere(lock) === lockBefore) {
      return;
    }
    if (!engine) {
      log(`${file}: its image is not compared, because this machine has no docker command`);
      return;
    }
    await compare({ file, before: copy, after: folder }, scanner);
  });
}

/** Builds an image from two folders, and prints what is different. */
async function compare(
  { file, before, after }: { readonly file: string; readonly before: string; readonly after: string },
  scanner: Scanner | undefined,
): Promise<void> {
  const name = path.basename(file);
  const [was, is] = [`${imageName(file)}:before`, `${imageName(file)}:after`];
  const removeImages = async () => {
    await runProgram("docker", ["image", "rm", "--force", was, is]);
  };
  await withCleanUp(removeImages, async () => {
    await step(`Built ${file} as it was`, () => build(before, name, was));
    // Nothing comes from a cache, so that packages without a pinned version are the newest as well.
    await step(`Built ${file} as it is now`, () => build(after, name, is, "--no-cache"));
    const contents = { before: await imageContents(was), after: await imageContents(is) };
    // If the scan fails, the rest is known all the same.
    const [scan] = await Promise.allSettled([scanner && scanBoth(scanner, was, is)]);
    const found = scan.status === "fulfilled" ? scan.value : undefined;
    const vulnerabilities = scanner && { scanner: scanner.name, ...(found && { found }) };
    printResult(`\n${imageChangeText({ file, ...contents, ...(vulnerabilities && { vulnerabilities }) })}\n`);
    if (scan.status === "rejected") throw scan.reason;
  });
}

function scanBoth({ name, scan }: Scanner, was: string, is: string) {
  return step(`Scanned both with ${name}`, async () => ({ before: await scan(was), after: await scan(is) }));
}

function imageName(file: string): string {
  return `lambda-images-update/${file.toLowerCase().replaceAll(/[^a-z0-9]+/g, "-")}`;
}

async function build(folder: string, name: string, image: string, ...more: readonly string[]): Promise<void> {
  const args = ["build", "--quiet", ...more, "--file", path.join(folder, name), "--tag", image, folder];
  await succeed("docker", args);
}

/** Takes the newest packages that a function's package.json allows, in its lock only. */
async function updatePackages(folder: string): Promise<void> {
  const args = ["update", "--package-lock-only", "--ignore-scripts", ...ERRORS_ONLY];
  await step(`Updated ${folder}/package-lock.json`, () =>
    succeed("npm", args, { cwd: folder, shell: process.platform === "win32" }),
  );
}
