import { rmSync } from "node:fs";
import { LOCAL_FOLDER } from "../app/local-folder";
import type { Command } from "../command";
import { commandLine } from "../command-line";
import { whileShown } from "../process/progress";
import { log, logDone } from "../process/steps";
import { endProviders } from "../terraform/reattached-providers";
import { type EngineLeft, stopDockerEngine } from "./docker-engine";
import { stopEmulator } from "./emulator";
import { PROVIDERS_FOLDER } from "./local-providers";

const WHY_LEFT: Readonly<Record<EngineLeft, string>> = {
  "not-ours": `${commandLine("local")} did not start it`,
  "in-use": "other checkouts use it",
};

export const command: Command = {
  examples: [[`${commandLine("local:down")}`, "stops the local AWS and removes it"]],
  help: `${commandLine("local:down")}

Stops the local AWS with everything in it, removes its state and its built images, and stops the Docker engine
if ${commandLine("local")} started it and no other checkout uses it.`,
  async run() {
    const started = performance.now();
    if (await whileShown("Stopping the emulator of AWS", stopEmulator)) {
      logDone("Stopped the emulator of AWS", started);
    } else {
      log("The emulator of AWS did not run");
    }
    await endProviders(PROVIDERS_FOLDER);
    rmSync(LOCAL_FOLDER, { recursive: true, force: true });
    const stopped = performance.now();
    const engine = await whileShown("Stopping the Docker engine", () => stopDockerEngine());
    if (engine === "stopped") {
      logDone("Stopped the Docker engine", stopped);
    } else {
      log(`The Docker engine was left alone: ${WHY_LEFT[engine]}`);
    }
  },
};
