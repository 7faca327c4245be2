import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";

const client = require("../../../../cli/local/stand-in/nodejs-client.cjs");

/** The requests to the runtime API, in the order in which they were answered. */
const answered: string[] = [];

const server = createServer(async (request, response) => {
  let body = "";
  for await (const text of request) body += text;
  // An answer takes longer than the next question.
  if (request.method === "POST") await sleep(100);
  answered.push(`${request.method} ${request.url} ${body}`);
  response.setHeader("Lambda-Runtime-Aws-Request-Id", "id-1");
  response.end('{"name":"ä"}');
});

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  process.env.AWS_LAMBDA_RUNTIME_API = `127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => {
  server.close();
  server.closeAllConnections();
});

test("an event arrives with its headers, and the next one is asked for after the answer to it", async () => {
  const { bodyJson, headers } = await client.next();
  expect(bodyJson).toBe('{"name":"ä"}');
  expect(headers["lambda-runtime-aws-request-id"]).toBe("id-1");
  client.done("id-1", '{"ok":true}');
  await client.next();
  client.error("id-1", '{"errorType":"Error"}', '{"message":"ä"}');
  await client.next();
  const path = "/2018-06-01/runtime/invocation";
  expect(answered).toEqual([
    `GET ${path}/next `,
    `POST ${path}/id-1/response {"ok":true}`,
    `GET ${path}/next `,
    `POST ${path}/id-1/error {"errorType":"Error"}`,
    `GET ${path}/next `,
  ]);
});
