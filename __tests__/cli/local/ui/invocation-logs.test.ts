import { invocationLogs, logLine, requestIdIn } from "../../../../cli/local/ui/invocation-logs";

const events = (logStreamName: string, timestamp: number, ...messages: string[]) =>
  messages.map((message) => ({ logStreamName, timestamp, message }));

test("the lines of each invocation are together, with the request's id and its duration", () => {
  const logs = invocationLogs([
    ...events(
      "a",
      1_000,
      "28 Nov 2026 19:10:11,608 [INFO] (rapid) INIT START(type: on-demand)",
      "START RequestId: one Version: $LATEST",
    ),
    ...events("b", 1_000, "START RequestId: two Version: $LATEST", "hello\n"),
    ...events(
      "a",
      1_001,
      "END RequestId: one",
      "REPORT RequestId: one\tInit Duration: 0.12 ms\tDuration: 2611.85 ms\tBilled",
    ),
  ]);
  expect(
    logs.map(({ stream, requestId, duration, time, lines }) => [
      stream,
      requestId,
      duration,
      time,
      lines.length,
    ]),
  ).toEqual([
    ["a", "one", "2611.85 ms", "1970-01-01T00:00:01.001Z", 4],
    ["b", "two", undefined, "1970-01-01T00:00:01.000Z", 2],
  ]);
  expect(logs[1]?.lines[1]).toEqual({ text: "hello", isPlatform: false });
});

test("the function's own lines are told from Lambda's", () => {
  expect(logLine("END RequestId: one").isPlatform).toBe(true);
  expect(logLine("28 Nov 2026 19:10:14,122 [INFO] (rapid) INIT RTDONE(status: success)").isPlatform).toBe(
    true,
  );
  expect(logLine("[ERROR] KeyError: 'x'").isPlatform).toBe(false);
  expect(logLine("I START the job").isPlatform).toBe(false);
});

test("the last request counts in a text that also has the end of an earlier one", () => {
  expect(requestIdIn(["END RequestId: old", "START RequestId: new Version: 1"])).toBe("new");
  expect(requestIdIn(["no request"])).toBeUndefined();
});
