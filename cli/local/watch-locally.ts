import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { type SynthesizedStack, synthesizeQuietly } from "../app/synthesize";
import type { Target } from "../app/target";
import { errorText } from "../command";
import { commandLine } from "../command-line";
import { cancelUndo, undoWhenInterrupted } from "../process/interrupt";
import { log, logDone, logFailed, step } from "../process/steps";
import { type FolderChanges, watchFolder } from "../process/watch-folder";
import { driftText } from "../terraform/drift";
import { summarizeOutput, summaryText } from "../terraform/plan-summary";
import {
  providerSettings,
  type ReattachedProviders,
  startProviders,
} from "../terraform/reattached-providers";
import { stackRegion } from "../terraform/stack-aws";
import { Terraform } from "../terraform/terraform";
import { ensureBaseImages } from "./base-image";
import { deployLocally, type LocalOptions, startLocalAws } from "./deploy-locally";
import { deployedFunctions } from "./deployed-functions";
import { emulatorStatus } from "./emulator";
import { functionImage } from "./function-image";
import { type HotReloadResult, hotReload } from "./hot-reload";
import { filesToReload, type ImageContent, readStackContent, type StackContent } from "./stack-content";
import { baseImagesOf } from "./stack-images";

/**
 * After a hot reload, the deploy waits this long for another save. The deploy gives the function a new container, which
 * has to be invoked once before the next hot reload.
 */
const QUIET_SECONDS = 30;

/** Deploys to the local AWS, and again on each save, until Ctrl-C. */
export async function watchLocally(options: LocalOptions): Promise<never> {
  // Started before the first synth, so that no save is missed.
  const changes = watchFolder(process.cwd(), isNoSource);
  const watch = new LocalWatch(changes, options);
  try {
    return await watch.run();
  } finally {
    changes.close();
    watch.stopProviders();
  }
}

/**
 * Files that a synth or a deploy writes, which would cause an endless loop, and temporary files of editors. A change of
 * any other file causes a synth.
 */
export function isNoSource(name: string, relative: string): boolean {
  return (
    [".git", ".terraform", "node_modules", "__pycache__"].includes(name) ||
    ["cdktf.out", "dist", ".local", ".plans", ".bench"].includes(relative) ||
    relative.startsWith("dist.") ||
    /^\.?terraform\..*tfstate/.test(relative) ||
    /~$|^4913$|\.sw[a-z]$|^\.?#/.test(name)
  );
}

/** A stack and the content of its last synth. */
interface ChangedStack {
  readonly stack: SynthesizedStack;
  readonly content: StackContent;
}

/** Files of one image to hot reload into the functions' containers. */
interface ImageReload {
  readonly image: ImageContent;
  readonly files: Exclude<ReturnType<typeof filesToReload>, string>;
}

const WHY_NOT = {
  "no-container": (name) => `no container of ${name} runs: its next invocation starts one`,
  overtaken: (name) => `${name} was invoked during the hot reload of its container`,
} satisfies Record<Exclude<HotReloadResult, "reloaded">, (functionName: string) => string>;

class LocalWatch {
  private target: Target | undefined;
  /** The stacks of the last synth. */
  private stacks: readonly SynthesizedStack[] = [];
  /** The deployed content of each stack. Missing if it isn't known, for example after a failed deploy. */
  private readonly deployed = new Map<string, StackContent>();
  /** By image, the files in running containers that differ from the deployed image. */
  private readonly reloaded = new Map<string, ReadonlySet<string>>();
  private readonly calls = new Map<string, string>();
  private kept:
    | {
        readonly stack: string;
        readonly settings: string;
        readonly providers: Promise<ReattachedProviders | undefined>;
      }
    | undefined;
  /** Whether the last round failed. */
  private failed = false;

  constructor(
    private readonly changes: FolderChanges,
    private readonly options: LocalOptions,
  ) {}

  async run(): Promise<never> {
    await this.attempt(() => this.round());
    for (;;) {
      log("Watching for changes, until Ctrl-C");
      if (this.reloaded.size > 0) {
        log(`${this.notDeployed()}. They are deployed when nothing is saved for ${QUIET_SECONDS} s`);
      }
      await this.wait();
    }
  }

  /** Waits for the next change or the end of the quiet time. */
  private async wait(): Promise<void> {
    for (;;) {
      const saved = await this.changes.next(this.reloaded.size > 0 ? QUIET_SECONDS * 1_000 : undefined);
      if (await this.attempt(() => (saved ? this.round() : this.deploy(this.changed(), performance.now())))) {
        return;
      }
    }
  }

  /** Describes the hot-reloaded changes that are not deployed. */
  private notDeployed(): string {
    const functions = [...this.deployed.values()].flatMap(({ images }) =>
      [...images].flatMap(([address, image]) => (this.reloaded.has(address) ? image.functions : [])),
    );
    return `Not deployed yet: the hot-reloaded files of ${functions.join(", ")}`;
  }

  /** Runs a step, and prints its error and continues if it fails. @returns the step's result; true if it failed */
  private async attempt(run: () => Promise<boolean>): Promise<boolean> {
    try {
      const isDone = await run();
      this.failed = false;
      return isDone;
    } catch (error) {
      this.failed = true;
      console.error(`\n${errorText(error)}\n`);
      return true;
    }
  }

  /** Handles a save. @returns whether there was anything to do */
  private async round(): Promise<boolean> {
    const saved = performance.now();
    const target = await this.ready();
    const title = "Synthesized for the local AWS";
    const { stacks, printAnnotations } = await synthesizeQuietly(target).catch((error: unknown) => {
      logFailed(title, saved);
      throw error;
    });
    this.stacks = stacks;
    const changed = this.changed();
    if (changed.length === 0 && !this.failed) {
      return false;
    }
    logDone(title, saved);
    printAnnotations();
    if (changed.length === 0) {
      log("Nothing to deploy: nothing changed");
      return true;
    }
    return (await this.reload(changed, saved)) || (await this.deploy(changed, saved));
  }

  /** Restarts parts of the local AWS that have stopped. */
  private async ready(): Promise<Target> {
    const { state } = await emulatorStatus();
    if (this.target !== undefined && !this.failed && state === "running") {
      return this.target;
    }
    if (state === "stopped") {
      this.deployed.clear();
      this.reloaded.clear();
    }
    this.target = await startLocalAws(this.options);
    return this.target;
  }

  /** The stacks whose deployed or running content differs from the last synth. */
  private changed(): readonly ChangedStack[] {
    return this.stacks
      .map((stack) => ({ stack, content: readStackContent(stack.folder) }))
      .filter(({ stack, content }) => {
        const deployed = this.deployed.get(stack.name);
        return (
          deployed?.text !== content.text ||
          [...content.images.keys()].some((image) => this.reloaded.has(image))
        );
      });
  }

  /** Hot reloads the changed files into running containers, if nothing else has to be done. @returns whether it did */
  private async reload(changed: readonly ChangedStack[], saved: number): Promise<boolean> {
    const reloads: ImageReload[] = [];
    for (const { stack, content } of changed) {
      const deployed = this.deployed.get(stack.name);
      if (deployed === undefined) {
        return false;
      }
      const found = this.reloadsOf(deployed, content);
      if (typeof found === "string") {
        log(`Deploying, because ${found}`);
        return false;
      }
      reloads.push(...found);
    }
    for (const reload of reloads) {
      for (const functionName of reload.image.functions) {
        const result = await this.reloadInto(functionName, reload, saved);
        if (result !== "reloaded") {
          log(`Deploying, because ${WHY_NOT[result](functionName)}`);
          return false;
        }
      }
    }
    for (const { stack, content } of changed) {
      // HotReloadResult back.
      if (this.deployed.get(stack.name)?.text === content.text) this.dropReloads(content);
    }
    return true;
  }

  /** @returns the reason as text, when a hot reload is not enough */
  private reloadsOf(deployed: StackContent, now: StackContent): readonly ImageReload[] | string {
    if (deployed.rest !== now.rest) {
      return "more than a function's files changed";
    }
    const reloads: ImageReload[] = [];
    for (const [address, image] of now.images) {
      const before = deployed.images.get(address);
      if (before === undefined || image.functions.length === 0) {
        return "an image changed";
      }
      const files = filesToReload(before, image, this.reloaded.get(address) ?? new Set());
      if (typeof files === "string") {
        return files;
      }
      if (files.length > 0) reloads.push({ image, files });
    }
    return reloads;
  }

  private async reloadInto(
    functionName: string,
    { image: { image, region }, files }: ImageReload,
    saved: number,
  ): Promise<HotReloadResult> {
    const { port } = await emulatorStatus();
    const copies = files.flatMap(({ contextPath, imagePaths }) =>
      imagePaths.map((imagePath) => ({ source: path.resolve(image.context, contextPath), imagePath })),
    );
    const names = files.map(({ contextPath }) => contextPath);
    this.reloaded.set(image.address, new Set(names));
    const result = await hotReload(functionName, copies, { port, region });
    if (result === "reloaded") {
      logDone(
        `Hot-reloaded into the running container of ${functionName}, not deployed: ${names.join(", ")}`,
        saved,
      );
      this.logInvokeCommand(functionName);
    }
    return result;
  }

  /** Deploys by Terraform. */
  private async deploy(changed: readonly ChangedStack[], saved: number): Promise<boolean> {
    const target = await this.ready();
    for (const { stack, content } of changed) {
      const before = this.deployed.get(stack.name);
      this.deployed.delete(stack.name);
      try {
        if (before === undefined || !(await this.deployAgain({ stack, content }, saved, target))) {
          await deployLocally(stack, target);
        }
      } finally {
        // After a failure the running content isn't known. The next save deploys, but the end of the quiet time
        // doesn't.
        this.dropReloads(content);
      }
      this.deployed.set(stack.name, content);
      this.startProvidersFor(stack, target);
    }
    // From here on, nothing is stopped when the command ends.
    cancelUndo();
    undoWhenInterrupted(() => {
      if (this.reloaded.size > 0) console.error(`${this.notDeployed()}: ${commandLine("local")} deploys it`);
    });
    for (const { id, functionName } of await deployedFunctions(this.stacks)) {
      this.calls.set(functionName, id);
      this.logInvokeCommand(functionName);
    }
    return true;
  }

  /**
   * A deploy right after another one: the providers already run, and the machine was checked.
   * @returns whether it was possible
   */
  private async deployAgain(
    { stack: { name, folder }, content }: ChangedStack,
    saved: number,
    target: Target,
  ): Promise<boolean> {
    const providers = this.kept?.stack === name ? await this.kept.providers : undefined;
    if (providers === undefined || this.kept?.settings !== providerSettings(folder)) {
      return false;
    }
    await ensureBaseImages(baseImagesOf(folder));
    const terraform = new Terraform(folder, { ...target.terraformEnvironment, ...providers.environment });
    const { port } = await emulatorStatus();
    const images = new Map<string, string | undefined>();
    const region = stackRegion(folder) ?? "us-east-1";
    for (const functionName of [...content.images.values()].flatMap(({ functions }) => functions)) {
      images.set(functionName, await functionImage(functionName, { port, region }));
    }
    let began = false;
    let ended = false;
    try {
      await step(
        `Deployed ${name}`,
        () =>
          terraform.applyUnseen(({ action, id }) => {
            began = true;
            // AWS's provider then always waits for five seconds.
            if (action === "update" && id !== undefined && images.has(id)) {
              void logNewImage(id, images.get(id), () => ended);
            }
          }),
        (output) => {
          const lines = driftText(output);
          return [summaryText(summarizeOutput(output)), ...lines].join("; ");
        },
      );
      return true;
    } catch (error) {
      this.stopProviders();
      if (began) {
        throw error;
      }
      // The usual steps report or fix any error better.
      return false;
    } finally {
      ended = true;
    }

    async function logNewImage(functionName: string, old: string | undefined, stop: () => boolean) {
      while (!stop()) {
        const image = await functionImage(functionName, { port, region }).catch(() => old);
        if (image !== old) {
          logDone(`${functionName} runs the new image`, saved);
          return;
        }
        await sleep(100);
      }
    }
  }

  private logInvokeCommand(functionName: string): void {
    log(`Invoke it: ${commandLine("local:invoke --")} ${this.calls.get(functionName) ?? functionName}`);
  }

  private dropReloads({ images }: StackContent): void {
    for (const address of images.keys()) {
      this.reloaded.delete(address);
    }
  }

  /** Starts the providers in the background, for the next deploy. */
  private startProvidersFor(stack: SynthesizedStack, target: Target): void {
    const settings = providerSettings(stack.folder);
    if (this.kept?.stack === stack.name && this.kept.settings === settings) {
      return;
    }
    this.stopProviders();
    const providers = startProviders(stack.folder, target.terraformEnvironment);
    this.kept = { stack: stack.name, settings, providers };
  }

  stopProviders(): void {
    void this.kept?.providers.then((providers) => providers?.stop());
    this.kept = undefined;
  }
}
