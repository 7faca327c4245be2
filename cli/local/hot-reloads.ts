import path from "node:path";
import type { SynthesizedStack } from "../app/manifest";
import { log, logDone } from "../process/steps";
import { emulatorStatus } from "./emulator";
import { hotReload } from "./hot-reload";
import { filesToReload, type ImageContent, type StackContent } from "./stack-content";

/** A stack and the content of its last synth. */
export interface ChangedStack {
  readonly stack: SynthesizedStack;
  readonly content: StackContent;
}

/** Files of one image to hot reload into the functions' containers. */
interface ImageReload {
  readonly image: ImageContent;
  readonly files: Exclude<ReturnType<typeof filesToReload>, string>;
}

/** The hot reloads of a watch: files in functions' containers that are not deployed. */
export class HotReloads {
  /** By image, the files that differ from the deployed image. */
  private readonly reloaded = new Map<string, ReadonlySet<string>>();

  /** @param logInvokeCommand prints how to invoke a function whose files were reloaded */
  constructor(private readonly logInvokeCommand: (functionName: string) => void) {}

  /** Whether there are files that are not deployed. */
  get any(): boolean {
    return this.reloaded.size > 0;
  }

  /** Whether files of one of these images are not deployed. */
  hasAny({ images }: StackContent): boolean {
    return [...images.keys()].some((image) => this.reloaded.has(image));
  }

  /** The functions that run files that are not deployed. */
  functionsOf(contents: Iterable<StackContent>): readonly string[] {
    return [...contents].flatMap(({ images }) =>
      [...images].flatMap(([address, image]) => (this.reloaded.has(address) ? image.functions : [])),
    );
  }

  /** The local AWS is a new one. */
  clear(): void {
    this.reloaded.clear();
  }

  /** A deploy replaced these images, or failed. */
  drop({ images }: StackContent): void {
    for (const address of images.keys()) {
      this.reloaded.delete(address);
    }
  }

  /** Hot reloads the changed files, if nothing else has to be done. @returns whether it did */
  async reload(
    changed: readonly ChangedStack[],
    deployedContents: ReadonlyMap<string, StackContent>,
    saved: number,
  ): Promise<boolean> {
    const reloads: ImageReload[] = [];
    for (const { stack, content } of changed) {
      const deployed = deployedContents.get(stack.name);
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
        if (!(await this.reloadInto(functionName, reload, saved))) {
          log(`Deploying, because there is no ${functionName} any more`);
          return false;
        }
      }
    }
    for (const { stack, content } of changed) {
      // The files are again as they are deployed.
      if (deployedContents.get(stack.name)?.text === content.text) this.drop(content);
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
      if (files.length > 0 && !image.isKnown) {
        return "the name or the region of a function is only known to Terraform";
      }
      if (files.length > 0) reloads.push({ image, files });
    }
    return reloads;
  }

  private async reloadInto(
    functionName: string,
    { image: { image, region }, files }: ImageReload,
    saved: number,
  ): Promise<boolean> {
    const { port } = await emulatorStatus();
    const copies = files.flatMap(({ contextPath, imagePaths }) =>
      imagePaths.map((imagePath) => ({ source: path.resolve(image.context, contextPath), imagePath })),
    );
    const names = files.map(({ contextPath }) => contextPath);
    this.reloaded.set(image.address, new Set(names));
    const exists = await hotReload(functionName, copies, { port, region });
    if (exists) {
      logDone(`Hot-reloaded ${functionName}, not deployed: ${names.join(", ")}`, saved);
      this.logInvokeCommand(functionName);
    }
    return exists;
  }
}
