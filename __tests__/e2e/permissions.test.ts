import { Checkout, removeCheckouts } from "./checkout";

const STACK = "stacks/functions-stack.ts";
const LIST = '{ actions: ["s3:ListBucket"], resources: [documentsArn] },';
const BUCKET = "arn:aws:s3:::hello-dev-documents-111111111111";

const checkout = new Checkout("permitted");

beforeAll(async () => {
  checkout.edit(STACK, LIST, "");
  await checkout.succeed("local");
});

afterAll(async () => {
  await checkout.npm("local:down");
  removeCheckouts();
});

test("a denied call is told first, with its line, and by invoke and logs alike", async () => {
  const denial = `✗ hello-dev-python was denied s3:ListBucket on ${BUCKET}\n  in lambdas/python/sample_code_1.py:17\n`;
  const { code, text } = await checkout.npm("local:invoke", ["python"]);
  expect(code).toBe(1);
  expect(text.slice(0, denial.length)).toBe(denial);
  expect((await checkout.succeed("local:logs", ["python"])).slice(0, denial.length)).toBe(denial);
});

test("without --no-iam it is denied, with it the same call succeeds and is told", async () => {
  const text = await checkout.succeed("local", ["--no-iam"]);
  expect(text).toContain("Permissions are not enforced (--no-iam)");
  const answer = await checkout.succeed("local:invoke", ["python"]);
  expect(answer).toMatch(/^✗ hello-dev-python would be denied in AWS \(--no-iam\): s3:ListBucket/);
  expect(answer).toContain('"statusCode": 200');
  await checkout.succeed("local");
  expect((await checkout.npm("local:invoke", ["python"])).code).toBe(1);
});

test("the check fails by what was denied, and by what was never used", async () => {
  const { code, text } = await checkout.npm("permissions", ["--check"]);
  expect(code).toBe(1);
  expect(text).toContain(`✗ hello-dev-python was denied s3:ListBucket on ${BUCKET}\n`);
  expect(text).toContain(`✗ hello-dev-python never used s3:GetObject on ${BUCKET}/*`);
});

test("the statement that was printed allows it, and the check accepts what the function needs", async () => {
  const { text } = await checkout.npm("local:invoke", ["python"]);
  const [, statement] = /in its initialPolicy:\n\s+(\{.*\},)\n/.exec(text) ?? [];
  checkout.edit(STACK, "initialPolicy: [", `initialPolicy: [${statement}`);
  await checkout.succeed("local");
  await checkout.invoke("python");
  await checkout.invoke("python", { action: "read", key: "welcome.txt" });

  const page = await checkout.succeed("permissions");
  expect(page).toContain(`  Used:
    s3:GetObject on ${BUCKET}/welcome.txt
    s3:ListBucket on ${BUCKET}
  Used by Lambda itself, without a recorded call:
    logs:CreateLogStream on`);
  expect(page).toContain(`as initialPolicy:
    { actions: ["s3:ListBucket"], resources: ["${BUCKET}"] },
    { actions: ["s3:GetObject"], resources: ["${BUCKET}/*"] },
`);
  expect(await checkout.succeed("permissions", ["--check"])).toBe(
    "• hello-dev-python may do what it did, and nothing else\n",
  );
});

test("the smallest policy, put in place of the function's, is enough", async () => {
  const [{ smallest }] = JSON.parse(await checkout.succeed("permissions", ["--json"]));
  const stack = checkout.read(STACK);
  const start = stack.indexOf("initialPolicy: [");
  const end = stack.indexOf("],\n    });", start);
  checkout.write(
    STACK,
    `${stack.slice(0, start)}initialPolicy: ${JSON.stringify(smallest)},\n    });${stack.slice(end + "],\n    });".length)}`,
  );
  await checkout.succeed("local");
  expect((await checkout.invoke("python")).statusCode).toBe(200);
  expect((await checkout.invoke("python", { action: "read", key: "welcome.txt" })).statusCode).toBe(200);
});

test("a permission that is granted too widely is a finding, until it is accepted with a reason", async () => {
  checkout.edit(
    STACK,
    "initialPolicy: [",
    'initialPolicy: [{ "actions": ["sqs:SendMessage"], "resources": ["*"] },',
  );
  await checkout.succeed("local");
  await checkout.invoke("python");
  await checkout.invoke("python", { action: "read", key: "welcome.txt" });
  expect((await checkout.npm("permissions", ["--check"])).text).toContain(
    "✗ hello-dev-python never used sqs:SendMessage on *",
  );
  const acceptance = [{ action: "sqs:SendMessage", reason: "only at the end of a month" }];
  checkout.write("accepted-permissions.json", JSON.stringify({ python: acceptance }));
  expect((await checkout.npm("permissions", ["--check"])).code).toBe(0);
});
