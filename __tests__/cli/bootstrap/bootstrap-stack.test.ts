import { mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { type BootstrapStackProps, synthesizeBootstrap } from "../../../cli/bootstrap/bootstrap-stack";
import type { ExistingBucket } from "../../../cli/bootstrap/existing";
import { gitHubIdentity, roleNames } from "../../../cli/bootstrap/identity";
import { environment } from "./environment";

const identity = gitHubIdentity("repo:octo@1/hello@2", "dev");
const document = (Action: string) => ({
  Version: "2012-10-17" as const,
  Statement: [{ Effect: "Allow" as const, Action: [Action], Resource: ["*"] }],
});
const PROPS: BootstrapStackProps = {
  environment,
  settings: { identity, kms: false },
  names: roleNames(identity, "dev"),
  policies: {
    plan: [{ name: "plan-1", document: document("s3:GetObject") }],
    deploy: [{ name: "deploy-1", document: document("s3:PutObject") }],
    boundary: { name: "boundary-hello-dev", document: document("s3:*") },
    warnings: [],
  },
  existing: { roles: [], policies: [] },
  hasOwnKey: false,
};
const BUCKET: ExistingBucket = { hasVersioning: true, hasEncryption: true, hasPublicAccessBlock: true };

// biome-ignore lint/suspicious/noExplicitAny: the JSON of a stack
function synth(props: Partial<BootstrapStackProps> = {}): any {
  const folder = synthesizeBootstrap(mkdtempSync(path.join(tmpdir(), "bootstrap-")), { ...PROPS, ...props });
  return JSON.parse(readFileSync(path.join(folder, "cdk.tf.json"), "utf8"));
}

/** The only resource of a type. */
const only = ({ resource }: ReturnType<typeof synth>, type: string) => {
  const [first, ...others] = Object.values(resource[type] ?? {});
  expect(others).toEqual([]);
  // biome-ignore lint/suspicious/noExplicitAny: as above
  return first as any;
};

test("the bucket keeps old versions for a while, is encrypted, private and takes only TLS", () => {
  const stack = synth();
  expect(only(stack, "aws_s3_bucket")).toMatchObject({
    bucket: "111111111111-terraform-state",
    lifecycle: { prevent_destroy: true },
  });
  expect(only(stack, "aws_s3_bucket_versioning").versioning_configuration).toEqual({ status: "Enabled" });
  expect(only(stack, "aws_s3_bucket_server_side_encryption_configuration").rule).toEqual([
    { apply_server_side_encryption_by_default: { sse_algorithm: "AES256" } },
  ]);
  expect(only(stack, "aws_s3_bucket_public_access_block")).toMatchObject({
    block_public_acls: true,
    block_public_policy: true,
    ignore_public_acls: true,
    restrict_public_buckets: true,
  });
  expect(JSON.parse(only(stack, "aws_s3_bucket_policy").policy).Statement).toEqual([
    expect.objectContaining({ Effect: "Deny", Condition: { Bool: { "aws:SecureTransport": "false" } } }),
  ]);
  expect(only(stack, "aws_s3_bucket_lifecycle_configuration").rule).toEqual([
    expect.objectContaining({ noncurrent_version_expiration: [{ noncurrent_days: 90 }] }),
  ]);
  expect(stack.import).toBeUndefined();
});

test("the roles have exactly their policies, and trust one repository", () => {
  const { resource } = synth();
  expect(Object.values(resource.aws_iam_role_policy_attachment)).toHaveLength(2);
  expect(resource.aws_iam_policy.PlanPolicy1).toMatchObject({
    name: "plan-1",
    policy: JSON.stringify(document("s3:GetObject")),
  });
  expect(resource.aws_iam_policy.Boundary.name).toBe("boundary-hello-dev");
  expect(resource.aws_iam_role.Deploy).toMatchObject({
    name: "github-hello-dev-deploy",
    assume_role_policy: expect.stringContaining('sub":"repo:octo@1/hello@2:environment:dev"'),
  });
});

test("the state is a file until it moves, then in the bucket with a lock", () => {
  expect(synth({ stateFile: "../terraform.bootstrap-dev.tfstate" }).terraform.backend).toEqual({
    local: { path: "../terraform.bootstrap-dev.tfstate" },
  });
  expect(synth().terraform.backend).toEqual({
    s3: environment.backend.type === "s3" ? environment.backend.settings : {},
  });
});

test("HCP Terraform has the state: only identity and roles", () => {
  const stack = synth({
    environment: {
      ...environment,
      backend: {
        type: "cloud",
        settings: { organization: "acme", workspaces: { name: "bootstrap-dev" } },
        workspaces: ["functions-dev"],
      },
    },
  });
  expect(stack.terraform.cloud).toMatchObject({
    organization: "acme",
    workspaces: { name: "bootstrap-dev" },
  });
  expect(Object.keys(stack.resource).filter((type) => type.startsWith("aws_s3"))).toEqual([]);
});

test("what is there is imported, and stays as strict as it is", () => {
  const stack = synth({
    existing: {
      bucket: {
        ...BUCKET,
        policy: [{ Sid: "Theirs" }, { Sid: "TlsOnly" }],
        lifecycleRules: ["theirs"],
        kmsKey: "arn:key",
      },
      identityProvider: { arn: "arn:provider", audiences: ["other"] },
      roles: ["github-hello-dev-plan"],
      policies: ["boundary-hello-dev"],
    },
  });
  expect(stack.import.map(({ id }: { id: string }) => id).sort()).toEqual(
    [
      ...Array(5).fill("111111111111-terraform-state"),
      "arn:aws:iam::111111111111:policy/boundary-hello-dev",
      "arn:provider",
      "github-hello-dev-plan",
    ].sort(),
  );
  expect(only(stack, "aws_iam_openid_connect_provider").client_id_list).toEqual([
    "other",
    "sts.amazonaws.com",
  ]);
  expect(JSON.parse(only(stack, "aws_s3_bucket_policy").policy).Statement).toEqual([
    { Sid: "Theirs" },
    expect.objectContaining({ Sid: "TlsOnly", Effect: "Deny" }),
  ]);
  expect(stack.resource.aws_s3_bucket_lifecycle_configuration).toBeUndefined();
  expect(JSON.stringify(only(stack, "aws_s3_bucket_server_side_encryption_configuration").rule)).toContain(
    "arn:key",
  );
  expect(stack.resource.aws_kms_key).toBeUndefined();
});

test("a key is made once, and both roles may use it", () => {
  const settings = { identity, kms: true };
  expect(synth({ settings }).resource.aws_kms_key).toBeDefined();
  const again = synth({
    settings,
    hasOwnKey: true,
    existing: { ...PROPS.existing, bucket: { ...BUCKET, kmsKey: "arn:key" } },
  });
  expect(again.resource.aws_kms_key).toBeDefined();
  expect(again.resource.aws_iam_role_policy.PlanKey.policy).toMatch(/kms:Decrypt.*\$\{aws_kms_key\./);
  expect(again.resource.aws_iam_role_policy.PlanKey.policy).not.toContain("GenerateDataKey");
  expect(again.resource.aws_iam_role_policy.DeployKey.policy).toContain("kms:GenerateDataKey");
});

test("a budget tells somebody", () => {
  const stack = synth({ settings: { identity, kms: false, budget: { usd: 50, email: "team@example.com" } } });
  expect(only(stack, "aws_budgets_budget")).toMatchObject({ limit_amount: "50", limit_unit: "USD" });
});
