import { rmSync } from "node:fs";
import { LOCAL_FOLDER } from "../app/local-folder";
import type { Command } from "../command";
import { commandLine } from "../command-line";
import { step } from "../process/steps";
import { stopDockerEngine } from "./docker-engine";
import { stopEmulator } from "./emulator";

export const command: Command = {
  examples: [[`${commandLine("local:down")}`, "stops the local AWS and removes it"]],
  help: `${commandLine("local:down")}

Stops the local AWS with everything in it, removes its state and its built images, and stops the Docker engine
if ${commandLine("local")} started it and no other checkout uses it.`,
  async run() {
    await step("Stopped the emulator of AWS", stopEmulator, (ran) => (ran ? undefined : "it did not run"));
    rmSync(LOCAL_FOLDER, { recursive: true, force: true });
    await step("Stopped the Docker engine", stopDockerEngine, (stopped) =>
      stopped ? undefined : "not started here, or in use by another checkout",
    );
  },
};
