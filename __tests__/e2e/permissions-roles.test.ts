import type { PolicyDocument, PolicyStatement } from "../../cli/permissions/policy/policy-document";
import { isDenied, parseCalls, type RecordedCall } from "../../cli/permissions/recorded-calls";
import { covers } from "../../cli/review/policy/covers";
import { query } from "./aws";
import { Checkout, LOCAL_AWS, removeCheckouts } from "./checkout";
import { APPS, type App } from "./role-apps";

const PLAN = "github-plan";
const DEPLOY = "github-deploy";
const ROLES = [PLAN, DEPLOY] as const;
const AS_DEPLOY = [...LOCAL_AWS, "--yes", "--role", DEPLOY];

/** The generated policies of the roles. */
type Policies = Readonly<Record<(typeof ROLES)[number], PolicyDocument>>;

/** Actions of the policies that no call on the local AWS uses, and why they are in them. */
const UNUSED: Readonly<Record<string, string>> = {
  "ecr:BatchGetImage": "a plan reads manifests with the docker provider; here the docker command builds",
  "ecr:DescribeImages": "a plan looks for images that it doesn't build again; here each image changes",
  "ecr:GetAuthorizationToken": "the local registry's login is not by the provider",
  "ecr:GetDownloadUrlForLayer": "Lambda copies an image as the caller; the emulator does without",
  // Changes of settings that this test doesn't make.
  "dynamodb:UpdateTable": "another change",
  "ec2:CreateNetworkInterface": "EFS calls it as the caller, and the emulator does without",
  "ec2:DeleteNetworkInterface":
    "EFS calls it as the caller; the emulator's functions leave no interfaces behind",
  "ec2:DescribeVpcs": "Lambda calls it as the caller",
  "ec2:ModifyNetworkInterfaceAttribute": "EFS calls it as the caller",
  "ecr:PutImageScanningConfiguration": "another change",
  "ecr:PutImageTagMutability": "another change",
  "elasticfilesystem:ModifyMountTargetSecurityGroups": "another change",
  "elasticfilesystem:UntagResource": "the provider doesn't call it: the emulator gives no tags back",
  "elasticloadbalancing:ModifyListenerAttributes": "another change",
  "elasticloadbalancing:SetRulePriorities": "another change",
  "events:UpdateEventBus": "another change",
  "iam:PutRolePermissionsBoundary": "a role that existed before the boundary",
  "iam:UpdateAssumeRolePolicy": "another change",
  "kinesis:RemoveTagsFromStream":
    "the provider doesn't call it here: the emulator's stream has no tags from its creation",
  "kms:DisableKey": "another change",
  "kms:DisableKeyRotation": "another change",
  "kms:EnableKey": "another change",
  "kms:PutKeyPolicy": "another change",
  "kms:UpdateKeyDescription": "another change",
  "lambda:DeleteFunctionConcurrency": "another change",
  "lambda:UpdateFunctionUrlConfig": "another change",
  "logs:AssociateKmsKey": "another change",
  "logs:DisassociateKmsKey": "another change",
  "logs:DeleteRetentionPolicy": "another change",
  "secretsmanager:UpdateSecret": "another change",
  "sns:SetSubscriptionAttributes": "another change",
  // The provider empties a bucket only if it isn't empty, and deletes versions only of one that has them.
  "s3:DeleteObject": "a bucket that isn't empty, in the app of event sources",
  "s3:DeleteObjectVersion": "a bucket with versions",
  "s3:ListBucketVersions": "a bucket that isn't empty",
};

const checkout = new Checkout("roles");

beforeAll(async () => {
  checkout.edit(
    "environments.ts",
    'namePrefix: "hello-dev",',
    'namePrefix: "hello-dev",\n    permissionsBoundary: "boundary-hello-dev",',
  );
  // Only starts the local AWS.
  checkout.write(
    "nothing.ts",
    'import { App, LocalBackend, TerraformOutput, TerraformStack } from "cdktf";\n' +
      'const app = new App();\nconst stack = new TerraformStack(app, "nothing");\nnew LocalBackend(stack, {});\n' +
      'new TerraformOutput(stack, "nothing", { value: "" });\napp.synth();\n',
  );
  await start();
});

afterAll(async () => {
  await checkout.npm("local:down");
  removeCheckouts();
});

const used: Record<string, { readonly policy: PolicyDocument; readonly calls: readonly RecordedCall[] }[]> = {
  [PLAN]: [],
  [DEPLOY]: [],
};

describe.each(Object.entries(APPS))("%s", (_name, app) => {
  let policies: Policies;

  beforeAll(async () => {
    policies = await prepareAccount(app);
  });

  test("deploys, plans, changes, reviews and destroys with the generated policies alone", async () => {
    const before = readCalls().length;
    const deploy = (...more: readonly string[]) =>
      checkout
        .succeed("deploy", [...AS_DEPLOY, ...more])
        .catch((error: Error) => Promise.reject(withDeniedCalls(error, readCalls().slice(before))));
    await deploy();
    await expectDenials(PLAN, async () => policies[PLAN], app.mutated, runPlan);
    app.change(checkout);
    const plan = await runPlan();
    expect([plan.code, plan.text]).toEqual([2, expect.not.stringContaining("not authorized")]);
    expect(await checkout.succeed("review")).toContain("hello-dev");
    await deploy();
    await deploy("--destroy");
    const calls = readCalls()
      .slice(before)
      .filter(({ time }) => !mutations.some(({ from, to }) => from <= time && time <= to));
    for (const role of ROLES) {
      const own = callsOfRole(role, calls);
      expect(own.filter(isDenied)).toEqual([]);
      used[role]?.push({ policy: policies[role], calls: own });
    }
  }, 900_000);
});

/** Leaves out each statement of both policies for real: many at once, since what they deny is independent of each other. */
(process.env.NIGHTLY === "true" ? describe : describe.skip)("each statement left out", () => {
  test.each(Object.entries(APPS))(
    "is missed: %s",
    async (_name, app) => {
      // What a deploy without some statements leaves behind is in no state, so the next one starts with nothing.
      const startAgain = async () => {
        await start();
        return await prepareAccount(app);
      };
      const deployAndDestroy = async () => {
        const { code } = await runDeploy();
        if (code === 0 && app.changeTags) {
          app.changeTags(checkout);
          await runDeploy();
          app.changeTags(checkout);
        }
        await runDeploy("--destroy");
      };
      // The ids of what the stack finds in the account are other ones each time, also in the policy.
      const deployPolicy = async () => (await startAgain())[DEPLOY];
      const left = await leaveOut(DEPLOY, deployPolicy, deployAndDestroy);
      await expectDenials(DEPLOY, deployPolicy, left, deployAndDestroy);

      const policies = await startAgain();
      await checkout.succeed("deploy", AS_DEPLOY);
      const planPolicy = async () => policies[PLAN];
      await expectDenials(PLAN, planPolicy, await leaveOut(PLAN, planPolicy, runPlan), runPlan);
    },
    3 * 60 * 60_000,
  );
});

/**
 * Leaves out all statements with an action that is used, then those that nothing was denied for, and so on, until a
 * round finds no more: what is denied stops a deploy before what depends on it.
 * @param prepare prepares a round, and returns the whole policy
 * @returns the statements that nothing was denied for
 */
async function leaveOut(
  role: string,
  prepare: () => Promise<PolicyDocument>,
  run: () => Promise<unknown>,
): Promise<readonly string[]> {
  let left: readonly string[] | undefined;
  for (;;) {
    const policy = await prepare();
    const names: readonly string[] = left ?? explainable(policy);
    const before = readCalls().length;
    await withoutStatements(role, policy, names, run);
    const denied = callsOfRole(role, readCalls().slice(before)).filter(isDenied);
    const out = policy.Statement.filter(({ Sid = "" }) => names.includes(Sid));
    // Conditions on tags are not all recorded. A call that is missed by two statements tells nothing about either.
    const found = denied.flatMap((call) => {
      const allowing = out.filter((statement) => allows(statement, call));
      const [only, another] =
        allowing.length > 0 ? allowing : out.filter((statement) => concerns(statement, call));
      return only && !another ? [only.Sid] : [];
    });
    left = names.filter((sid) => !found.includes(sid));
    if (left.length === names.length || left.length === 0) {
      return left;
    }
  }
}

/** The statements with an action that this test uses. */
function explainable({ Statement }: PolicyDocument): readonly string[] {
  return Statement.filter(({ Action = [] }) => !Action.every((action) => action in UNUSED)).map(
    ({ Sid = "" }) => Sid,
  );
}

test.each(ROLES)("each action in the policies of %s was used, or is known not to be", (role) => {
  const runs = used[role] ?? [];
  expect(runs).toHaveLength(Object.keys(APPS).length);
  const called = new Set(runs.flatMap(({ calls }) => calls.map(({ action }) => action)));
  const actions = runs.flatMap(({ policy }) => policy.Statement.flatMap(({ Action = [] }) => Action));
  const unused = new Set(actions.filter((action) => !called.has(action) && !(action in UNUSED)));
  expect([...unused].sort()).toEqual([]);
});

test.each(ROLES)("no statement in the policies of %s can be left out", (role) => {
  for (const { policy, calls } of used[role] ?? []) {
    for (const left of policy.Statement) {
      const others = policy.Statement.filter((statement) => statement !== left);
      const needed = calls.some((call) => allows(left, call) && !others.some((other) => allows(other, call)));
      const explained = (left.Action ?? []).every((action) => action in UNUSED);
      expect([left.Sid, needed || explained]).toEqual([left.Sid, true]);
    }
  }
});

/** Whether a statement is about the action and the resource of a call. */
function concerns({ Action = [], Resource }: PolicyStatement, call: RecordedCall): boolean {
  return (
    Action.some((action) => covers(action, call.action)) &&
    Resource.some((resource) => covers(resource, call.resource))
  );
}

/** Whether a statement allows a recorded call. */
function allows(statement: PolicyStatement, call: RecordedCall): boolean {
  const { Condition = {} } = statement;
  const conditions = Object.values(Condition).flatMap((keys) => Object.entries(keys));
  const context = Object.fromEntries(
    Object.entries(call.context ?? {}).map(([key, value]) => [key.toLowerCase(), value]),
  );
  return (
    concerns(statement, call) &&
    conditions.every(([key, values]) =>
      values.some((value) => covers(value, String(context[key.toLowerCase()] ?? ""))),
    )
  );
}

const TRUST = JSON.stringify({
  Version: "2012-10-17",
  Statement: [
    { Effect: "Allow", Principal: { AWS: "arn:aws:iam::000000000000:root" }, Action: "sts:AssumeRole" },
  ],
});

/** Starts the local AWS anew, with nothing in it. */
async function start(): Promise<void> {
  await checkout.npm("local:down");
  useApp("nothing.ts");
  await checkout.succeed("local");
}

/** Makes what an app's stack needs before its first deploy: what it finds in the account, and the roles with their policies. */
async function prepareAccount({ file, prepare }: App): Promise<Policies> {
  await prepare?.(checkout);
  useApp(file);
  const boundary = await permissions("--boundary");
  await iam("CreatePolicy", { PolicyName: "boundary-hello-dev", PolicyDocument: JSON.stringify(boundary) });
  const policies = { [PLAN]: await permissions("--plan"), [DEPLOY]: await permissions("--deploy") };
  for (const role of ROLES) {
    await iam("CreateRole", { RoleName: role, AssumeRolePolicyDocument: TRUST });
    await putPolicy(role, policies[role]);
  }
  return policies;
}

/** When policies had a statement less. */
const mutations: { readonly from: string; readonly to: string }[] = [];

/** Leaves out each of the named statements. What is run then is denied something. */
async function expectDenials(
  role: string,
  prepare: () => Promise<PolicyDocument>,
  names: readonly string[],
  run: () => Promise<unknown>,
): Promise<void> {
  for (const sid of names) {
    const policy = await prepare();
    const before = readCalls().length;
    await withoutStatements(role, policy, [sid], run);
    const denied = callsOfRole(role, readCalls().slice(before)).some(isDenied);
    expect([sid, denied]).toEqual([sid, true]);
  }
}

async function withoutStatements(
  role: string,
  policy: PolicyDocument,
  names: readonly string[],
  run: () => Promise<unknown>,
): Promise<void> {
  const from = new Date().toISOString();
  const Statement = policy.Statement.filter(({ Sid = "" }) => !names.includes(Sid));
  await putPolicy(role, { ...policy, Statement });
  await run();
  await putPolicy(role, policy);
  mutations.push({ from, to: new Date().toISOString() });
}

function putPolicy(role: string, policy: PolicyDocument): Promise<void> {
  const PolicyDocument = JSON.stringify(policy);
  return iam("PutRolePolicy", { RoleName: role, PolicyName: "generated", PolicyDocument });
}

function runDeploy(...more: readonly string[]) {
  return checkout.npm("deploy", [...AS_DEPLOY, ...more]);
}

function runPlan() {
  return checkout.npm("plan", [...LOCAL_AWS, "--role", PLAN]);
}

function callsOfRole(role: string, calls: readonly RecordedCall[]): RecordedCall[] {
  return calls.filter(({ principal }) => principal.includes(`:assumed-role/${role}/`));
}

/** The app that the next commands run. */
function useApp(file: string): void {
  checkout.edit("cdktf.json", checkout.read("cdktf.json").match(/run-app.cjs (\S+\.ts)/)?.[1] ?? "", file);
}

async function permissions(option: string): Promise<PolicyDocument> {
  const text = await checkout.succeed("permissions", [option, ...LOCAL_AWS]);
  return JSON.parse(text.slice(text.indexOf("{"), text.lastIndexOf("}") + 1));
}

/** A request to IAM. What exists already is left as it is. */
async function iam(Action: string, fields: Readonly<Record<string, string>>): Promise<void> {
  await query(checkout, "iam", { Action, Version: "2010-05-08", ...fields }).catch((error: Error) => {
    if (!error.message.includes("EntityAlreadyExists")) {
      throw error;
    }
  });
}

/** An error with all calls on the resources that something was denied on: what was done to them before explains it. */
function withDeniedCalls(error: Error, calls: readonly RecordedCall[]): Error {
  const denied = new Set(calls.filter(isDenied).map(({ resource }) => resource));
  const lines = calls.filter(({ resource }) => denied.has(resource)).map((call) => JSON.stringify(call));
  return new Error(`${error.message}\n\nThe calls on what was denied:\n${lines.join("\n")}`);
}

function readCalls(): RecordedCall[] {
  return parseCalls(checkout.read(".local/calls.jsonl"));
}
