import type { Command } from "../command";
import { commandLine } from "../command-line";
import { printResult } from "../process/progress";
import { step } from "../process/steps";
import { synthesize } from "./synthesize";
import { forTarget, readTarget } from "./target";

export const command: Command = {
  examples: [[`${commandLine("synth --")} --env dev`, "writes the stacks of dev"]],
  help: `${commandLine("synth --")} [--env <name>] [--json]

Writes the stacks of an environment to cdktf.out/: cdk.tf.json and the build contexts of the images, everything that Terraform needs.
Needs neither Docker nor credentials nor network.

  --env <name>   the environment in environments.ts [default: $ENVIRONMENT, else the app's own default]
  --json         prints the stacks as JSON: name, folder, and the stacks that they read from`,
  options: { env: { type: "string" }, json: { type: "boolean" } },
  async run(args) {
    const target = readTarget(args.text("env"));
    const stacks = await step(
      `Synthesized${forTarget(target)}`,
      () => synthesize(target),
      (stacks) => stacks.map(({ folder }) => folder).join(", "),
    );
    if (args.flag("json")) {
      printResult(JSON.stringify(stacks, undefined, 2));
    }
  },
};
