import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { type SynthesizedStack, synthesizeQuietly } from "../app/synthesize";
import type { Target } from "../app/target";
import { errorText } from "../command";
import { commandLine } from "../command-line";
import { keepWhatWasStarted, undoWhenInterrupted } from "../process/interrupt";
import { log, logDone, logFailed, step } from "../process/steps";
import { type FolderChanges, watchFolder } from "../process/watch-folder";
import { healingText } from "../terraform/drift";
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
 * After a swap, the deploy waits so long for another save: it gives the function a new container, which has to be called once before files
 * can be swapped into it.
 */
const QUIET_SECONDS = 30;

/** Deploys to the local AWS, and again on each save, until Ctrl-C. */
export async function watchLocally(options: LocalOptions): Promise<never> {
  // Before the first synth, so that no save is missed.
  const changes = watchFolder(process.cwd(), isNoSource);
  const watch = new LocalWatch(changes, options);
  try {
    return await watch.run();
  } finally {
    changes.close();
    watch.stopProviders();
  }
}

/** What a synth or a deploy writes, which would go round in circles, and what editors write beside a file. Other files may be ignored by no more than their synth. */
export function isNoSource(name: string, relative: string): boolean {
  return (
    [".git", ".terraform", "node_modules", "__pycache__"].includes(name) ||
    ["cdktf.out", "dist", ".local", ".plans", ".bench"].includes(relative) ||
    relative.startsWith("dist.") ||
    /^\.?terraform\..*tfstate/.test(relative) ||
    /~$|^4913$|\.sw[a-z]$|^\.?#/.test(name)
  );
}

/** A stack with what the last synth made of it. */
interface ChangedStack {
  readonly stack: SynthesizedStack;
  readonly content: StackContent;
}

/** Files to put into the containers of functions, of one image. */
interface ImageReload {
  readonly image: ImageContent;
  readonly files: Exclude<ReturnType<typeof filesToReload>, string>;
}

const WHY_NOT = {
  "no-container": (name) => `no container of ${name} runs: its next call starts one`,
  overtaken: (name) => `${name} was called while files were swapped into its container`,
} satisfies Record<Exclude<HotReloadResult, "swapped">, (functionName: string) => string>;

class LocalWatch {
  private target: Target | undefined;
  /** The stacks of the last synth. */
  private stacks: readonly SynthesizedStack[] = [];
  /** What is deployed of each stack; nothing where that isn't known, as after a deploy that failed. */
  private readonly deployed = new Map<string, StackContent>();
  /** By image, the files in running containers that aren't those of the deployed image. */
  private readonly swapped = new Map<string, ReadonlySet<string>>();
  private readonly calls = new Map<string, string>();
  private kept:
    | {
        readonly stack: string;
        readonly settings: string;
        readonly providers: Promise<ReattachedProviders | undefined>;
      }
    | undefined;
  /** The last round failed. */
  private failed = false;

  constructor(
    private readonly changes: FolderChanges,
    private readonly options: LocalOptions,
  ) {}

  async run(): Promise<never> {
    await this.attempt(() => this.round());
    for (;;) {
      log("Watching for changes, until Ctrl-C");
      if (this.swapped.size > 0) {
        log(`${this.notDeployed()}: that follows when nothing is saved for ${QUIET_SECONDS} s`);
      }
      await this.wait();
    }
  }

  /** Until the next round has come to its end. */
  private async wait(): Promise<void> {
    for (;;) {
      const saved = await this.changes.next(this.swapped.size > 0 ? QUIET_SECONDS * 1_000 : undefined);
      if (await this.attempt(() => (saved ? this.round() : this.deploy(this.changed(), performance.now())))) {
        return;
      }
    }
  }

  /** What runs and is not deployed, in words. */
  private notDeployed(): string {
    const functions = [...this.deployed.values()].flatMap(({ images }) =>
      [...images].flatMap(([address, image]) => (this.swapped.has(address) ? image.functions : [])),
    );
    return `Not deployed is what was swapped into ${functions.join(", ")}`;
  }

  /** Tells what went wrong, and goes on. @returns whether there was anything to tell */
  private async attempt(run: () => Promise<boolean>): Promise<boolean> {
    try {
      const told = await run();
      this.failed = false;
      return told;
    } catch (error) {
      this.failed = true;
      console.error(`\n${errorText(error)}\n`);
      return true;
    }
  }

  /** What comes of a save. @returns whether there was anything to do */
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
      log("Nothing to deploy: all is as it is deployed");
      return true;
    }
    return (await this.swap(changed, saved)) || (await this.deploy(changed, saved));
  }

  /** Starts again what doesn't run any more. */
  private async ready(): Promise<Target> {
    const { state } = await emulatorStatus();
    if (this.target !== undefined && !this.failed && state === "running") {
      return this.target;
    }
    if (state === "stopped") {
      this.deployed.clear();
      this.swapped.clear();
    }
    this.target = await startLocalAws(this.options);
    return this.target;
  }

  /** The stacks of which something else is deployed, or runs, than what was synthesized. */
  private changed(): readonly ChangedStack[] {
    return this.stacks
      .map((stack) => ({ stack, content: readStackContent(stack.folder) }))
      .filter(({ stack, content }) => {
        const deployed = this.deployed.get(stack.name);
        return (
          deployed?.text !== content.text ||
          [...content.images.keys()].some((image) => this.swapped.has(image))
        );
      });
  }

  /** Swaps the changed files into running containers, when that is all there is to do. @returns whether it was */
  private async swap(changed: readonly ChangedStack[], saved: number): Promise<boolean> {
    const swaps: ImageReload[] = [];
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
      swaps.push(...found);
    }
    for (const swap of swaps) {
      for (const functionName of swap.image.functions) {
        const result = await this.reloadInto(functionName, swap, saved);
        if (result !== "swapped") {
          log(`Deploying, because ${WHY_NOT[result](functionName)}`);
          return false;
        }
      }
    }
    for (const { stack, content } of changed) {
      // HotReloadResult back.
      if (this.deployed.get(stack.name)?.text === content.text) this.forgetReloads(content);
    }
    return true;
  }

  /** @returns why not, in words, when something else is to do than to swap files */
  private reloadsOf(deployed: StackContent, now: StackContent): readonly ImageReload[] | string {
    if (deployed.rest !== now.rest) {
      return "more than a function's files changed";
    }
    const swaps: ImageReload[] = [];
    for (const [address, image] of now.images) {
      const before = deployed.images.get(address);
      if (before === undefined || image.functions.length === 0) {
        return "an image is another";
      }
      const files = filesToReload(before, image, this.swapped.get(address) ?? new Set());
      if (typeof files === "string") {
        return files;
      }
      if (files.length > 0) swaps.push({ image, files });
    }
    return swaps;
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
    this.swapped.set(image.address, new Set(names));
    const result = await hotReload(functionName, copies, { port, region });
    if (result === "swapped") {
      logDone(
        `Hot-reloaded into the running container of ${functionName}, not deployed: ${names.join(", ")}`,
        saved,
      );
      this.logInvokeCommand(functionName);
    }
    return result;
  }

  /** A real deploy. */
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
        // When it failed, nothing is known of what runs; the next save deploys, and no waiting does.
        this.forgetReloads(content);
      }
      this.deployed.set(stack.name, content);
      this.startProvidersFor(stack, target);
    }
    // What runs now stays when the command is ended.
    keepWhatWasStarted();
    undoWhenInterrupted(() => {
      if (this.swapped.size > 0) console.error(`${this.notDeployed()}: ${commandLine("local")} deploys it`);
    });
    for (const { id, functionName } of await deployedFunctions(this.stacks)) {
      this.calls.set(functionName, id);
      this.logInvokeCommand(functionName);
    }
    return true;
  }

  /** A deploy right after another: the providers run already, and what they need was checked. @returns whether that could be */
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
            // AWS's provider then waits for five seconds, come what may.
            if (action === "update" && id !== undefined && images.has(id)) {
              void logNewImage(id, images.get(id), () => ended);
            }
          }),
        (output) => {
          const lines = healingText(output);
          return [summaryText(summarizeOutput(output)), ...lines].join("; ");
        },
      );
      return true;
    } catch (error) {
      this.stopProviders();
      if (began) {
        throw error;
      }
      // Whatever it was, the usual way tells it better, or mends it.
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
    log(`Call it: ${commandLine("local:invoke --")} ${this.calls.get(functionName) ?? functionName}`);
  }

  private forgetReloads({ images }: StackContent): void {
    for (const address of images.keys()) {
      this.swapped.delete(address);
    }
  }

  /** Starts them in the background, for the next deploy. */
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
