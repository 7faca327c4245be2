import { setTimeout as sleep } from "node:timers/promises";
import type { Target } from "../app/target";
import { logDone, step } from "../process/steps";
import { driftText } from "../terraform/drift";
import { summarizeOutput, summaryText } from "../terraform/plan-summary";
import { runningProviders } from "../terraform/reattached-providers";
import { Terraform } from "../terraform/terraform";
import type { LocalAws } from "./aws-request";
import { emulatorStatus } from "./emulator";
import { functionImage } from "./function-image";
import type { ChangedStack } from "./hot-reloads";
import { localProviders } from "./local-providers";
import { prepareImages } from "./prepare-images";

/**
 * Deploys a stack right after another deploy: its providers run, and the machine was checked.
 * @returns whether it was possible
 */
export async function redeploy(
  { stack, content }: ChangedStack,
  saved: number,
  target: Target,
): Promise<boolean> {
  const { name, folder } = stack;
  const use = localProviders(stack, target);
  const providers = use && runningProviders(use);
  if (providers === undefined) {
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
    providers.stop();
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
