import { errorText, printError } from "../../command";
import type { PlanReview, TaskName, TaskState } from "./messages";

/** What the page can start: a plan, and a deploy. */
export interface TaskRunners {
  deploy(): Promise<void>;
  plan(): Promise<PlanReview["blocks"]>;
}

/** Runs one task at a time, and remembers how the last one ended. */
export class Tasks {
  private state: TaskState | undefined;
  private plan: PlanReview | undefined;

  /** @param runners missing while each save is deployed: a second run would wait for the lock of the state */
  constructor(
    private readonly runners: TaskRunners | undefined,
    private readonly changed: () => void,
  ) {}

  get last(): TaskState | undefined {
    return this.state;
  }

  get review(): PlanReview | undefined {
    return this.plan;
  }

  /** Starts a task. @returns why it can't be started; undefined if it was */
  start(name: TaskName): string | undefined {
    const { runners } = this;
    if (runners === undefined) return "Each save is deployed by itself (--watch).";
    if (this.state?.state === "running") return `A ${this.state.name} is running.`;
    const running =
      name === "deploy"
        ? runners.deploy()
        : runners.plan().then((blocks) => {
            this.plan = { time: new Date().toISOString(), blocks };
          });
    // The terminal shows its steps, and so its error.
    running.catch(printError);
    void this.follow(name, running);
    return undefined;
  }

  /** Shows a task that something else started. Its error is the other's to handle. */
  async follow(name: TaskName, running: Promise<unknown>): Promise<void> {
    const started = new Date().toISOString();
    this.set({ name, state: "running", started });
    try {
      await running;
      this.set({ name, state: "done", started, ended: new Date().toISOString() });
    } catch (error) {
      this.set({
        name,
        state: "failed",
        started,
        ended: new Date().toISOString(),
        error: errorText(error),
      });
    }
  }

  private set(state: TaskState): void {
    this.state = state;
    this.changed();
  }
}
