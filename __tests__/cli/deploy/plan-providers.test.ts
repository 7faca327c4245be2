import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { planProviders, withProviders } from "../../../cli/deploy/plan-providers";
import { Terraform } from "../../../cli/terraform/terraform";

const AWS = { terraformEnvironment: {} } as Parameters<typeof planProviders>[1];

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "stack-"));
});

afterEach(() => {
  rmSync(folder, { recursive: true });
});

function providersOf(terraform: object) {
  writeFileSync(path.join(folder, "cdk.tf.json"), JSON.stringify({ terraform }));
  return planProviders({ name: "api", folder } as Parameters<typeof planProviders>[0], AWS);
}

test("a plan for AWS has its own providers, which end with this process at the latest", () => {
  expect(providersOf({ backend: { s3: {} } })).toMatchObject({
    record: path.resolve(`.plans/api.${process.pid}.providers`),
    owner: process.pid,
    endAfterwards: true,
  });
});

test.each([{ cloud: {} }, { backend: { remote: {} } }])(
  "a plan that runs on another machine starts no providers here: %j",
  (terraform) => {
    expect(providersOf(terraform)).toBeUndefined();
  },
);

test("a stack that Terraform has not initialized is planned with Terraform's own providers", async () => {
  const terraform = new Terraform(folder);
  expect(await withProviders(providersOf({}), terraform, async (given) => given)).toBe(terraform);
});
