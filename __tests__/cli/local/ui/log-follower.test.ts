import type { LogEvent } from "../../../../cli/local/ui/invocation-logs";
import { LogFollower } from "../../../../cli/local/ui/log-follower";

/** CloudWatch Logs as the local AWS has it: the oldest lines first, 10,000 at most. */
function follow(events: readonly LogEvent[]): LogFollower {
  return new LogFollower("/aws/lambda/f", async (_, from) =>
    events.filter(({ timestamp }) => timestamp >= from).slice(0, 10_000),
  );
}

const line = (stream: string, timestamp: number): LogEvent => ({
  logStreamName: stream,
  timestamp,
  message: `line of ${stream}`,
});

test("each invocation comes once", async () => {
  const events = [line("a", 1), line("b", 2)];
  const follower = follow(events);
  expect((await follower.next()).map(({ stream }) => stream)).toEqual(["a", "b"]);
  expect(await follower.next()).toEqual([]);
  // In the same millisecond as the last one that was read.
  events.push(line("c", 2), line("d", 3));
  expect((await follower.next()).map(({ stream }) => stream)).toEqual(["c", "d"]);
  expect(follower.all.map(({ stream }) => stream)).toEqual(["a", "b", "c", "d"]);
});

test("a log longer than one answer is read to its end, and no invocation is cut at the border", async () => {
  const events = Array.from({ length: 12_500 }, (_, index) =>
    line(`s${Math.floor(index / 3)}`, Math.floor(index / 3)),
  );
  const follower = follow(events);
  const fresh = await follower.next();
  expect(fresh.at(-1)?.stream).toBe("s4166");
  expect(fresh).toHaveLength(100);
  expect(new Set(follower.all.slice(0, -1).map(({ lines }) => lines.length))).toEqual(new Set([3]));
});

test("more lines in one millisecond than an answer has don't stop it", async () => {
  const follower = follow([...Array.from({ length: 10_001 }, () => line("a", 1)), line("b", 2)]);
  expect((await follower.next()).map(({ stream }) => stream)).toEqual(["a", "b"]);
});
