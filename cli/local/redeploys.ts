import { setTimeout as sleep } from "node:timers/promises";
import type { SynthesizedStack } from "../app/manifest";
import type { Target } from "../app/target";
import { logDone, step } from "../process/steps";
import { driftText } from "../terraform/drift";
import { summarizeOutput, summaryText } from "../terraform/plan-summary";
import {
  providerSettings,
  type ReattachedProviders,
  startProviders,
} from "../terraform/reattached-providers";
import { Terraform } from "../terraform/terraform";
import type { LocalAws } from "./aws-request";
import { emulatorStatus } from "./emulator";
import { functionImage } from "./function-image";
import type { ChangedStack } from "./hot-reloads";
import { prepareImages } from "./prepare-images";

/** Deploys a stack again, right after another deploy: its providers run on in between. */
export class Redeploys {
  private running:
    | {
        readonly stack: string;
        readonly settings: string;
        readonly providers: Promise<ReattachedProviders | undefined>;
      }
    | undefined;

  /**
   * A deploy right after another one: the providers already run, and the machine was checked.
   * @returns whether it was possible
   */
  async deploy(
    { stack: { name, folder }, content }: ChangedStack,
    saved: number,
    target: Target,
  ): Promise<boolean> {
    const providers = this.running?.stack === name ? await this.running.providers : undefined;
    if (providers === undefined || this.running?.settings !== providerSettings(folder)) {
      return false;
    }
    await prepareImages(folder, { build: true });
    const terraform = new Terraform(folder, { ...target.terraformEnvironment, ...providers.environment });
    const { port } = await emulatorStatus();
    const before = new Map<string, { readonly image: string | undefined; readonly aws: LocalAws }>();
    for (const { functions, region } of content.images.values()) {
      const aws = { port, region };
      for (const functionName of functions) {
        before.set(functionName, { image: await functionImage(functionName, aws), aws });
      }
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
            const old = id === undefined ? undefined : before.get(id);
            if (action === "update" && id !== undefined && old) {
              void logNewImage(id, old.image, old.aws);
            }
          }),
        (output) => {
          const lines = driftText(output);
          return [summaryText(summarizeOutput(output)), ...lines].join("; ");
        },
      );
      return true;
    } catch (error) {
      this.stop();
      if (began) {
        throw error;
      }
      // The usual steps report or fix any error better.
      return false;
    } finally {
      ended = true;
    }

    async function logNewImage(functionName: string, old: string | undefined, aws: LocalAws) {
      while (!ended) {
        const image = await functionImage(functionName, aws).catch(() => old);
        if (image !== old) {
          logDone(`${functionName} runs the new image`, saved);
          return;
        }
        await sleep(100);
      }
    }
  }

  /** Starts the providers in the background, for the next deploy. */
  start(stack: SynthesizedStack, target: Target): void {
    const settings = providerSettings(stack.folder);
    if (this.running?.stack === stack.name && this.running.settings === settings) {
      return;
    }
    this.stop();
    const providers = startProviders(stack.folder, target.terraformEnvironment);
    this.running = { stack: stack.name, settings, providers };
  }

  /** Stops the providers. */
  stop(): void {
    void this.running?.providers.then((providers) => providers?.stop());
    this.running = undefined;
  }
}
