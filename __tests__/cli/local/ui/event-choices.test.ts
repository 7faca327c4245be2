import { gunzipSync } from "node:zlib";
import { eventChoices } from "../../../../cli/local/ui/event-choices";
import type { FunctionFacts } from "../../../../cli/local/ui/messages";
import type { State } from "../../../../cli/local/ui/state";

const ARN = "arn:aws:lambda:eu-central-1:000000000000:function:f";
const FUNCTION = { id: "f", functionName: "f", region: "eu-central-1" } as FunctionFacts;
const TIME = new Date("2026-11-28T19:10:14.229Z");
const resource = (type: string, attributes: Readonly<Record<string, unknown>>) => ({
  mode: "managed",
  type,
  name: "x",
  instances: [{ attributes }],
});

function eventsIn(...resources: ReturnType<typeof resource>[]) {
  const own = resource("aws_lambda_function", { function_name: "f", arn: ARN });
  return eventChoices(FUNCTION, { resources: [own, ...resources] } satisfies State, TIME).generated;
}

// biome-ignore lint/suspicious/noExplicitAny: each event has another shape
function event(id: string, ...resources: ReturnType<typeof resource>[]): any {
  return JSON.parse(eventsIn(...resources).find((choice) => choice.id === id)?.text ?? "");
}

test("each source of lib/event-sources has an event, and each has another id", () => {
  const ids = eventsIn().map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
  expect(ids).toEqual(
    expect.arrayContaining([
      "sqs",
      "sns",
      "s3-put",
      "dynamodb",
      "kinesis",
      "kafka",
      "event-bridge",
      "schedule",
      "http-api",
      "rest-api",
      "load-balancer",
      "cognito",
      "logs",
    ]),
  );
});

test("events of sources in the stack come first, with their names", () => {
  const queue = (arn: string) => resource("aws_sqs_queue", { arn });
  const [dead, orders] = ["dead", "orders"].map((name) => `arn:aws:sqs:eu-central-1:000000000000:${name}`);
  const mapping = resource("aws_lambda_event_source_mapping", {
    function_arn: ARN,
    event_source_arn: orders,
  });
  expect(eventsIn()[0]?.isSuggested).toBe(false);
  expect(eventsIn(queue(dead ?? ""))[0]).toMatchObject({ id: "sqs", isSuggested: true });
  expect(event("sqs", queue(dead ?? "")).Records[0].eventSourceARN).toBe(dead);
  // The queue that the function reads, not just any.
  expect(event("sqs", queue(dead ?? ""), mapping).Records[0].eventSourceARN).toBe(orders);
  expect(event("s3-put", resource("aws_s3_bucket", { bucket: "docs" })).Records[0].s3.bucket).toMatchObject({
    name: "docs",
    arn: "arn:aws:s3:::docs",
  });
});

test("times are written as each service does", () => {
  expect(event("schedule").time).toBe("2026-11-28T19:10:14Z");
  expect(event("http-api").requestContext.time).toBe("28/Nov/2026:19:10:14 +0000");
  expect(event("sqs").Records[0].attributes.SentTimestamp).toBe("1795893014229");
  expect(event("dynamodb").Records[0].dynamodb.ApproximateCreationDateTime).toBe(1_795_893_014);
});

test("what services encode is encoded", () => {
  const data = Buffer.from(event("kinesis").Records[0].kinesis.data, "base64").toString();
  expect(JSON.parse(data)).toEqual({ order: 17, item: "book" });
  const logs = gunzipSync(Buffer.from(event("logs").awslogs.data, "base64")).toString();
  expect(JSON.parse(logs)).toMatchObject({ messageType: "DATA_MESSAGE", owner: "000000000000" });
});
