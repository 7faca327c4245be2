import {
  endOfCalls,
  isDenied,
  isMadeBy,
  type RecordedCall,
  readCalls,
} from "../../permissions/recorded-calls";
import { LogFollower, readLogEvents } from "./log-follower";
import type { FunctionFacts, Overview, StreamMessage } from "./messages";
import { readOverview } from "./read-overview";
import { readStackStates, type StackState } from "./stack-states";
import type { Tasks } from "./tasks";

/** How often is looked while a page is open. Each look at a log is a request, which the local AWS records. */
const POLL_MILLISECONDS = 1_500;

type Send = (message: StreamMessage) => void;

/** What the open pages show, followed as long as one is open. */
export class Live {
  private readonly pages = new Set<Send>();
  private readonly logs = new Map<string, LogFollower>();
  private states: readonly StackState[] = [];
  private overview: Overview | undefined;
  private calls = endOfCalls();
  private timer: NodeJS.Timeout | undefined;
  private looking: Promise<void> | undefined;

  constructor(
    private readonly tasks: () => Tasks,
    private readonly watches: boolean,
  ) {}

  /** Adds a page. @returns a function that removes it */
  add(send: Send): () => void {
    this.pages.add(send);
    if (this.overview !== undefined) send({ type: "overview", overview: this.overview });
    for (const [functionName, follower] of this.logs) {
      send({ type: "log", functionName, invocations: follower.all });
    }
    void this.look();
    return () => this.pages.delete(send);
  }

  /** Looks now, and again after a while if a page is open. */
  async look(): Promise<void> {
    clearTimeout(this.timer);
    this.looking ??= this.lookOnce()
      // The next look may succeed: a file is just being written, or the local AWS starts again.
      .catch(() => undefined)
      .finally(() => {
        this.looking = undefined;
      });
    await this.looking;
    clearTimeout(this.timer);
    if (this.pages.size > 0) {
      this.timer = setTimeout(() => void this.look(), POLL_MILLISECONDS);
    }
  }

  /** The functions that are deployed now. */
  async functions(): Promise<Overview> {
    if (this.overview === undefined) await this.look();
    if (this.overview === undefined) throw new Error("The local AWS can't be read");
    return this.overview;
  }

  /** The state of a stack. */
  stateOf(stack: string): StackState["state"] {
    return this.states.find((one) => one.stack === stack)?.state ?? {};
  }

  /** Sends the pages now what is known without a look. */
  sendTasks(): void {
    if (this.overview !== undefined) this.show({ ...this.overview, ...this.ofTasks() });
  }

  private async lookOnce(): Promise<void> {
    this.states = readStackStates();
    const overview = await readOverview(this.states);
    this.show({ ...overview, watches: this.watches, ...this.ofTasks() });
    if (overview.emulator.state !== "running") {
      this.logs.clear();
      return;
    }
    await Promise.all(overview.functions.map((fn) => this.lookAtLog(fn, overview.emulator.port)));
    this.lookAtCalls(overview.functions);
  }

  private ofTasks(): Pick<Overview, "task" | "planned"> {
    const { last, review } = this.tasks();
    return {
      ...(last !== undefined && { task: last }),
      ...(review !== undefined && { planned: review.time }),
    };
  }

  private show(overview: Overview): void {
    const isNew = JSON.stringify(overview) !== JSON.stringify(this.overview);
    this.overview = overview;
    if (isNew) this.send({ type: "overview", overview });
  }

  private async lookAtLog({ functionName, logGroup, region }: FunctionFacts, port: number): Promise<void> {
    const follower =
      this.logs.get(functionName) ??
      new LogFollower(logGroup, (group, from) => readLogEvents(group, from, { port, region }));
    this.logs.set(functionName, follower);
    // A local AWS that just stops answers nothing. The next look shows it.
    const invocations = await follower.next().catch(() => []);
    if (invocations.length > 0) this.send({ type: "log", functionName, invocations });
  }

  /** Whether a function called AWS. What this command itself asks is none of it. */
  private lookAtCalls(functions: readonly FunctionFacts[]): void {
    const end = endOfCalls();
    const calls = end < this.calls ? [] : readCalls(this.calls);
    this.calls = end;
    const isOfFunction = (call: RecordedCall): boolean =>
      functions.some(({ functionName }) => isMadeBy({ functionName }, call));
    if (calls.some((call) => isDenied(call) || isOfFunction(call))) {
      this.send({ type: "calls" });
    }
  }

  private send(message: StreamMessage): void {
    for (const page of this.pages) page(message);
  }
}
