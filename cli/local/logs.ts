import { setTimeout as sleep } from "node:timers/promises";
import { CommandError } from "../process/steps";
import { awsRequest, type LocalAws } from "./aws-request";

const POLL_MILLISECONDS = 1_000;

interface LogEvents {
  readonly events?: readonly {
    readonly eventId?: string;
    readonly timestamp: number;
    readonly message: string;
  }[];
  readonly nextToken?: string;
}

/** Prints the log of a function. With `follow`, it continues with new lines. */
export async function logs(
  functionName: string,
  options: LocalAws & { readonly follow: boolean },
): Promise<void> {
  let printed = 0;
  do {
    const lines = await readLog(functionName, options);
    for (const line of lines.slice(printed)) {
      console.log(line);
    }
    printed = Math.max(printed, lines.length);
    if (options.follow) {
      await sleep(POLL_MILLISECONDS);
    }
  } while (options.follow);
}

/** The lines of the log of a function, the oldest first. */
export async function readLog(functionName: string, aws: LocalAws): Promise<string[]> {
  const lines: string[] = [];
  let nextToken: string | undefined;
  do {
    const page: LogEvents = await filterLogEvents(functionName, aws, nextToken);
    for (const { timestamp, message } of page.events ?? []) {
      lines.push(`${new Date(timestamp).toISOString()} ${message.trimEnd()}`);
    }
    nextToken = page.nextToken;
  } while (nextToken !== undefined);
  return lines;
}

async function filterLogEvents(
  functionName: string,
  aws: LocalAws,
  nextToken: string | undefined,
): Promise<LogEvents> {
  const response = await awsRequest(aws, "logs", "/", {
    method: "POST",
    headers: {
      "X-Amz-Target": "Logs_20140328.FilterLogEvents",
      "Content-Type": "application/x-amz-json-1.1",
    },
    body: JSON.stringify({ logGroupName: `/aws/lambda/${functionName}`, ...(nextToken && { nextToken }) }),
  });
  if (!response.ok) {
    throw new CommandError(
      `The log of ${functionName} can't be read (${response.status}): ${await response.text()}`,
    );
  }
  return (await response.json()) as LogEvents;
}
