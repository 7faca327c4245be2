import { readFileSync } from "node:fs";

const { handler } = require("../lambdas/my-function");

test("the function my-function answers its sample event", async () => {
  const event = JSON.parse(readFileSync("lambdas/my-function/event.json", "utf8"));
  expect(await handler(event)).toEqual({ statusCode: 200, body: { message: "Hello, Lambda!" } });
});
