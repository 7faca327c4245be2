import { log } from "../../process/steps";
import { Live } from "./live";
import { serve } from "./server";
import { type TaskRunners, Tasks } from "./tasks";

/** The page of the local AWS, while the command runs. */
export interface Ui {
  /** Shows a deploy that the command itself makes. */
  showDeploy(running: Promise<unknown>): void;
}

/**
 * Starts the page of the local AWS, and prints its address.
 * @param runners what its buttons do. Undefined with `--watch`
 */
export async function startUi(runners: TaskRunners | undefined): Promise<Ui> {
  const live: Live = new Live(() => tasks, runners === undefined);
  const tasks = new Tasks(runners, () => {
    live.sendTasks();
    void live.look();
  });
  const { url } = await serve({ live, tasks });
  log(`The page of the local AWS, until Ctrl-C: ${url}`);
  return {
    showDeploy: (running) => void tasks.follow("deploy", running),
  };
}
