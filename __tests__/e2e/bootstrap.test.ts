import { readdirSync } from "node:fs";
import path from "node:path";
import {
  CreateOpenIDConnectProviderCommand,
  CreatePolicyVersionCommand,
  CreateRoleCommand,
  DeleteRolePermissionsBoundaryCommand,
  GetOpenIDConnectProviderCommand,
  GetRoleCommand,
  IAMClient,
  PutRolePolicyCommand,
  UpdateAssumeRolePolicyCommand,
} from "@aws-sdk/client-iam";
import {
  DeleteObjectCommand,
  GetBucketPolicyCommand,
  GetBucketVersioningCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
} from "@aws-sdk/client-s3";
import { AssumeRoleCommand, STSClient } from "@aws-sdk/client-sts";
import { Checkout, removeCheckouts } from "./checkout";

const ACCOUNT = "000000000000";
const BUCKET = "bootstrap-test-terraform-state";
const STATE = "bootstrap-dev.tfstate";
const PLAN = "github-hello-dev-plan";
const DEPLOY = "github-hello-dev-deploy";
const BOUNDARY = `arn:aws:iam::${ACCOUNT}:policy/boundary-hello-dev`;
const PROVIDER = `arn:aws:iam::${ACCOUNT}:oidc-provider/token.actions.githubusercontent.com`;
const REPOSITORY = ["--github-repository", "octo@1/hello@2"];

/** An app whose state is in S3, with a stack that needs no image. */
function app(name: string): Checkout {
  const checkout = new Checkout(name, { IMAGE_BUILDER: "docker-cli" });
  checkout.write("environments.ts", ENVIRONMENTS);
  checkout.write("stacks/functions-stack.ts", stack());
  return checkout;
}

const ENVIRONMENTS = `import type { Environments } from "./stacks/environment";
export const environments = {
  dev: {
    account: "${ACCOUNT}",
    region: "eu-central-1",
    namePrefix: "hello-dev",
    registryLogin: "docker-config",
    backend: { type: "s3", bucket: "${BUCKET}", region: "eu-central-1" },
  },
  prod: {
    account: "222222222222",
    region: "eu-central-1",
    namePrefix: "hello-prod",
    backend: { type: "s3", bucket: "222222222222-terraform-state", region: "eu-central-1" },
  },
} satisfies Environments;
`;

function stack(content = ""): string {
  return `import { CloudwatchLogGroup } from "@cdktf/provider-aws/lib/cloudwatch-log-group";
import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import { SqsQueue } from "@cdktf/provider-aws/lib/sqs-queue";
import type { Construct } from "constructs";
import type { Environment } from "./environment";
import { EnvironmentStack } from "./environment-stack";

export class FunctionsStack extends EnvironmentStack {
  constructor(scope: Construct, id: string, environment: Environment) {
    super(scope, id, environment);
    const used = [CloudwatchLogGroup, IamRole, IamRolePolicy, SqsQueue];
    if (used.length === 0) return;
${content}
  }
}
`;
}

const RESOURCES = `
    new CloudwatchLogGroup(this, "Lines", { name: "/aws/lambda/hello-dev-jobs", retentionInDays: 7 });
    const queue = new SqsQueue(this, "Jobs", { name: "hello-dev-jobs" });
    const role = new IamRole(this, "Role", {
      name: "hello-dev-jobs",
      permissionsBoundary: "${BOUNDARY}",
      assumeRolePolicy: JSON.stringify({
        Version: "2012-10-17",
        Statement: [{ Effect: "Allow", Principal: { Service: "lambda.amazonaws.com" }, Action: "sts:AssumeRole" }],
      }),
    });
    new IamRolePolicy(this, "RolePolicy", {
      name: "policy",
      role: role.name,
      policy: JSON.stringify({
        Version: "2012-10-17",
        Statement: [{ Effect: "Allow", Action: "sqs:SendMessage", Resource: queue.arn }],
      }),
    });`;

const checkout = app("account");
const clone = app("clone");

interface Keys {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

let endpoint = "";
let root: Keys;

beforeAll(async () => {
  // It starts the local AWS, in which an empty stack makes nothing.
  await checkout.succeed("local");
  endpoint = `http://127.0.0.1:${JSON.parse(checkout.read(".local/emulator.json")).port}`;
  root = JSON.parse(checkout.read(".local/root-key.json"));
  for (const each of [checkout, clone]) {
    each.write("stacks/functions-stack.ts", stack(RESOURCES));
  }
});

afterAll(async () => {
  await checkout.npm("local:down");
  removeCheckouts();
});

/** The variables of someone with these keys. */
function as({ accessKeyId, secretAccessKey, sessionToken }: Keys): Record<string, string> {
  return {
    AWS_ENDPOINT_URL: endpoint,
    AWS_REGION: "eu-central-1",
    AWS_ACCESS_KEY_ID: accessKeyId,
    AWS_SECRET_ACCESS_KEY: secretAccessKey,
    ...(sessionToken !== undefined && { AWS_SESSION_TOKEN: sessionToken }),
  };
}

function clientOf<T>(
  Client: new (settings: { region: string; endpoint: string; credentials: Keys }) => T,
  credentials: Keys = root,
): T {
  return new Client({ region: "eu-central-1", endpoint, credentials });
}

const bootstrap = (where: Checkout, ...options: readonly string[]) =>
  where.succeed("bootstrap", ["--env", "dev", "--yes", ...options], as(root));

describe("from an empty account to reviewed deploys", () => {
  test("with credentials that AWS refuses, nothing is made", async () => {
    const other = { accessKeyId: "111111111111", secretAccessKey: "other" };
    const { code, text } = await checkout.npm("bootstrap", ["--env", "dev", ...REPOSITORY], as(other));
    expect(code).toBe(1);
    expect(text).toContain("[aws-credentials-refused]");
  });

  test("it plans, shows its page, and asks", async () => {
    await clientOf(IAMClient).send(
      new CreateOpenIDConnectProviderCommand({
        Url: "https://token.actions.githubusercontent.com",
        // The emulator has no action that adds an audience.
        ClientIDList: ["another-audience", "sts.amazonaws.com"],
        ThumbprintList: ["0123456789012345678901234567890123456789"],
      }),
    );
    const { code, text } = await checkout.npm("bootstrap", ["--env", "dev", ...REPOSITORY], as(root));
    expect(text).toMatch(/Planned bootstrap-dev: \+\d+ ~\d -0, 1 imported/);
    expect(text).toContain("aws_iam_role.Deploy");
    expect(text).toContain("There is no terminal to ask in");
    expect(code).toBe(1);
  });

  test("it is killed after the apply, and simply run again: nothing is made twice, and the state moves", async () => {
    const running = checkout.start("bootstrap", ["--env", "dev", "--yes", ...REPOSITORY], as(root));
    await running.printed("✓ Applied bootstrap-dev");
    await running.kill();
    const text = await bootstrap(checkout);
    expect(text).toContain("Planned bootstrap-dev: No changes");
    expect(text).toContain(`PLAN_ROLES              {"dev":"arn:aws:iam::${ACCOUNT}:role/${PLAN}"}`);
    expect(() => checkout.read("terraform.bootstrap-dev.tfstate")).toThrow();
    expect(await states()).toEqual([STATE]);
  });

  test("from a fresh clone nothing changes", async () => {
    expect(await bootstrap(clone)).toContain("Planned bootstrap-dev: No changes");
  });

  test("the bucket has versions and takes only TLS, the identity provider keeps the other audience", async () => {
    const s3 = clientOf(S3Client);
    expect((await s3.send(new GetBucketVersioningCommand({ Bucket: BUCKET }))).Status).toBe("Enabled");
    expect((await s3.send(new GetBucketPolicyCommand({ Bucket: BUCKET }))).Policy).toContain(
      "aws:SecureTransport",
    );
    const provider = await clientOf(IAMClient).send(
      new GetOpenIDConnectProviderCommand({ OpenIDConnectProviderArn: PROVIDER }),
    );
    expect(provider.ClientIDList?.toSorted()).toEqual(["another-audience", "sts.amazonaws.com"]);
  });

  test("a state that was lost is made again by imports", async () => {
    await clientOf(S3Client).send(new DeleteObjectCommand({ Bucket: BUCKET, Key: STATE }));
    const text = await bootstrap(clone, ...REPOSITORY);
    expect(text).toMatch(/Planned bootstrap-dev: \+\d ~0 -0, \d+ imported/);
  });
});

describe("the roles", () => {
  let plan: Keys;
  let deploy: Keys;

  // No issuer signs tokens here, so the test's own principal is added to the trust.
  beforeAll(async () => {
    [plan, deploy] = [await sessionOf(PLAN), await sessionOf(DEPLOY)];
  });

  /** The plan role takes no lock, as in the workflows. */
  const planning = () => ({ ...as(plan), TF_CLI_ARGS_plan: "-lock=false" });

  test("the plan role plans with the state in the bucket", async () => {
    const { code, text } = await checkout.npm("plan", ["--env", "dev"], planning());
    expect(text).toContain("Planned functions-dev: +4 ~0 -0");
    expect(code).toBe(2);
    // The providers of the plan have ended with it.
    const left = readdirSync(path.join(checkout.folder, ".plans"));
    expect(left.filter((name) => name.endsWith(".providers"))).toEqual([]);
  });

  test("the plan role can't write: neither the resources nor the state", async () => {
    const { code, text } = await clone.npm("deploy", ["--env", "dev", "--yes"], planning());
    expect(code).toBe(1);
    expect(text).toMatch(/AccessDenied|not authorized/);
    await denied(
      clientOf(S3Client, plan).send(
        new PutObjectCommand({ Bucket: BUCKET, Key: "functions-dev.tfstate", Body: "{}" }),
      ),
    );
    expect(await states()).toEqual([STATE]);
  });

  test("the deploy role deploys, with the lock in the bucket", async () => {
    expect(await checkout.succeed("deploy", ["--env", "dev", "--yes"], as(deploy))).toContain(
      "Deployed functions-dev",
    );
    expect(await states()).toEqual([STATE, "functions-dev.tfstate"]);
    const calls = checkout.read(".local/calls.jsonl");
    for (const action of ["s3:PutObject", "s3:DeleteObject"]) {
      expect(calls).toMatch(new RegExp(`${DEPLOY}.*"${action}".*functions-dev.tfstate.tflock`));
    }
    const { code, text } = await checkout.npm("plan", ["--env", "dev"], planning());
    expect([code, text]).toEqual([0, expect.stringContaining("No changes")]);
  });

  test("the deploy role can't widen itself", async () => {
    const iam = clientOf(IAMClient, deploy);
    const all = JSON.stringify({
      Version: "2012-10-17",
      Statement: [{ Effect: "Allow", Action: "*", Resource: "*" }],
    });
    await denied(
      iam.send(new PutRolePolicyCommand({ RoleName: DEPLOY, PolicyName: "all", PolicyDocument: all })),
    );
    await denied(
      iam.send(
        new CreatePolicyVersionCommand({ PolicyArn: BOUNDARY, PolicyDocument: all, SetAsDefault: true }),
      ),
    );
    await denied(iam.send(new DeleteRolePermissionsBoundaryCommand({ RoleName: "hello-dev-jobs" })));
    await denied(
      iam.send(
        new CreateRoleCommand({
          RoleName: "hello-dev-without-boundary",
          AssumeRolePolicyDocument: trustOf("lambda"),
        }),
      ),
    );
    await denied(
      clientOf(S3Client, deploy).send(new PutObjectCommand({ Bucket: BUCKET, Key: STATE, Body: "{}" })),
    );
  });
});

test("a budget and a key are planned", async () => {
  const { code, text } = await checkout.npm(
    "bootstrap",
    ["--env", "dev", "--kms", "--budget", "50", "--email", "team@example.com"],
    as(root),
  );
  expect(text).toContain("aws_kms_key.State_Key");
  expect(text).toContain("aws_budgets_budget.Budget");
  expect(code).toBe(1);
});

async function states(): Promise<string[]> {
  const { Contents = [] } = await clientOf(S3Client).send(new ListObjectsV2Command({ Bucket: BUCKET }));
  return Contents.map(({ Key = "" }) => Key);
}

function trustOf(service: string): string {
  return JSON.stringify({
    Version: "2012-10-17",
    Statement: [
      { Effect: "Allow", Principal: { Service: `${service}.amazonaws.com` }, Action: "sts:AssumeRole" },
    ],
  });
}

async function sessionOf(role: string): Promise<Keys> {
  const iam = clientOf(IAMClient);
  const { Role } = await iam.send(new GetRoleCommand({ RoleName: role }));
  const trust = JSON.parse(decodeURIComponent(Role?.AssumeRolePolicyDocument ?? ""));
  trust.Statement.push({
    Effect: "Allow",
    Principal: { AWS: `arn:aws:iam::${ACCOUNT}:root` },
    Action: "sts:AssumeRole",
  });
  await iam.send(
    new UpdateAssumeRolePolicyCommand({ RoleName: role, PolicyDocument: JSON.stringify(trust) }),
  );
  const { Credentials } = await clientOf(STSClient).send(
    new AssumeRoleCommand({ RoleArn: `arn:aws:iam::${ACCOUNT}:role/${role}`, RoleSessionName: "test" }),
  );
  return {
    accessKeyId: Credentials?.AccessKeyId ?? "",
    secretAccessKey: Credentials?.SecretAccessKey ?? "",
    sessionToken: Credentials?.SessionToken ?? "",
  };
}

async function denied(call: Promise<unknown>): Promise<void> {
  await expect(call).rejects.toThrow(/AccessDenied|not authorized|Access Denied/);
}
