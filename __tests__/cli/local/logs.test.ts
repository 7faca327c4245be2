import { awsRequest } from "../../../cli/local/aws-request";
import { LogReader, lineText, readLog } from "../../../cli/local/logs";

jest.mock("../../../cli/local/aws-request");

/** The limits of CloudWatch Logs, and of the emulator: lines of GetLogEvents, streams of DescribeLogStreams. */
const EVENTS_OF_A_PAGE = 10_000;
const STREAMS_OF_A_PAGE = 50;
const aws = { port: 4566, region: "eu-central-1" };
const HELLO = { functionName: "hello", logGroup: "/aws/lambda/hello" };

/** The streams of the log group, as the emulator has them. */
const streams = new Map<string, { timestamp: number; message: string }[]>();
const asked: string[] = [];

beforeEach(() => {
  streams.clear();
  asked.length = 0;
  jest.mocked(awsRequest).mockImplementation(async (_, __, ___, request) => {
    const action = request?.headers?.["X-Amz-Target"]?.split(".")[1] ?? "";
    asked.push(action);
    return answer(action, JSON.parse(request?.body ?? "{}"));
  });
});

function answer(
  action: string,
  { logGroupName, logStreamName, nextToken }: Readonly<Record<string, string>>,
): Response {
  if (logGroupName !== "/aws/lambda/hello") {
    return new Response("ResourceNotFoundException", { status: 400 });
  }
  const start = Number(nextToken ?? 0);
  if (action === "DescribeLogStreams") {
    const end = start + STREAMS_OF_A_PAGE;
    const page = [...streams].slice(start, end).map(([name, events]) => ({
      logStreamName: name,
      lastEventTimestamp: events.at(-1)?.timestamp,
      lastIngestionTime: events.length,
    }));
    return Response.json({ logStreams: page, ...(end < streams.size && { nextToken: String(end) }) });
  }
  const events = (streams.get(logStreamName ?? "") ?? []).slice(start, start + EVENTS_OF_A_PAGE);
  return Response.json({ events, nextForwardToken: String(start + events.length) });
}

const lines = (count: number, timestamp: number, message = "line") =>
  Array.from({ length: count }, (_, index) => ({ timestamp, message: `${message} ${index}\n` }));

test("a log has all of its lines, also past 10,000 of one moment, which is one page", async () => {
  streams.set("a", lines(25_001, 1_000));
  const read = await readLog(HELLO, aws);
  expect(read).toHaveLength(25_001);
  expect(read.at(-1)).toBe("1970-01-01T00:00:01.000Z line 25000");
});

test("the lines of many streams are in the order of time", async () => {
  for (let index = 0; index < 120; index++) streams.set(`${index}`, lines(1, 1_000_000 - index, `${index}:`));
  const read = await readLog(HELLO, aws);
  expect(read.map((line) => line.split(" ")[1])).toEqual(
    Array.from({ length: 120 }, (_, index) => `${119 - index}:`),
  );
});

describe("a reader that follows", () => {
  test("gets each line once, and newer lines after 10,000", async () => {
    const reader = new LogReader(HELLO, aws);
    expect(await reader.next()).toEqual([]);
    streams.set("a", lines(10_000, 1_000));
    expect(await reader.next()).toHaveLength(10_000);
    streams.get("a")?.push(...lines(2, 1_000, "newer"));
    streams.set("b", lines(1, 1_000, "of another"));
    expect((await reader.next()).map(lineText)).toEqual([
      "1970-01-01T00:00:01.000Z newer 0",
      "1970-01-01T00:00:01.000Z newer 1",
      "1970-01-01T00:00:01.000Z of another 0",
    ]);
    expect(await reader.next()).toEqual([]);
  });

  test("reads no stream again that has nothing new", async () => {
    streams.set("a", lines(1, 1_000));
    const reader = new LogReader(HELLO, aws);
    await reader.next();
    asked.length = 0;
    await reader.next();
    expect(asked).toEqual(["DescribeLogStreams"]);
  });
});

test("a log that can't be read is named", async () => {
  await expect(readLog({ functionName: "other", logGroup: "/shop/other" }, aws)).rejects.toThrow(
    "The log of other (/shop/other) can't be read (400)",
  );
});
