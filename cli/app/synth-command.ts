import type { Command } from "../command";
import { commandLine } from "../command-line";
import { step } from "../process/steps";
import { synthesize } from "./synthesize";
import { forTarget, readTarget } from "./target";

export const command: Command = {
  help: `${commandLine("synth --")} [--env <name>]

Writes the stacks of an environment to cdktf.out/: cdk.tf.json and the build contexts of the images, everything that Terraform needs.
Needs neither Docker nor credentials nor network.

  --env <name>   the environment in environments.ts [default: $ENVIRONMENT, else the app's own default]`,
  options: { env: { type: "string" } },
  async run(args) {
    const target = readTarget(args.text("env"));
    await step(
      `Synthesized${forTarget(target)}`,
      () => synthesize(target),
      (stacks) => stacks.map(({ folder }) => folder).join(", "),
    );
  },
};
