import { POLICY_SIZE, policySize, splitPolicy } from "../../../../cli/permissions/policy/policy-document";
import { type RolePoliciesOptions, rolePolicies } from "../../../../cli/permissions/roles/role-policies";
import type { Blocks, StackJson } from "../../../../cli/permissions/roles/stack";

const BOUNDARY = "arn:aws:iam::111111111111:policy/boundary-hello-dev";

/** The policies of a stack with these resources. */
function policiesOf(json: Partial<StackJson>, options: RolePoliciesOptions = {}) {
  return rolePolicies([stackOf(json)], options);
}

function stackOf(json: Partial<StackJson>, name = "functions-dev") {
  return {
    name,
    json: {
      "//": { metadata: { namePrefix: "hello-dev" } },
      provider: {
        aws: [
          {
            region: "eu-central-1",
            allowed_account_ids: ["111111111111"],
            default_tags: [{ tags: { Environment: "dev" } }],
          },
        ],
      },
      ...json,
    },
  };
}

/** The resources that a policy allows an action on. */
function allowed(policy: ReturnType<typeof policiesOf>["plan"], action: string): readonly string[] {
  return policy.Statement.filter(({ Action = [] }) => Action.includes(action)).flatMap(
    ({ Resource }) => Resource,
  );
}

const resources = (resource: Blocks, options?: RolePoliciesOptions) => policiesOf({ resource }, options);

describe("names", () => {
  test("become patterns of the environment's prefix, so that a new function needs no new policy", () => {
    const { deploy } = resources({
      aws_cloudwatch_log_group: { Logs: { name: "/aws/lambda/hello-dev-python" } },
      aws_ecr_repository: { Repository: { name: "hello-dev/python" } },
      aws_sqs_queue: { Queue: { name: "hello-dev-jobs" } },
    });
    expect(allowed(deploy, "logs:CreateLogGroup")).toEqual([
      "arn:aws:logs:eu-central-1:111111111111:log-group:/aws/lambda/hello-dev-*",
    ]);
    expect(allowed(deploy, "ecr:CreateRepository")).toEqual([
      "arn:aws:ecr:eu-central-1:111111111111:repository/hello-dev/*",
    ]);
    expect(allowed(deploy, "sqs:CreateQueue")).toEqual(["arn:aws:sqs:eu-central-1:111111111111:hello-dev-*"]);
  });

  test("that begin with a slash have one slash in the ARN", () => {
    const { deploy } = resources({
      aws_ssm_parameter: { Path: { name: "/hello/key" }, Plain: { name: "hello" } },
    });
    expect(allowed(deploy, "ssm:PutParameter")).toEqual([
      "arn:aws:ssm:eu-central-1:111111111111:parameter/hello",
      "arn:aws:ssm:eu-central-1:111111111111:parameter/hello/key",
    ]);
  });

  test("of another prefix stay exact, and so do all names without a prefix", () => {
    const queues = { aws_sqs_queue: { Queue: { name: "hello-developers" } } };
    const exact = ["arn:aws:sqs:eu-central-1:111111111111:hello-developers"];
    expect(allowed(resources(queues).deploy, "sqs:CreateQueue")).toEqual(exact);
    const without = policiesOf({ resource: queues, "//": {} });
    expect(allowed(without.deploy, "sqs:CreateQueue")).toEqual(exact);
    expect(without.warnings).toEqual([expect.stringContaining("each new name needs a new policy")]);
  });

  test("that Terraform chooses have their known part", () => {
    const { deploy } = resources({ aws_s3_bucket: { One: {}, Two: { bucket_prefix: "docs-" } } });
    expect(allowed(deploy, "s3:CreateBucket")).toEqual(["arn:aws:s3:::docs-*", "arn:aws:s3:::terraform-*"]);
  });

  test("are found through references, also those to outputs of another stack", () => {
    const bucket = { bucket: "hello-dev-documents" };
    const state = { bucket: "states", key: "a.tfstate" };
    const first = stackOf(
      {
        resource: { aws_s3_bucket: { B: { bucket: "shared-documents" } } },
        output: { bucket: { value: "${aws_s3_bucket.B.id}" } },
        terraform: { backend: { s3: state } },
      },
      "first",
    );
    const second = stackOf({
      resource: {
        aws_s3_bucket: { B: bucket },
        aws_s3_bucket_notification: {
          Own: { bucket: "${aws_s3_bucket.B.id}" },
          Other: { bucket: "${data.terraform_remote_state.first.outputs.bucket}" },
        },
      },
      data: { terraform_remote_state: { first: { backend: "s3", config: state } } },
    });
    const { deploy, plan } = rolePolicies([first, second]);
    expect(allowed(deploy, "s3:PutBucketNotification")).toEqual([
      "arn:aws:s3:::hello-dev-*",
      "arn:aws:s3:::shared-documents",
    ]);
    expect(allowed(plan, "s3:GetObject")).toContain("arn:aws:s3:::states/a.tfstate");
  });

  test("that are not known at all are refused, with the argument to set", () => {
    expect(() => resources({ aws_sqs_queue: { Q: { name: "${random_pet.x.id}" } } })).toThrow(
      /aws_sqs_queue\.Q \[functions-dev\] isn't known at synth.*Set name to text/s,
    );
  });

  test("with an unknown part are a pattern where the rest limits it", () => {
    const { deploy } = resources({ aws_sqs_queue: { Q: { name: "jobs-${random_pet.x.id}.fifo" } } });
    expect(allowed(deploy, "sqs:CreateQueue")).toEqual(["arn:aws:sqs:eu-central-1:111111111111:jobs-*.fifo"]);
  });
});

describe("actions", () => {
  test("of a plan only read", () => {
    const { plan } = resources({
      aws_lambda_function: { F: { function_name: "hello-dev-a", role: "arn:aws:iam::111111111111:role/x" } },
      aws_s3_bucket: { B: { bucket: "hello-dev-b", force_destroy: true } },
    });
    const actions = plan.Statement.flatMap(({ Action = [] }) => Action);
    expect(actions.filter((action) => !/:(Get|List|Describe|Batch(Get|Check))/.test(action))).toEqual([]);
  });

  test("are only there when their argument is set", () => {
    const bucket = (settings: object) =>
      resources({ aws_s3_bucket: { B: { bucket: "b", ...settings } } }).deploy;
    expect(allowed(bucket({}), "s3:DeleteObject")).toEqual([]);
    expect(allowed(bucket({ force_destroy: false }), "s3:DeleteObject")).toEqual([]);
    expect(allowed(bucket({ force_destroy: true }), "s3:DeleteObject")).toEqual(["arn:aws:s3:::b/*"]);
    const fn = (settings: object) =>
      resources({ aws_lambda_function: { F: { function_name: "f", ...settings } } }).deploy;
    expect(allowed(fn({}), "lambda:PutFunctionConcurrency")).toEqual([]);
    expect(allowed(fn({ reserved_concurrent_executions: 5 }), "lambda:PutFunctionConcurrency")).toHaveLength(
      1,
    );
  });

  test("on tags are there for the provider's default tags", () => {
    const { deploy } = resources({ aws_sqs_queue: { Q: { name: "q" } } });
    expect(allowed(deploy, "sqs:TagQueue")).toHaveLength(1);
    const without = policiesOf({
      resource: { aws_sqs_queue: { Q: { name: "q" } } },
      provider: { aws: [{ region: "eu-central-1", allowed_account_ids: ["111111111111"] }] },
    });
    expect(allowed(without.deploy, "sqs:TagQueue")).toEqual([]);
  });

  test("of an event source mapping are limited to the functions", () => {
    const { deploy } = resources({
      aws_lambda_function: { F: { function_name: "hello-dev-a" } },
      aws_lambda_event_source_mapping: { M: { function_name: "${aws_lambda_function.F.arn}" } },
    });
    const [create] = deploy.Statement.filter(({ Action }) =>
      Action?.includes("lambda:CreateEventSourceMapping"),
    );
    expect(create).toMatchObject({
      Resource: ["*"],
      Condition: {
        ArnLike: {
          "lambda:FunctionArn": ["arn:aws:lambda:eu-central-1:111111111111:function:hello-dev-*"],
        },
      },
    });
  });

  test("of other providers, and of a provider in another region", () => {
    const { deploy } = policiesOf({
      resource: { random_pet: { P: {} }, aws_sqs_queue: { Q: { name: "q", provider: "aws.us" } } },
      provider: {
        aws: [
          { region: "eu-central-1", allowed_account_ids: ["111111111111"] },
          { alias: "us", region: "us-east-1", allowed_account_ids: ["111111111111"] },
        ],
      },
    });
    expect(allowed(deploy, "sqs:CreateQueue")).toEqual(["arn:aws:sqs:us-east-1:111111111111:q"]);
  });
});

describe("an unknown type", () => {
  const pipeline = { aws_glue_job: { Job: { name: "hello-dev-etl" } } };

  test("is refused, with the place where it is used and the way to go on", () => {
    expect(() => resources(pipeline)).toThrow(/aws_glue_job\.Job \[functions-dev\].*resource-types\.json/s);
    expect(() => policiesOf({ data: pipeline })).toThrow(/data\.aws_glue_job\.Job/);
    expect(() => policiesOf({ module: { vpc: {} } })).toThrow(/module\.vpc \[functions-dev\]/);
  });

  test("can be described by the app", () => {
    const on = "arn:{partition}:glue:{region}:{account}:job/{name}";
    const types = { aws_glue_job: { source: "own", read: [{ actions: ["glue:GetJob"], on }] } };
    expect(allowed(resources(pipeline, { types }).plan, "glue:GetJob")).toEqual([
      "arn:aws:glue:eu-central-1:111111111111:job/hello-dev-*",
    ]);
  });
});

describe("the state", () => {
  const s3 = { bucket: "states", key: "functions.tfstate", region: "eu-central-1", use_lockfile: true };

  test("is read without a lock by a plan, and written and locked by a deploy", () => {
    const { plan, deploy } = policiesOf({ terraform: { backend: { s3 } } });
    expect(plan.Statement).toEqual([
      expect.objectContaining({
        Action: ["s3:GetObject"],
        Resource: ["arn:aws:s3:::states/functions.tfstate"],
      }),
      expect.objectContaining({ Action: ["s3:ListBucket"], Resource: ["arn:aws:s3:::states"] }),
    ]);
    expect(allowed(deploy, "s3:PutObject")).toEqual([
      "arn:aws:s3:::states/functions.tfstate.tflock",
      "arn:aws:s3:::states/functions.tfstate",
    ]);
    expect(allowed(deploy, "s3:DeleteObject")).toEqual(["arn:aws:s3:::states/functions.tfstate.tflock"]);
  });

  test("that is encrypted with a key of one's own needs the key", () => {
    const key = "arn:aws:kms:eu-central-1:111111111111:key/1";
    const { plan, deploy } = policiesOf({ terraform: { backend: { s3: { ...s3, kms_key_id: key } } } });
    expect(allowed(plan, "kms:Decrypt")).toEqual([key]);
    expect(allowed(plan, "kms:GenerateDataKey")).toEqual([]);
    expect(allowed(deploy, "kms:GenerateDataKey")).toEqual([key]);
  });
});

describe("images", () => {
  const host = "111111111111.dkr.ecr.eu-central-1.amazonaws.com";
  const repository = { R: { name: "hello-dev/a" } };

  test.each([
    [
      "the docker provider",
      {
        docker_registry_image: {
          I: { name: `${host}/\${aws_ecr_repository.R.name}:1-\${formatdate("YYYY", plantimestamp())}` },
        },
      },
    ],
    [
      "the docker command",
      {
        terraform_data: {
          I: {
            provisioner: [
              { "local-exec": { environment: { IMAGE: `${host}/\${aws_ecr_repository.R.name}:1` } } },
            ],
          },
        },
      },
    ],
  ])("of %s are read by a plan and pushed by a deploy", (builder, push) => {
    const { plan, deploy } = resources({ aws_ecr_repository: repository, ...push });
    const hello = ["arn:aws:ecr:eu-central-1:111111111111:repository/hello-dev/*"];
    expect(allowed(plan, "ecr:GetAuthorizationToken")).toEqual(["*"]);
    // The docker command asks only when it pushes.
    expect(allowed(plan, "ecr:BatchGetImage")).toEqual(builder === "the docker provider" ? hello : []);
    expect(allowed(plan, "ecr:PutImage")).toEqual([]);
    expect(allowed(deploy, "ecr:PutImage")).toEqual(hello);
  });
});

describe("a deploy can't make itself an administrator", () => {
  const role = { R: { name: "hello-dev-a", permissions_boundary: BOUNDARY } };
  const policy = { P: { role: "${aws_iam_role.R.name}", policy: "{}" } };

  test("roles that it creates and changes have the boundary, which it can't take away", () => {
    const { deploy, warnings } = resources({ aws_iam_role: role, aws_iam_role_policy: policy });
    expect(warnings).toEqual([]);
    for (const action of ["iam:CreateRole", "iam:PutRolePolicy", "iam:PutRolePermissionsBoundary"]) {
      const statements = deploy.Statement.filter(({ Action }) => Action?.includes(action));
      expect(statements).toEqual([
        expect.objectContaining({
          Resource: ["arn:aws:iam::111111111111:role/hello-dev-*"],
          Condition: { StringEquals: { "iam:PermissionsBoundary": [BOUNDARY] } },
        }),
      ]);
    }
    expect(allowed(deploy, "iam:DeleteRolePermissionsBoundary")).toEqual([]);
  });

  test("a role without one is named, and the boundary has a name that the environment's names don't have", () => {
    const { warnings, boundary } = resources({ aws_iam_role: { R: { name: "hello-dev-a" } } });
    expect(warnings).toEqual([
      expect.stringMatching(/aws_iam_role\.R .* no permissions boundary.*boundary-hello-dev/),
    ]);
    expect(boundary.arn).toBe(BOUNDARY);
  });

  test("functions can't give permissions, or read and write the state", () => {
    const { boundary } = policiesOf({ terraform: { backend: { s3: { bucket: "states", key: "k" } } } });
    expect(boundary.policy.Statement).toEqual([
      expect.objectContaining({ NotAction: expect.arrayContaining(["iam:*", "sts:Assume*"]) }),
      expect.objectContaining({ Effect: "Deny", Resource: ["arn:aws:s3:::states", "arn:aws:s3:::states/*"] }),
    ]);
  });

  test("only the managed policies of the stack may be attached", () => {
    const arn = "arn:aws:iam::aws:policy/ReadOnlyAccess";
    const { deploy } = resources({
      aws_iam_role: role,
      aws_iam_role_policy_attachment: { A: { role: "${aws_iam_role.R.name}", policy_arn: arn } },
    });
    const [attach] = deploy.Statement.filter(({ Action }) => Action?.includes("iam:AttachRolePolicy"));
    expect(attach?.Condition).toEqual({
      StringEquals: { "iam:PermissionsBoundary": [BOUNDARY] },
      ArnLike: { "iam:PolicyARN": [arn] },
    });
  });

  test("a role is only passed to the service that uses it", () => {
    const { deploy } = resources({
      aws_iam_role: role,
      aws_lambda_function: { F: { function_name: "hello-dev-a", role: "${aws_iam_role.R.arn}" } },
    });
    const [pass] = deploy.Statement.filter(({ Action }) => Action?.includes("iam:PassRole"));
    expect(pass).toMatchObject({
      Resource: ["arn:aws:iam::111111111111:role/hello-dev-*"],
      Condition: { StringEquals: { "iam:PassedToService": ["lambda.amazonaws.com"] } },
    });
  });

  test("its own role and the boundary can't have names that it may change", () => {
    const ownRoles = ["hello-dev-deploy"];
    expect(() => resources({ aws_iam_role: role }, { ownRoles })).toThrow(/hello-dev-deploy/);
    const named = {
      R: { ...role.R, permissions_boundary: "arn:aws:iam::111111111111:policy/hello-dev-boundary" },
    };
    expect(() =>
      resources({ aws_iam_role: named, aws_iam_policy: { P: { name: "hello-dev-p", policy: "{}" } } }),
    ).toThrow(/hello-dev-boundary/);
  });
});

test("the account has to be known", () => {
  expect(() => policiesOf({ provider: { aws: [{ region: "eu-central-1" }] } })).toThrow(/allowedAccountIds/);
});

test("a policy that is too long is split between statements", () => {
  const queues = Object.fromEntries(
    [...Array(150)].map((_, index) => [`Q${index}`, { name: `queue-${index}` }]),
  );
  const topics = Object.fromEntries(
    [...Array(60)].map((_, index) => [`T${index}`, { name: `topic-${index}` }]),
  );
  const { deploy } = resources({ aws_sqs_queue: queues, aws_sns_topic: topics });
  const parts = splitPolicy(deploy, POLICY_SIZE.inline);
  expect(parts.flatMap(({ Statement }) => Statement)).toEqual(deploy.Statement);
  expect(parts.length).toBeGreaterThan(1);
  expect(parts.every((part) => policySize(part) <= POLICY_SIZE.inline)).toBe(true);
});

test("the same stacks give the same policies in any order of their resources", () => {
  const queues = { A: { name: "a" }, B: { name: "b" } };
  const { A, B } = queues;
  expect(resources({ aws_sqs_queue: { B, A } })).toEqual(resources({ aws_sqs_queue: { A, B } }));
});
