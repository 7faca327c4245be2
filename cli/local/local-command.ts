import type { SynthesizedStack } from "../app/manifest";
import { synthesize } from "../app/synthesize";
import { forTarget, type Target } from "../app/target";
import type { Command } from "../command";
import { commandLine } from "../command-line";
import { cancelUndo } from "../process/interrupt";
import { printResult } from "../process/progress";
import { CommandError, log, step } from "../process/steps";
import { deployLocally, type LocalOptions, startLocalAws } from "./deploy-locally";
import { type DeployedFunction, deployedFunctions } from "./deployed-functions";
import { needsInstallation } from "./emulator";
import { startFirst } from "./first-start";
import { ALLOW_PROVIDER_HELP, allowedProviders } from "./local-target";
import type * as planBlocksModule from "./ui/plan-blocks";
import type * as startUiModule from "./ui/start-ui";
import { watchLocally } from "./watch-locally";

export const command: Command = {
  examples: [
    [`${commandLine("local")}`, "deploys everything to a local AWS"],
    [`${commandLine("local --")} --watch`, "the same, and again on each save"],
    [`${commandLine("local --")} --ui`, "the same, and a page: invoke, logs, permissions, changes"],
  ],
  help: `${commandLine("local --")} [--env <name>] [--watch] [--ui] [--no-iam] [--json]

Deploys the stacks to a whole AWS on this machine: no account, no credentials. Sets up everything it needs (an emulator of AWS
in .local/, a Docker engine if it may start one). Run it again at any time: it deploys only what changed.

  --env <name>   runs the app with ENVIRONMENT=<name> [default: $ENVIRONMENT, else the app's own default]
  --watch        continue until Ctrl-C, and deploy the changes of each save. If a save only changed files that the Dockerfile
                 copies unchanged, they are first put into the function's containers (a hot reload), and used within a second or two.
                 They are deployed when nothing was saved for half a minute
  --ui           continue until Ctrl-C, and serve a page at this machine's own address: the functions, what changed, a form to invoke
                 them, their logs, what they were denied, and buttons that plan and deploy again. Also together with --watch
  --no-iam       don't enforce permissions, until it is run without this option: a call that no policy allows succeeds, while AWS
                 would deny it. The next ${commandLine("permissions")} lists it all the same
${ALLOW_PROVIDER_HELP}
  --json         prints the deployed functions as JSON: id, functionName, region, logGroup. Not together with --watch

  ${commandLine("local:invoke --")} <function> [json]   invokes a function
  ${commandLine("local:logs --")} <function>            shows what it printed
  ${commandLine("local:down")}                          takes it all away again`,
  options: {
    env: { type: "string" },
    watch: { type: "boolean" },
    ui: { type: "boolean" },
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
    if (args.flag("watch") && args.flag("json")) {
      throw new CommandError(
        "--json prints the functions after one deploy, and --watch deploys until Ctrl-C. Use one of them.",
      );
    }
    if (args.flag("watch")) {
      const ui = args.flag("ui") ? await loadUi().startUi(undefined) : undefined;
      await watchLocally({ ...options, onAttempt: (attempt) => ui?.showDeploy(attempt) });
    }
    const functions = await deploy(options);
    if (args.flag("json")) {
      printResult(JSON.stringify(functions, undefined, 2));
    }
    if (args.flag("ui")) {
      await loadUi().startUi({
        deploy: async () => {
          await deploy(options);
          cancelUndo();
        },
        plan: async () => {
          const { planBlocks } = require("./ui/plan-blocks") as typeof planBlocksModule;
          const { stacks, target } = await synthesizeLocally(options);
          return await planBlocks(stacks, target);
        },
      });
      // From here on, nothing is stopped when the command ends. The server keeps it alive.
      cancelUndo();
      return await new Promise<never>(() => undefined);
    }
  },
};

async function deploy(options: LocalOptions): Promise<readonly DeployedFunction[]> {
  const { stacks, target } = needsInstallation()
    ? await startFirst(options)
    : await synthesizeLocally(options);
  for (const stack of stacks) {
    await deployLocally(stack, target);
  }
  const functions = await deployedFunctions(stacks);
  for (const { id, functionName } of functions) {
    log(`${functionName} is deployed. Invoke it: ${commandLine("local:invoke --")} ${id}`);
  }
  return functions;
}

async function synthesizeLocally(
  options: LocalOptions,
): Promise<{ stacks: SynthesizedStack[]; target: Target }> {
  const target = await startLocalAws(options);
  return { stacks: await step(`Synthesized${forTarget(target)}`, () => synthesize(target)), target };
}

/** The page is loaded on demand, since it loads the library. */
function loadUi(): typeof startUiModule {
  return require("./ui/start-ui") as typeof startUiModule;
}
