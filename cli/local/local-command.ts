import { synthesize } from "../app/synthesize";
import type { Command } from "../command";
import { log, step } from "../process/steps";
import { deployLocally, startLocalAws } from "./deploy-locally";
import { deployedFunctions } from "./deployed-functions";
import { watchLocally } from "./watch-locally";

export const command: Command = {
  help: `npm run local -- [--watch]

Deploys the stacks to a whole AWS on this machine: no account, no credentials. Sets up what it needs (an emulator of AWS in
.local/, a Docker engine where it may start one) and can be run again at any time: it deploys just what changed.

  --watch   go on, until Ctrl-C: deploy what changed on each save. Where a save changed only files that the Dockerfile copies as
            they are, the function's running container gets them first, and answers with them in a second or two; that is not
            deployed yet, is said so, and is deployed when nothing was saved for half a minute

  npm run local:invoke -- <function> [json]   calls a function
  npm run local:logs -- <function>            shows what it printed
  npm run local:down                          takes it all away again`,
  options: { watch: { type: "boolean" } },
  async run(args) {
    if (args.flag("watch")) {
      await watchLocally();
    }
    const target = await startLocalAws();
    const stacks = await step("Synthesized for local", () => synthesize(target.appEnvironment));
    for (const stack of stacks) {
      await deployLocally(stack, target);
    }
    for (const { id, functionName } of await deployedFunctions(stacks, target)) {
      log(`${functionName} is deployed. Call it: npm run local:invoke -- ${id}`);
    }
  },
};
