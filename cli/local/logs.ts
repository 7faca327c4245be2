import { CommandError } from "../process/steps";
import { awsRequest, type LocalAws } from "./aws-request";
import type { DeployedFunction } from "./deployed-functions";

/** A function, and its log group. */
export type LoggingFunction = Pick<DeployedFunction, "functionName" | "logGroup">;

/** A line of a function's log. */
export interface LogLine {
  /** ISO 8601 in UTC. */
  readonly time: string;
  readonly message: string;
}

interface LogStream {
  readonly logStreamName: string;
  readonly lastEventTimestamp?: number;
  readonly lastIngestionTime?: number;
}

interface LogEvent {
  readonly timestamp: number;
  readonly message: string;
}

/** How many streams are read at the same time. Each invocation may have its own. */
const AT_ONCE = 8;

/**
 * Reads the log of a function, each line once. It reads stream by stream: a page of FilterLogEvents ends at 10,000 lines, and the
 * emulator has no token for the next one.
 */
export class LogReader {
  /** What was read of each stream. */
  private readonly read = new Map<string, { readonly token: string; readonly state: string }>();

  constructor(
    private readonly fn: LoggingFunction,
    private readonly aws: LocalAws,
  ) {}

  /** The lines since the last call, the oldest first. */
  async next(): Promise<LogLine[]> {
    const streams = (await this.streams()).filter(
      (stream) => this.read.get(stream.logStreamName)?.state !== stateOf(stream),
    );
    const events: LogEvent[] = [];
    for (let first = 0; first < streams.length; first += AT_ONCE) {
      const some = streams.slice(first, first + AT_ONCE);
      for (const read of await Promise.all(some.map((stream) => this.newEvents(stream)))) {
        // Not as arguments of push, of which there can't be so many.
        for (const event of read) events.push(event);
      }
    }
    return events
      .sort((one, other) => one.timestamp - other.timestamp)
      .map(({ timestamp, message }) => ({
        time: new Date(timestamp).toISOString(),
        message: message.trimEnd(),
      }));
  }

  private async streams(): Promise<LogStream[]> {
    const streams: LogStream[] = [];
    let nextToken: string | undefined;
    do {
      const page = await this.ask<{
        readonly logStreams?: readonly LogStream[];
        readonly nextToken?: string;
      }>("DescribeLogStreams", { nextToken });
      streams.push(...(page.logStreams ?? []));
      nextToken = page.nextToken;
    } while (nextToken !== undefined);
    return streams;
  }

  private async newEvents(stream: LogStream): Promise<LogEvent[]> {
    const { logStreamName } = stream;
    const events: LogEvent[] = [];
    let token = this.read.get(logStreamName)?.token;
    for (;;) {
      const page = await this.ask<{
        readonly events?: readonly LogEvent[];
        readonly nextForwardToken: string;
      }>("GetLogEvents", { logStreamName, startFromHead: true, nextToken: token });
      for (const event of page.events ?? []) events.push(event);
      // The same token again is the end of a stream, as in AWS.
      if (token === page.nextForwardToken) break;
      token = page.nextForwardToken;
    }
    this.read.set(logStreamName, { token, state: stateOf(stream) });
    return events;
  }

  private async ask<T>(action: string, fields: Readonly<Record<string, unknown>>): Promise<T> {
    const { functionName, logGroup } = this.fn;
    const response = await requestLogs(this.aws, action, { logGroupName: logGroup, ...fields });
    if (!response.ok) {
      throw new CommandError(
        `The log of ${functionName} (${logGroup}) can't be read (${response.status}): ${await response.text()}`,
      );
    }
    return (await response.json()) as T;
  }
}

/** A request to CloudWatch Logs. */
export function requestLogs(
  aws: LocalAws,
  action: string,
  fields: Readonly<Record<string, unknown>>,
): Promise<Response> {
  return awsRequest(aws, "logs", "/", {
    method: "POST",
    headers: { "X-Amz-Target": `Logs_20140328.${action}`, "Content-Type": "application/x-amz-json-1.1" },
    body: JSON.stringify(fields),
  });
}

/** The lines of the log of a function, the oldest first. Each begins with its time. */
export async function readLog(fn: LoggingFunction, aws: LocalAws): Promise<string[]> {
  return (await new LogReader(fn, aws).next()).map(lineText);
}

/** A line as text. */
export function lineText({ time, message }: LogLine): string {
  return `${time} ${message}`;
}

/** Changes with each line that a stream gets. */
function stateOf({ lastEventTimestamp, lastIngestionTime }: LogStream): string {
  return `${lastEventTimestamp} ${lastIngestionTime}`;
}
