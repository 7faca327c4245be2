import { get } from "node:http";
import { json, query, request } from "./aws";
import { Checkout, removeCheckouts } from "./checkout";

const FUNCTION = "hello-dev-events";

/** What makes each event source invoke the function, and what is then in the function's log. */
const SOURCES: Readonly<Record<string, { readonly send: () => Promise<unknown>; readonly logged: RegExp }>> =
  {
    "a queue": {
      send: async () => {
        const { QueueUrl } = await json(checkout, "sqs", "AmazonSQS.GetQueueUrl", {
          QueueName: "hello-dev-jobs",
        });
        for (const kind of ["new", "old"]) {
          const MessageBody = JSON.stringify({ kind, text: `${kind} message` });
          await json(checkout, "sqs", "AmazonSQS.SendMessage", { QueueUrl, MessageBody });
        }
      },
      logged: /new message.*"aws:sqs"/,
    },
    "a topic": {
      send: () =>
        query(checkout, "sns", {
          Action: "Publish",
          Version: "2010-03-31",
          TopicArn: "arn:aws:sns:eu-central-1:000000000000:hello-dev-news",
          Message: "by topic",
        }),
      logged: /"aws:sns".*by topic/,
    },
    "a bucket": {
      send: async () => {
        for (const key of ["images/cat.jpg", "other/dog.jpg"])
          await request(checkout, "s3", `/hello-dev-uploads-111111111111/${key}`, {
            method: "PUT",
            body: "x",
          });
      },
      logged: /"aws:s3".*images\/cat\.jpg/,
    },
    "a table": {
      send: () =>
        json(checkout, "dynamodb", "DynamoDB_20120810.PutItem", {
          TableName: "hello-dev-orders",
          Item: { id: { S: "order-1" } },
        }),
      logged: /order-1.*"aws:dynamodb"|"aws:dynamodb".*order-1/,
    },
    "a Kinesis stream": {
      send: () =>
        json(checkout, "kinesis", "Kinesis_20131202.PutRecord", {
          StreamName: "hello-dev-clicks",
          PartitionKey: "a",
          Data: Buffer.from("a click").toString("base64"),
        }),
      logged: /a click.*"aws:kinesis"/,
    },
    "an event bus": {
      send: () =>
        json(checkout, "events", "AWSEvents.PutEvents", {
          Entries: ["Order placed", "Order lost"].map((DetailType) => ({
            Source: "shop",
            DetailType,
            Detail: JSON.stringify({ order: 7 }),
          })),
        }),
      logged: /"detail-type": "Order placed"/,
    },
    "a schedule": { send: async () => {}, logged: /"each minute"/ },
    "a log group": {
      send: async () => {
        const stream = { logGroupName: "/hello-dev/audit", logStreamName: "one" };
        // It may be there already.
        await json(checkout, "logs", "Logs_20140328.CreateLogStream", stream).catch(() => undefined);
        await json(checkout, "logs", "Logs_20140328.PutLogEvents", {
          ...stream,
          logEvents: ["ERROR in audit", "fine in audit"].map((message) => ({
            timestamp: Date.now(),
            message,
          })),
        });
      },
      logged: /"awslogs".*ERROR in audit/,
    },
  };

const checkout = new Checkout("events", { IMAGE_BUILDER: "docker-cli" });
checkout.edit("cdktf.json", "main.ts", "examples/event-sources.ts");
let log = "";

beforeAll(async () => {
  await checkout.succeed("local");
  await Promise.all(Object.values(SOURCES).map(({ send }) => send()));
  // The schedule comes a minute after its creation. The emulator looks for what is due every ten seconds.
  for (let seconds = 1, missing = Object.values(SOURCES); seconds < 150 && missing.length > 0; seconds++) {
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    log = await readLog();
    missing = missing.filter(({ logged }) => !logged.test(log));
  }
});

afterAll(async () => {
  await checkout.npm("local:down");
  removeCheckouts();
});

test.each(Object.keys(SOURCES))("%s invokes the function", (name) => {
  expect(log).toMatch(SOURCES[name]?.logged ?? /^$/);
});

test("what a filter leaves out doesn't invoke it", () => {
  expect(log).not.toMatch(/old message|dog\.jpg|Order lost|fine in audit/);
});

test("an HTTP API and a REST API answer with the function's answer", async () => {
  expect(await call(output("http_api"), "/http/7")).toBe("Hello, /http/7!");
  expect(await call(output("rest_api"), "/rest/8")).toBe("Hello, /rest/8!");
});

test("a changed method renews the deployment of the REST API", async () => {
  checkout.edit("examples/event-sources.ts", '"/rest/{id}"', '"/rest/{order}/lines"');
  await checkout.succeed("local");
  expect(await call(output("rest_api"), "/rest/8/lines")).toBe("Hello, /rest/8/lines!");
});

async function readLog(): Promise<string> {
  const { events } = await json(checkout, "logs", "Logs_20140328.FilterLogEvents", {
    logGroupName: `/aws/lambda/${FUNCTION}`,
  });
  return events.map(({ message }: { readonly message: string }) => message).join("\n");
}

function output(name: string): string {
  const state = JSON.parse(checkout.read(".local/states/event-sources-dev.tfstate"));
  return state.outputs[name].value;
}

/** Calls an API by its own name, which the local AWS has at its port. @returns the body */
function call(endpoint: string, path: string): Promise<string> {
  const url = new URL(endpoint);
  const { port } = JSON.parse(checkout.read(".local/emulator.json"));
  const id = url.hostname.split(".")[0];
  return new Promise((resolve, reject) => {
    get(
      {
        port,
        path: `${url.pathname.replace(/\/$/, "")}${path}`,
        headers: { Host: `${id}.execute-api.localhost:${port}` },
      },
      (response) => {
        let body = "";
        response.setEncoding("utf8").on("data", (data: string) => {
          body += data;
        });
        response.on("end", () => resolve(body));
      },
    ).on("error", reject);
  });
}
