import { synthesize } from "../app/synthesize";
import { forTarget } from "../app/target";
import type { Command } from "../command";
import { commandLine } from "../command-line";
import { log, step } from "../process/steps";
import { deployLocally, startLocalAws } from "./deploy-locally";
import { deployedFunctions } from "./deployed-functions";
import { ALLOW_PROVIDER_HELP, allowedProviders } from "./local-target";
import { watchLocally } from "./watch-locally";

export const command: Command = {
  help: `${commandLine("local --")} [--env <name>] [--watch]

Deploys the stacks to a whole AWS on this machine: no account, no credentials. Sets up what it needs (an emulator of AWS in
.local/, a Docker engine where it may start one) and can be run again at any time: it deploys just what changed.

  --env <name>   runs the app with ENVIRONMENT=<name> [default: $ENVIRONMENT, else what the app takes]
  --watch        go on, until Ctrl-C: deploy what changed on each save. Where a save changed only files that the Dockerfile copies
                 as they are, the function's running container gets them first (a hot reload), and answers with them in a second
                 or two. That is not deployed yet: it is deployed when nothing was saved for half a minute
${ALLOW_PROVIDER_HELP}

  ${commandLine("local:invoke --")} <function> [json]   calls a function
  ${commandLine("local:logs --")} <function>            shows what it printed
  ${commandLine("local:down")}                          takes it all away again`,
  options: { env: { type: "string" }, watch: { type: "boolean" }, "allow-provider": { type: "string" } },
  async run(args) {
    const options = { environment: args.text("env"), allowedProviders: allowedProviders(args) };
    if (args.flag("watch")) {
      await watchLocally(options);
    }
    const target = await startLocalAws(options);
    const stacks = await step(`Synthesized${forTarget(target)}`, () => synthesize(target));
    for (const stack of stacks) {
      await deployLocally(stack, target);
    }
    for (const { id, functionName } of await deployedFunctions(stacks)) {
      log(`${functionName} is deployed. Call it: ${commandLine("local:invoke --")} ${id}`);
    }
  },
};
