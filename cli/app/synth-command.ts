import type { Command } from "../command";
import { step } from "../process/steps";
import { OUTDIR, synthesize } from "./synthesize";
import { readTarget } from "./target";

export const command: Command = {
  help: `npm run synth -- [--env <name>]

Writes the stacks of an environment to ${OUTDIR}: cdk.tf.json and the build contexts of the images, all that Terraform needs.
Needs neither Docker nor credentials nor network.

  --env <name>   the environment in environments.ts [default: $ENVIRONMENT, or local]`,
  options: { env: { type: "string" } },
  async run(args) {
    const target = readTarget(args.text("env"));
    await step(
      `Synthesized for ${target.environment.name}`,
      () => synthesize(target.appEnvironment),
      (stacks) => stacks.map(({ folder }) => folder).join(", "),
    );
  },
};
