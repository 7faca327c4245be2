import type { InvocationLog, LogLine } from "./messages";

/** A line of CloudWatch Logs. */
export interface LogEvent {
  readonly timestamp: number;
  readonly message: string;
  readonly logStreamName: string;
}

const START = /^START RequestId: (\S+)/;
const END = /^(?:END|REPORT) RequestId: (\S+)/;
const DURATION = /\tDuration: ([\d.]+ ms)/;
/** What Lambda writes itself, and what AWS's runtime interface emulator writes (`rapid` is its name there). */
const PLATFORM = /^(?:START|END|REPORT|INIT_START) |^\d\d \w{3} \d{4} [\d:,]+ \[\w+\] \(rapid\) /;

/** The log of each invocation, in the order of their first lines. The local AWS writes each to a stream of its own. */
export function invocationLogs(events: readonly LogEvent[]): InvocationLog[] {
  const streams = new Map<string, LogEvent[]>();
  for (const event of events) {
    streams.set(event.logStreamName, [...(streams.get(event.logStreamName) ?? []), event]);
  }
  return [...streams].map(([stream, lines]) => {
    const messages = lines.map(({ message }) => message.trimEnd());
    const requestId = requestIdIn(messages);
    const duration = messages
      .map((message) => DURATION.exec(message)?.[1])
      .find((text) => text !== undefined);
    return {
      stream,
      time: new Date(lines.at(-1)?.timestamp ?? 0).toISOString(),
      lines: messages.map(logLine),
      ...(requestId !== undefined && { requestId }),
      ...(duration !== undefined && { duration }),
    };
  });
}

/** The id of the request whose lines these are: the last one, if a text has the end of an earlier one too. */
export function requestIdIn(messages: readonly string[]): string | undefined {
  const ids = messages.flatMap((message) => (START.exec(message) ?? END.exec(message))?.[1] ?? []);
  return ids.at(-1);
}

export function logLine(text: string): LogLine {
  return { text, isPlatform: PLATFORM.test(text) };
}
