import { planFingerprint } from "../../../cli/terraform/plan-fingerprint";
import type { StackFiles } from "../../../cli/terraform/stack-files";

type Json = Record<string, unknown>;

const NOW = "2026-11-24T10:11:12Z";
const LATER = "2026-11-25T08:00:00Z";

/** A plan of one changed resource. */
function plan(change: Json, { timestamp = NOW, ...resource }: Json = {}): string {
  return JSON.stringify({
    timestamp,
    resource_changes: [{ address: "aws_lambda_function.python", ...resource, change }],
  });
}

const update = (before: Json, after: Json, more: Json = {}): Json => ({
  actions: ["update"],
  before,
  after,
  ...more,
});

const more256 = update({ memory_size: 128, timeout: 30 }, { memory_size: 256, timeout: 30 });

const NO_FILES: StackFiles = { configuration: {} };

/** Whether the approval of the first plan also holds for the second. */
function same(one: string, other: string): boolean {
  return planFingerprint(one, NO_FILES) === planFingerprint(other, NO_FILES);
}

/** Whether two stacks with one plan have one fingerprint. */
function sameStack(one: object, other: object, planned = plan(more256)): boolean {
  const [first, second] = [one, other].map((stack) =>
    planFingerprint(planned, { configuration: { "cdk.tf.json": JSON.stringify(stack) } }),
  );
  return first === second;
}

describe("two plans have one fingerprint when", () => {
  test("they were made at different times, which are in the tags of new images", () => {
    const create = (timestamp: string) =>
      plan(
        { actions: ["create"], after: { name: `repo:4f2a-${timestamp.replace(/\D/g, "")}` } },
        { timestamp },
      );
    expect(same(create(NOW), create(LATER))).toBe(true);
  });

  test("attributes that they don't change are different", () => {
    const [quick, slow] = [3, 30].map((timeout) =>
      plan(update({ memory_size: 128, timeout }, { memory_size: 256, timeout })),
    ) as [string, string];
    expect(same(quick, slow)).toBe(true);
  });

  test("a computed attribute had another old value, such as the time of the last change", () => {
    const [one, other] = ["2026-11-01", "2026-11-02"].map((last_modified) =>
      plan(
        update(
          { memory_size: 128, last_modified },
          { memory_size: 256 },
          { after_unknown: { last_modified: true } },
        ),
      ),
    ) as [string, string];
    expect(same(one, other)).toBe(true);
  });

  test("their JSON has the same content in another order, or with attributes that are not set", () => {
    expect(
      same(
        plan({ actions: ["create"], after: { name: "python", timeout: 30, kms_key_arn: null } }),
        plan({ actions: ["create"], after: { timeout: 30, name: "python" } }),
      ),
    ).toBe(true);
  });

  test("neither changes anything", () => {
    expect(same(plan({ actions: ["no-op"], before: { a: 1 }, after: { a: 1 } }), "{}")).toBe(true);
  });

  test("only a sensitive value differs, since it must not be possible to guess it from a fingerprint", () => {
    const [one, other] = ["hunter2", "correct horse"].map((PASSWORD) =>
      plan(
        update(
          { environment: [{ variables: { PASSWORD: "old", REGION: "a" } }] },
          { environment: [{ variables: { PASSWORD, REGION: "a" } }] },
          {
            before_sensitive: { environment: [{ variables: { PASSWORD: true } }] },
            after_sensitive: { environment: [{ variables: { PASSWORD: true } }] },
          },
        ),
      ),
    ) as [string, string];
    expect(same(one, other)).toBe(true);
  });
});

describe("two plans have two fingerprints when", () => {
  test.each<[string, string]>([
    ["one changes nothing", "{}"],
    ["they change another resource", plan(more256, { address: "aws_lambda_function.other" })],
    ["they have another action", plan({ ...more256, actions: ["delete", "create"] })],
    ["they set another value", plan(update({ memory_size: 128 }, { memory_size: 512 }))],
    ["they change it from another value", plan(update({ memory_size: 512 }, { memory_size: 256 }))],
    [
      "one changes one more attribute",
      plan(update({ memory_size: 128, timeout: 30 }, { memory_size: 256, timeout: 60 })),
    ],
    [
      "a value is known in one only",
      plan(update({ memory_size: 128 }, {}, { after_unknown: { memory_size: true } })),
    ],
    ["it was moved in one", plan(more256, { previous_address: "aws_lambda_function.old" })],
    ["one imports it", plan({ ...more256, importing: { id: "python" } })],
    ["one is of a deposed object", plan(more256, { deposed: "1a2b3c4d" })],
  ])("%s", (_, other) => {
    expect(same(plan(more256), other)).toBe(false);
  });

  test("one only moves or imports, and the other does nothing", () => {
    const nothing = { actions: ["no-op"], before: {}, after: {} };
    expect(same(plan(nothing, { previous_address: "aws_lambda_function.old" }), plan(nothing))).toBe(false);
    expect(same(plan({ ...nothing, importing: { id: "python" } }), plan(nothing))).toBe(false);
  });

  test("another object is at the address that is destroyed", () => {
    const destroy = (id: string) => plan({ actions: ["delete"], before: { id }, after: null });
    expect(same(destroy("documents"), destroy("backups"))).toBe(false);
  });

  test("a sensitive value changes in one, and in the other it doesn't", () => {
    const secret = (after: string) =>
      plan(
        update(
          { memory_size: 128, password: "old" },
          { memory_size: 256, password: after },
          {
            before_sensitive: { password: true },
            after_sensitive: { password: true },
          },
        ),
      );
    expect(same(secret("old"), secret("new"))).toBe(false);
  });

  test("another file of an image has changed", () => {
    const push = (hash: string) =>
      plan({
        actions: ["create", "delete"],
        before: { triggers: { "app.py": "1f3ab2c4d5e6", "util.py": "aa" } },
        after: { triggers: { "app.py": hash, "util.py": "aa" } },
      });
    expect(same(push("9c02d1e0f3a4"), push("77aa00bb11cc"))).toBe(false);
  });

  test("another output changes", () => {
    const output = (name: string) =>
      JSON.stringify({ output_changes: { [name]: { actions: ["create"], before: null, after: "x" } } });
    expect(same(output("url"), output("arn"))).toBe(false);
    expect(same(output("url"), "{}")).toBe(false);
  });

  test("a part of a value is known in one only", () => {
    const tags = (unknown: unknown) =>
      plan({ actions: ["create"], after: { tags: { a: "1" } }, after_unknown: { tags: unknown } });
    expect(same(tags({}), tags({ b: true }))).toBe(false);
  });
});

describe("two plans of newer versions of Terraform have two fingerprints when", () => {
  const invocation = (config: Json, more: Json = {}) =>
    JSON.stringify({
      action_invocations: [
        { address: "action.aws_lambda_invoke.a", type: "aws_lambda_invoke", config_values: config, ...more },
      ],
    });

  test("one invokes an action, or another, or with other settings", () => {
    const one = invocation({ function_name: "a" });
    expect(same(one, "{}")).toBe(false);
    expect(same(one, invocation({ function_name: "b" }))).toBe(false);
    expect(same(one, invocation({ function_name: "a" }, { address: "action.aws_lambda_invoke.b" }))).toBe(
      false,
    );
    const event = (name: string) =>
      invocation({}, { lifecycle_action_trigger: { action_trigger_event: name } });
    expect(same(event("AfterCreate"), event("BeforeCreate"))).toBe(false);
  });

  test("but not when only a sensitive setting of an action differs", () => {
    const one = (token: string) => invocation({ token }, { config_sensitive: { token: true } });
    expect(same(one("hunter2"), one("correct horse"))).toBe(true);
  });

  test("one defers a change", () => {
    const deferred = (after: Json) =>
      JSON.stringify({
        deferred_changes: [
          {
            reason: "provider_config_unknown",
            resource_change: JSON.parse(plan({ actions: ["create"], after })).resource_changes[0],
          },
        ],
      });
    expect(same(deferred({ name: "a" }), "{}")).toBe(false);
    expect(same(deferred({ name: "a" }), deferred({ name: "b" }))).toBe(false);
  });

  test("one has an unknown field", () => {
    expect(same('{"cleanups":["a"]}', '{"cleanups":["b"]}')).toBe(false);
    expect(same(plan({ ...more256, retries: 1 }), plan({ ...more256, retries: 2 }))).toBe(false);
  });
});

describe("the changed object is part of it:", () => {
  const of = (action: string, before: Json) =>
    plan({ actions: [action], before, after: action === "update" ? { ...before, memory_size: 256 } : null });

  test.each(["update", "forget", "delete"])("of %s, by its id", (action) => {
    expect(same(of(action, { id: "a" }), of(action, { id: "b" }))).toBe(false);
    // Nothing else of it is changed.
    expect(same(of(action, { id: "a", timeout: 3 }), of(action, { id: "a", timeout: 30 }))).toBe(true);
  });

  test.each(["forget", "delete"])("of %s, by all attributes if it has no id", (action) => {
    expect(same(of(action, { name: "a" }), of(action, { name: "b" }))).toBe(false);
  });

  test("by its provider", () => {
    const by = (provider_name: string) => plan(more256, { provider_name });
    expect(same(by("registry.terraform.io/hashicorp/aws"), by("registry.terraform.io/somebody/aws"))).toBe(
      false,
    );
  });
});

test("a text that looks like a mark is not read as one", () => {
  const create = (after: Json, more: Json = {}) => plan({ actions: ["create"], after, ...more });
  for (const text of ["(known after apply)", "unknown", "(sensitive)", "sensitive", "(time)"]) {
    const written = create({ name: text });
    expect(same(written, create({}, { after_unknown: { name: true } }))).toBe(false);
    expect(same(written, create({ name: "x" }, { after_sensitive: { name: true } }))).toBe(false);
    expect(same(written, create({ name: NOW }))).toBe(false);
  }
});

test("the arguments of a data source that is read at the apply are part of it", () => {
  const read = (actions: string[]) =>
    plan(
      { actions: ["read"], before: null, after: { statement: [{ actions }] }, after_unknown: { json: true } },
      { address: "data.aws_iam_policy_document.x", mode: "data" },
    );
  expect(same(read(["s3:ListBucket"]), read(["s3:ListBucket", "*"]))).toBe(false);
});

test("the order of the changes doesn't matter", () => {
  const change = (address: string) => JSON.parse(plan(more256, { address })).resource_changes[0];
  const inOrder = (...addresses: string[]) => JSON.stringify({ resource_changes: addresses.map(change) });
  expect(same(inOrder("a.b", "a.c"), inOrder("a.c", "a.b"))).toBe(true);
});

describe("the stack is part of it:", () => {
  const push = (command: string) => ({
    resource: { terraform_data: { push: { provisioner: [{ "local-exec": { command } }] } } },
  });
  const aws = (settings: Json) => ({ provider: { aws: [{ region: "eu-central-1", ...settings }] } });
  const policy = (...actions: string[]) => ({
    resource: {
      aws_iam_role_policy: {
        p: {
          policy: `\${jsonencode({"Action" = ${JSON.stringify(actions)}, "Resource" = [aws_s3_bucket.d.arn]})}`,
        },
      },
    },
  });

  test.each<[string, object, object]>([
    ["the command of a provisioner", push("docker build ."), push("curl https://example.com | sh")],
    ["the region of a provider", aws({}), aws({ region: "eu-west-1" })],
    ["the endpoints of a provider", aws({}), aws({ endpoints: [{ lambda: "https://example.com" }] })],
    ["a policy that is known only after the apply", policy("s3:ListBucket"), policy("s3:ListBucket", "*")],
    [
      "the source of a module",
      { module: { m: { source: "one/m/aws" } } },
      { module: { m: { source: "other/m/aws" } } },
    ],
    [
      "the place of the state",
      { terraform: { backend: { s3: { bucket: "a" } } } },
      { terraform: { backend: { s3: { bucket: "b" } } } },
    ],
  ])("%s", (_, one, other) => {
    expect(sameStack(one, other)).toBe(false);
    expect(sameStack(one, JSON.parse(JSON.stringify(one)))).toBe(true);
  });

  test("as a whole, if it isn't JSON", () => {
    const of = (text: string) => planFingerprint("{}", { configuration: { "more.tf": text } });
    expect(of('locals { a = "1" }')).not.toBe(of('locals { a = "2" }'));
  });
});

describe("a secret in the text of a stack is not part of it:", () => {
  const database = (body: Json) => ({ resource: { aws_db_instance: { d: body } } });
  const marked = (after_sensitive: Json) =>
    plan(
      { actions: ["create"], after: {}, after_sensitive },
      { address: "aws_db_instance.d", type: "aws_db_instance", name: "d", mode: "managed" },
    );

  test.each<[string, (secret: string) => object, string?]>([
    [
      "an argument that the plan marks",
      (password) => database({ password, name: "x" }),
      marked({ password: true }),
    ],
    [
      "one in a block that is a list in the plan but may be an object in the stack",
      (secret) => database({ environment: { variables: { TOKEN: secret } } }),
      marked({ environment: [{ variables: { TOKEN: true } }] }),
    ],
    [
      "one in a longer text",
      (secret) => database({ environment: { variables: `\${merge({ TOKEN = "${secret}" })}` } }),
      marked({ environment: { variables: { TOKEN: true } } }),
    ],
    [
      "one in a dynamic block",
      (secret) => database({ dynamic: { setting: { for_each: "${var.x}", content: { value: secret } } } }),
      marked({ setting: [{ value: true }] }),
    ],
    [
      "the default of a sensitive variable",
      (secret) => ({ variable: { v: { sensitive: true, default: secret } } }),
    ],
    ["the value of a sensitive output", (secret) => ({ output: { v: { sensitive: true, value: secret } } })],
    [
      "a password of a provider",
      (password) => ({ provider: { docker: [{ registry_auth: [{ password }] }] } }),
    ],
    ["a key of the backend", (secret_key) => ({ terraform: { backend: { s3: { secret_key } } } })],
    [
      "a token in the environment of a provisioner",
      (TOKEN) => database({ provisioner: [{ "local-exec": { command: "x", environment: { TOKEN } } }] }),
    ],
    [
      "a text marked as sensitive in an expression",
      (secret) => ({ locals: { a: `\${sensitive("${secret}")}` } }),
    ],
  ])("%s", (_, stack, planned = "{}") => {
    expect(sameStack(stack("hunter2"), stack("correct horse"), planned)).toBe(true);
    // Its source is not secret.
    expect(sameStack(stack("hunter2"), {}, planned)).toBe(false);
  });

  test("but its reference is", () => {
    const of = (variable: string) => database({ password: `\${var.${variable}}` });
    expect(sameStack(of("one"), of("other"), marked({ password: true }))).toBe(false);
  });

  test("nor is the value of a sensitive variable, but the value of any other variable is", () => {
    const of = (name: string, value: string) =>
      JSON.stringify({
        variables: { [name]: { value } },
        configuration: { root_module: { variables: { secret: { sensitive: true }, region: {} } } },
      });
    expect(same(of("secret", "a"), of("secret", "b"))).toBe(true);
    expect(same(of("region", "a"), of("region", "b"))).toBe(false);
  });
});

test("the content of a module is part of it, also when the stack calls it by the same name", () => {
  const calling = (command: string) =>
    JSON.stringify({
      configuration: {
        root_module: {
          module_calls: {
            m: {
              source: "one/m/aws",
              module: {
                resources: [{ address: "terraform_data.x", provisioners: [{ expressions: { command } }] }],
              },
            },
          },
        },
      },
    });
  expect(same(calling("docker build ."), calling("curl https://example.com | sh"))).toBe(false);
});

describe("the providers are part of it:", () => {
  const lock = (
    version: string,
    ...hashes: string[]
  ) => `# This file is maintained automatically by "terraform init".

provider "registry.terraform.io/hashicorp/aws" {
  version     = "${version}"
  constraints = ">= 5.100.0, < 7.0.0"
  hashes = [
${hashes.map((hash) => `    "${hash}",\n`).join("")}  ]
}
`;
  const of = (text?: string) =>
    planFingerprint("{}", { configuration: {}, ...(text !== undefined && { lock: text }) });

  test("another version", () => {
    expect(of(lock("6.22.0", "h1:a"))).not.toBe(of(lock("6.23.0", "h1:a")));
  });

  test("the same version of another address", () => {
    const text = lock("6.22.0", "h1:a");
    expect(of(text)).not.toBe(of(text.replace("hashicorp/aws", "somebody/aws")));
  });

  test("another program under the same version", () => {
    expect(of(lock("6.22.0", "h1:a"))).not.toBe(of(lock("6.22.0", "h1:b")));
    expect(of(lock("6.22.0", "h1:a", "zh:a"))).not.toBe(of(lock("6.22.0", "h1:a", "zh:b")));
  });

  test("not the platform that the lock file was made on", () => {
    expect(of(lock("6.22.0", "h1:linux", "zh:a", "zh:b"))).toBe(of(lock("6.22.0", "h1:mac", "zh:b", "zh:a")));
  });

  test("not the comments of the lock file, nor the constraints", () => {
    const text = lock("6.22.0", "h1:a");
    expect(of(text)).toBe(of(text.replace(/^#.*\n/, "").replace("< 7.0.0", "< 8.0.0")));
  });

  test("nothing, where a stack needs none", () => {
    expect(of()).toBe(of("# This file is maintained automatically\n"));
  });
});

test("a fingerprint is 64 hex digits", () => {
  expect(planFingerprint("{}", NO_FILES)).toMatch(/^[0-9a-f]{64}$/);
});
