import type { SynthesizedStack } from "../app/manifest";
import type { Target } from "../app/target";
import { printWarnings } from "../deploy/plan-stack";
import { whileShown } from "../process/progress";
import { log, logDone, logFailed } from "../process/steps";
import { driftText } from "../terraform/drift";
import type { ApplyStart } from "../terraform/messages";
import { changesNothing, type PlanSummary, summarizeOutput, summaryText } from "../terraform/plan-summary";
import { runningProviders } from "../terraform/reattached-providers";
import { Terraform } from "../terraform/terraform";
import { localProviders } from "./local-providers";
import { ensureBoundaries } from "./permissions-boundary";
import { prepareImages } from "./prepare-images";

/**
 * Deploys a stack right after another deploy, in one run of Terraform: its providers run, and the machine was checked.
 * @returns whether it was possible. If not, nothing was changed, and the usual steps report or fix any error better
 */
export async function redeploy(
  stack: SynthesizedStack,
  target: Target,
  onApplyStart: (start: ApplyStart) => void,
): Promise<boolean> {
  const { name, folder } = stack;
  const use = localProviders(stack, target);
  const providers = use && runningProviders(use);
  if (providers === undefined) {
    return false;
  }
  const terraform = new Terraform(folder, { ...target.terraformEnvironment, ...providers.environment });
  let started = performance.now();
  let planned: PlanSummary | undefined;
  let began = false;
  try {
    await prepareImages(folder, { build: true });
    if (target.local) {
      await ensureBoundaries(stack, target.local.port);
    }
    await whileShown(`Deploying ${name}`, () =>
      terraform.applyUnseen({
        onPlanned(output) {
          planned = summarizeOutput(output);
          const text = changesNothing(planned) ? "No changes" : summaryText(planned);
          logDone(`Planned ${name}: ${text}`, started);
          driftText(output).forEach(log);
          printWarnings(output.diagnostics);
          started = performance.now();
        },
        onApplyStart(start) {
          // A data source that is read changes nothing.
          began ||= start.action !== "read";
          onApplyStart(start);
        },
      }),
    );
  } catch (error) {
    providers.stop();
    if (began) {
      logFailed(`Deployed ${name}`, started);
      throw error;
    }
    return false;
  }
  if (planned && !changesNothing(planned)) {
    const built = builtText(planned);
    logDone(`Deployed ${name}${built ? `: ${built}` : ""}`, started);
  }
  return true;
}

/** What a deploy did with images, if anything. */
export function builtText({ images }: PlanSummary): string | undefined {
  return images.length > 0 ? `${images.length} built and pushed` : undefined;
}
