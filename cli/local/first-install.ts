import { handleInterrupts } from "../process/interrupt";
import { ensureDockerEngine } from "./docker-engine";
import { EMULATOR_PYTHON, pythonEnvironment } from "./python-environment";

/**
 * Begins to install what the local AWS needs besides packages of npm: the emulator, and a Docker engine where there is none.
 * `npm run local` of this repository calls it while npm runs, so nothing here may need a package. The command waits for it
 * where it needs it, and reports its errors.
 */
export function beginFirstInstall(): void {
  handleInterrupts();
  for (const installed of [pythonEnvironment(EMULATOR_PYTHON), ensureDockerEngine()]) {
    installed.catch(() => undefined);
  }
}
