import { ensureBaseImages } from "../local/base-image";
import { ensureDockerEngine } from "../local/docker-engine";
import { startEmulator } from "../local/emulator";
import { chooseImageBuilder } from "../local/image-builder";
import { baseImagesOf } from "../local/stack-images";
import { say, step } from "../process/steps";
import type { Command } from "./command";
import { deployedFunctions } from "./functions";
import { checkImagesCanBePushed } from "./image-checks";
import { applyPlan, planStack } from "./plan-stack";
import { synthesize } from "./project";
import { readLocalDeployment, readTarget, writeLocalDeployment } from "./target";

export const command: Command = {
  help: `npm run local

Deploys the stacks to a whole AWS on this machine: no account, no credentials. Sets up what it needs (an emulator of AWS in
.local/, a Docker engine where it may start one) and can be run again at any time: it deploys just what changed.

  npm run local:invoke -- <function> [json]   calls a function
  npm run local:logs -- <function>            shows what it printed
  npm run local:down                          takes it all away again`,
  async run() {
    await ensureDockerEngine();
    const port = await startEmulator();
    writeLocalDeployment({
      port,
      imageBuilder: readLocalDeployment()?.imageBuilder ?? (await chooseImageBuilder()),
    });
    const target = readTarget("local");
    const stacks = await step("Synthesized for local", () => synthesize(target.appEnvironment));
    for (const stack of stacks) {
      const plan = await planStack(stack, target);
      await checkImagesCanBePushed(plan, target);
      if (plan.images.length > 0) {
        await ensureBaseImages(baseImagesOf(stack.folder));
      }
      if (plan.changes) {
        const built = plan.images.length > 0 ? `, ${plan.images.length} built and pushed` : "";
        await step(`Deployed ${stack.name}${built}`, () => applyPlan(plan));
      }
    }
    const functions = await deployedFunctions(stacks, target);
    for (const { id, functionName } of functions) {
      say(`${functionName} is deployed. Call it: npm run local:invoke -- ${id}`);
    }
  },
};
