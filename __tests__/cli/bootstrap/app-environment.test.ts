import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { readAppEnvironment } from "../../../cli/bootstrap/app-environment";

function stacks(jsons: Readonly<Record<string, object>>) {
  const root = mkdtempSync(path.join(tmpdir(), "stacks-"));
  return Object.entries(jsons).map(([name, json]) => {
    const folder = path.join(root, name);
    mkdirSync(folder);
    writeFileSync(path.join(folder, "cdk.tf.json"), JSON.stringify(json));
    return { name, folder, dependencies: [] };
  });
}

const provider = { aws: [{ region: "eu-central-1", allowed_account_ids: ["111111111111"] }] };
const s3 = (key: string, bucket = "states") => ({
  provider,
  terraform: {
    backend: { s3: { bucket, key, region: "eu-central-1", profile: "shop", dynamodb_table: "locks" } },
  },
});

test("account, region and bucket are those of the stacks, with a state beside theirs", () => {
  const found = readAppEnvironment(
    "dev",
    stacks({
      "images-dev": s3("shop/images-dev.tfstate"),
      "functions-dev": s3("shop/functions-dev.tfstate"),
    }),
  );
  expect(found).toEqual({
    name: "dev",
    account: "111111111111",
    region: "eu-central-1",
    partition: "aws",
    stackName: "bootstrap-dev",
    backend: {
      type: "s3",
      settings: {
        bucket: "states",
        key: "shop/bootstrap-dev.tfstate",
        region: "eu-central-1",
        profile: "shop",
        encrypt: true,
        use_lockfile: true,
      },
    },
  });
});

test("HCP Terraform: a workspace beside theirs", () => {
  const cloud = { organization: "acme", workspaces: { name: "shop-functions-dev", project: "shop" } };
  const found = readAppEnvironment("dev", stacks({ "functions-dev": { provider, terraform: { cloud } } }));
  expect(found.backend).toEqual({
    type: "cloud",
    settings: { organization: "acme", workspaces: { name: "shop-bootstrap-dev", project: "shop" } },
    workspaces: ["shop-functions-dev"],
  });
});

test("a state on this machine: the lines to write", () => {
  const local = { provider, terraform: { backend: { local: { path: "terraform.tfstate" } } } };
  expect(() => readAppEnvironment("dev", stacks({ "functions-dev": local }))).toThrow(
    /backend: \{ type: "s3", bucket: "111111111111-terraform-state", region: "eu-central-1" \}/,
  );
});

test("two buckets, or no account", () => {
  expect(() => readAppEnvironment("dev", stacks({ one: s3("one"), two: s3("two", "others") }))).toThrow(
    /states, others/,
  );
  expect(() => readAppEnvironment("dev", stacks({ one: { ...s3("one"), provider: { aws: [{}] } } }))).toThrow(
    /allowedAccountIds/,
  );
});
