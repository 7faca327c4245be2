import { CommandError } from "../../process/steps";
import type { LocalAws } from "../aws-request";
import { requestLogs } from "../logs";
import { invocationLogs, type LogEvent } from "./invocation-logs";
import type { InvocationLog } from "./messages";

/** FilterLogEvents answers with this many lines at most. */
const PAGE = 10_000;
/** Older invocations are forgotten. */
const KEPT = 100;

/** Reads the log of a function, and again what is new. */
export class LogFollower {
  private readonly invocations = new Map<string, InvocationLog>();
  private from = 0;

  constructor(
    private readonly logGroup: string,
    private readonly read: (logGroup: string, from: number) => Promise<readonly LogEvent[]>,
  ) {}

  /** The invocations so far, the oldest first. */
  get all(): readonly InvocationLog[] {
    return [...this.invocations.values()];
  }

  /** @returns the invocations that have ended since the last time */
  async next(): Promise<readonly InvocationLog[]> {
    const fresh: InvocationLog[] = [];
    for (let isLast = false; !isLast; ) {
      const events = await this.read(this.logGroup, this.from);
      isLast = events.length < PAGE;
      const last = events.at(-1)?.timestamp ?? this.from;
      // The last lines of a full page may be cut off: they are read again. Unless that would never end.
      const before = isLast ? events : events.filter(({ timestamp }) => timestamp < last);
      const whole = before.length > 0 ? before : events;
      this.from = before.length > 0 || isLast ? last : last + 1;
      for (const invocation of invocationLogs(whole)) {
        // The lines of an invocation are written at once, when it ends.
        if (!this.invocations.has(invocation.stream)) {
          this.invocations.set(invocation.stream, invocation);
          fresh.push(invocation);
        }
      }
    }
    for (const stream of [...this.invocations.keys()].slice(0, -KEPT)) {
      this.invocations.delete(stream);
    }
    return fresh.slice(-KEPT);
  }
}

/** Reads lines of a log group of the local AWS. A group that doesn't exist has none. */
export async function readLogEvents(
  logGroupName: string,
  startTime: number,
  aws: LocalAws,
): Promise<readonly LogEvent[]> {
  const response = await requestLogs(aws, "FilterLogEvents", { logGroupName, startTime, limit: PAGE });
  const text = await response.text();
  if (!response.ok) {
    if (text.includes("ResourceNotFoundException")) return [];
    throw new CommandError(`The log ${logGroupName} can't be read (${response.status}): ${text}`);
  }
  return (JSON.parse(text) as { readonly events?: readonly LogEvent[] }).events ?? [];
}
