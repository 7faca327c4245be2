import { synthesize } from "../app/synthesize";
import { forTarget } from "../app/target";
import type { Command } from "../command";
import { commandLine } from "../command-line";
import { printResult } from "../process/progress";
import { log, step } from "../process/steps";
import { deployLocally, startLocalAws } from "./deploy-locally";
import { deployedFunctions } from "./deployed-functions";
import { ALLOW_PROVIDER_HELP, allowedProviders } from "./local-target";
import { watchLocally } from "./watch-locally";

export const command: Command = {
  examples: [
    [`${commandLine("local")}`, "deploys everything to a local AWS"],
    [`${commandLine("local --")} --watch`, "the same, and again on each save"],
  ],
  help: `${commandLine("local --")} [--env <name>] [--watch] [--no-iam] [--json]

Deploys the stacks to a whole AWS on this machine: no account, no credentials. Sets up everything it needs (an emulator of AWS
in .local/, a Docker engine if it may start one). Run it again at any time: it deploys only what changed.

  --env <name>   runs the app with ENVIRONMENT=<name> [default: $ENVIRONMENT, else the app's own default]
  --watch        continue until Ctrl-C, and deploy the changes of each save. If a save only changed files that the Dockerfile
                 copies unchanged, they are first copied into the function's running container (a hot reload), which uses them
                 within a second or two. They are deployed when nothing was saved for half a minute
  --no-iam       don't enforce permissions, until it is run without this option: a call that no policy allows succeeds, while AWS
                 would deny it. The next ${commandLine("permissions")} lists it all the same
${ALLOW_PROVIDER_HELP}
  --json         prints the deployed functions as JSON: id, name, region

  ${commandLine("local:invoke --")} <function> [json]   invokes a function
  ${commandLine("local:logs --")} <function>            shows what it printed
  ${commandLine("local:down")}                          takes it all away again`,
  options: {
    env: { type: "string" },
    watch: { type: "boolean" },
    "no-iam": { type: "boolean" },
    "allow-provider": { type: "string" },
    json: { type: "boolean" },
  },
  async run(args) {
    const options = {
      environment: args.text("env"),
      allowedProviders: allowedProviders(args),
      enforceIam: !args.flag("no-iam"),
    };
    if (args.flag("watch")) {
      await watchLocally(options);
    }
    const target = await startLocalAws(options);
    const stacks = await step(`Synthesized${forTarget(target)}`, () => synthesize(target));
    for (const stack of stacks) {
      await deployLocally(stack, target);
    }
    const functions = await deployedFunctions(stacks);
    if (args.flag("json")) {
      printResult(JSON.stringify(functions, undefined, 2));
    }
    for (const { id, functionName } of functions) {
      log(`${functionName} is deployed. Invoke it: ${commandLine("local:invoke --")} ${id}`);
    }
  },
};
