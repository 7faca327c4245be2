import type { Command } from "../cli/command";
import { runTool } from "./tool";

export const command: Command = {
  examples: [
    ["npm test", "runs the fast tests"],
    ["npm test -- __tests__/lib/image", "runs those of a folder"],
  ],
  help: `npm test -- [<jest arguments>]

The fast tests: no Docker, no network. Everything, end to end included: npm run check.`,
  passThrough: true,
  async run({ positionals }) {
    return runTool("jest", positionals);
  },
};
