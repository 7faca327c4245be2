import { setTimeout as sleep } from "node:timers/promises";
import { logDone } from "../process/steps";
import type { ApplyStart } from "../terraform/messages";
import type { LocalAws } from "./aws-request";
import { emulatorStatus } from "./emulator";
import { functionImage } from "./function-image";
import type { StackContent } from "./stack-content";

/** Says when a function runs its new image. AWS's provider then always waits for five seconds, before Terraform says so. */
export class NewImages {
  private readonly before = new Map<string, { readonly image: string | undefined; readonly aws: LocalAws }>();
  private ended = false;

  /** @param saved when the change was saved, a time of performance.now() */
  constructor(private readonly saved: number) {}

  /** Reads what the functions of a stack run before a deploy. */
  async readBefore(content: StackContent): Promise<void> {
    const { port } = await emulatorStatus();
    for (const { functions, region } of content.images.values()) {
      const aws = { port, region };
      for (const functionName of functions) {
        this.before.set(functionName, { image: await functionImage(functionName, aws), aws });
      }
    }
  }

  /** Terraform begins to change a resource. */
  begin({ action, id }: ApplyStart): void {
    const old = id === undefined ? undefined : this.before.get(id);
    if (action === "update" && id !== undefined && old) {
      void this.wait(id, old.image, old.aws);
    }
  }

  /** The deploy has ended. */
  end(): void {
    this.ended = true;
  }

  private async wait(functionName: string, old: string | undefined, aws: LocalAws): Promise<void> {
    while (!this.ended) {
      const image = await functionImage(functionName, aws).catch(() => old);
      if (image !== old) {
        logDone(`${functionName} runs the new image`, this.saved);
        return;
      }
      await sleep(100);
    }
  }
}
