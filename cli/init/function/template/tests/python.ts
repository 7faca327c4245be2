import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";

/** Calls the handler as Lambda does. */
const CALL =
  "import json, lambda_function, sys; print(json.dumps(lambda_function.handler(json.load(sys.stdin), None)))";

test("the function my-function answers its sample event", () => {
  const input = readFileSync("lambdas/my-function/event.json");
  const answer = execFileSync("python3", ["-B", "-c", CALL], { cwd: "lambdas/my-function", input });
  expect(JSON.parse(answer.toString())).toEqual({ statusCode: 200, body: { message: "Hello, Lambda!" } });
});
