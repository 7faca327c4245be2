import type { SynthesizedStack } from "../app/manifest";
import { synthesizeQuietly } from "../app/synthesize";
import { forTarget, type Target } from "../app/target";
import { printError } from "../command";
import { commandLine } from "../command-line";
import { cancelUndo, undoWhenInterrupted } from "../process/interrupt";
import { printRemark } from "../process/progress";
import { log, logDone, logFailed } from "../process/steps";
import { type FolderChanges, watchFolder } from "../process/watch-folder";
import { deployLocally, type LocalOptions, startLocalAws } from "./deploy-locally";
import { deployedFunctions } from "./deployed-functions";
import { emulatorStatus } from "./emulator";
import { type ChangedStack, HotReloads } from "./hot-reloads";
import { NewImages } from "./new-images";
import { readStackContent, type StackContent } from "./stack-content";
import { isNoSource } from "./watched-files";

/**
 * After a hot reload, the deploy waits this long for another save, because a save during a deploy has to wait for its end.
 */
const QUIET_SECONDS = 30;

export interface WatchOptions extends LocalOptions {
  /** Is called with each deploy and hot reload. */
  readonly onAttempt?: (attempt: Promise<unknown>) => void;
}

/** Deploys to the local AWS, and again on each save, until Ctrl-C. */
export async function watchLocally(options: WatchOptions): Promise<never> {
  // Started before the first synth, so that no save is missed.
  const changes = watchFolder(process.cwd(), isNoSource);
  const watch = new LocalWatch(changes, options);
  try {
    return await watch.run();
  } finally {
    changes.close();
  }
}

class LocalWatch {
  private target: Target | undefined;
  /** The stacks of the last synth. */
  private stacks: readonly SynthesizedStack[] = [];
  /** The deployed content of each stack. Missing if it isn't known, for example after a failed deploy. */
  private readonly deployed = new Map<string, StackContent>();
  private readonly reloads = new HotReloads((functionName) => this.logInvokeCommand(functionName));
  private readonly calls = new Map<string, string>();
  /** Whether the last round failed. */
  private failed = false;

  constructor(
    private readonly changes: FolderChanges,
    private readonly options: WatchOptions,
  ) {}

  async run(): Promise<never> {
    await this.attempt(() => this.round());
    for (;;) {
      log("Watching for changes, until Ctrl-C");
      if (this.reloads.any) {
        log(`${this.notDeployed()}. They are deployed when nothing is saved for ${QUIET_SECONDS} s`);
      }
      await this.wait();
    }
  }

  /** Waits for the next change or the end of the quiet time. */
  private async wait(): Promise<void> {
    for (;;) {
      const saved = await this.changes.next(this.reloads.any ? QUIET_SECONDS * 1_000 : undefined);
      if (await this.attempt(() => (saved ? this.round() : this.deploy(this.changed(), performance.now())))) {
        return;
      }
    }
  }

  /** Describes the hot-reloaded changes that are not deployed. */
  private notDeployed(): string {
    const functions = this.reloads.functionsOf(this.deployed.values());
    return `Not deployed yet: the hot-reloaded files of ${functions.join(", ")}`;
  }

  /** Runs a step, and prints its error and continues if it fails. @returns the step's result; true if it failed */
  private async attempt(run: () => Promise<boolean>): Promise<boolean> {
    try {
      const attempt = run();
      this.options.onAttempt?.(attempt);
      const isDone = await attempt;
      this.failed = false;
      return isDone;
    } catch (error) {
      this.failed = true;
      printError(error);
      printRemark("");
      return true;
    }
  }

  /** Handles a save. @returns whether there was anything to do */
  private async round(): Promise<boolean> {
    const saved = performance.now();
    const target = await this.ready();
    const title = `Synthesized${forTarget(target)}`;
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
    return (await this.reloads.reload(changed, this.deployed, saved)) || (await this.deploy(changed, saved));
  }

  /** Restarts parts of the local AWS that have stopped. */
  private async ready(): Promise<Target> {
    const { state } = await emulatorStatus();
    if (this.target !== undefined && !this.failed && state === "running") {
      return this.target;
    }
    if (state === "stopped") {
      this.deployed.clear();
      this.reloads.clear();
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
        return deployed?.text !== content.text || this.reloads.hasAny(content);
      });
  }

  /** Deploys by Terraform. */
  private async deploy(changed: readonly ChangedStack[], saved: number): Promise<boolean> {
    const target = await this.ready();
    for (const { stack, content } of changed) {
      this.deployed.delete(stack.name);
      const images = new NewImages(saved);
      try {
        await images.readBefore(content);
        await deployLocally(stack, target, (start) => images.begin(start));
      } finally {
        images.end();
        // After a failure the running content isn't known. The next save deploys, but the end of the quiet time
        // doesn't.
        this.reloads.drop(content);
      }
      this.deployed.set(stack.name, content);
    }
    // From here on, nothing is stopped when the command ends.
    cancelUndo();
    undoWhenInterrupted(() => {
      if (this.reloads.any) printRemark(`${this.notDeployed()}: ${commandLine("local")} deploys it`);
    });
    for (const { id, functionName } of await deployedFunctions(this.stacks)) {
      this.calls.set(functionName, id);
      this.logInvokeCommand(functionName);
    }
    return true;
  }

  private logInvokeCommand(functionName: string): void {
    log(`Invoke it: ${commandLine("local:invoke --")} ${this.calls.get(functionName) ?? functionName}`);
  }
}
