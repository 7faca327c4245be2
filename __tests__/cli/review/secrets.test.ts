import fc from "fast-check";
import { toHtml } from "../../../cli/review/to-html";
import { toJson } from "../../../cli/review/to-json";
import { toMarkdown } from "../../../cli/review/to-markdown";
import { type PlanJson, planJson, type ResourceJson, review } from "./review";

type Attributes = Record<string, unknown>;

function resourceOf(plan: PlanJson, type: string): ResourceJson {
  const found = plan.resource_changes.find((resource) => resource.type === type);
  if (!found) {
    throw new Error(`The plan has no ${type}.`);
  }
  return found;
}

function mark(
  resource: ResourceJson,
  sides: readonly ("before" | "after")[],
  path: Attributes,
  marks: Attributes,
): void {
  for (const side of sides) {
    const key = `${side}_sensitive`;
    resource.change[key] = { ...(resource.change[key] as Attributes), ...marks };
  }
  resource.change.after = { ...(resource.change.after as Attributes), ...path };
}

/** Each entry puts a secret into a place of a plan that can contain secrets. */
const PLACES: Readonly<Record<string, (plan: PlanJson, secret: string) => void>> = {
  "an environment variable": (plan, secret) => {
    const { change } = resourceOf(plan, "aws_lambda_function");
    (change.after as Attributes).environment = [{ variables: { TOKEN: secret } }];
    (change.before as Attributes).environment = [{ variables: { TOKEN: `${secret}old` } }];
  },
  "a sensitive environment": (plan, secret) => {
    mark(
      resourceOf(plan, "aws_lambda_function"),
      ["after"],
      { environment: [{ variables: { [secret]: secret } }] },
      { environment: [{ variables: true }] },
    );
  },
  "a build argument of the triggers": (plan, secret) => {
    const after = resourceOf(plan, "docker_registry_image").change.after as { triggers: Attributes };
    after.triggers["--build-arg TOKEN"] = secret;
  },
  "a build argument of the build": (plan, secret) => {
    const after = resourceOf(plan, "docker_registry_image").change.after as { build: Attributes[] };
    after.build = [{ ...after.build[0], build_args: { TOKEN: secret }, secrets: [{ id: "x", src: secret }] }];
  },
  "sensitive triggers": (plan, secret) => {
    mark(
      resourceOf(plan, "docker_registry_image"),
      ["before"],
      { triggers: { [secret]: secret } },
      { triggers: true },
    );
  },
  "the hash of a file": (plan, secret) => {
    const after = resourceOf(plan, "docker_registry_image").change.after as { triggers: Attributes };
    after.triggers["sample_code_1.py"] = secret;
  },
  "a sensitive name": (plan, secret) => {
    mark(
      resourceOf(plan, "aws_lambda_function"),
      ["before"],
      { function_name: secret, memory_size: secret.length },
      { function_name: true, memory_size: true },
    );
  },
  "a sensitive image": (plan, secret) => {
    mark(resourceOf(plan, "aws_lambda_function"), ["after"], { image_uri: secret }, { image_uri: true });
  },
  "a sensitive command": (plan, secret) => {
    mark(
      resourceOf(plan, "aws_lambda_function"),
      ["after"],
      { image_config: [{ command: ["app.handler", secret] }] },
      { image_config: [{ command: [false, true] }] },
    );
  },
  "a free text": (plan, secret) => {
    (resourceOf(plan, "aws_lambda_function").change.after as Attributes).description = secret;
  },
  "a sensitive policy": (plan, secret) => {
    const policy = resourceOf(plan, "aws_iam_role_policy");
    policy.change.actions = ["update"];
    const statement = { Effect: "Allow", Action: "*", Resource: secret };
    mark(policy, ["after"], { policy: JSON.stringify({ Statement: [statement] }) }, { policy: true });
  },
  "an attribute that holds secrets": (plan, secret) => {
    const change = {
      actions: ["update"],
      before: { user_data: `${secret}old` },
      after: { user_data: secret },
    };
    const place = { mode: "managed", type: "aws_instance", name: "x", address: "aws_instance.x" };
    plan.resource_changes.push({ ...place, change });
    plan.resource_drift.push({
      ...place,
      change: { ...change, before: { user_data: "older" }, after: change.before },
    });
  },
  "a sensitive resource": (plan, secret) => {
    const change = {
      actions: ["create"],
      before: null,
      after: { name: secret, bucket: secret, value: secret },
      after_sensitive: true,
    };
    plan.resource_changes.push({
      mode: "managed",
      type: "aws_s3_bucket",
      name: "x",
      address: "aws_s3_bucket.x",
      change,
    });
  },
  "an output": (plan, secret) => {
    plan.output_changes.token = { actions: ["update"], before: "x", after: secret, after_sensitive: true };
  },
  "a variable, the state, the planned values": (plan, secret) => {
    plan.variables = { token: { value: secret } };
    plan.prior_state = { values: { root_module: { resources: [{ values: { password: secret } }] } } };
    plan.planned_values = { outputs: { token: { sensitive: true, value: secret } } };
  },
  "the configuration": (plan, secret) => {
    const { resources } = plan.configuration.root_module;
    resources.push({
      address: "terraform_data.x",
      expressions: { input: { constant_value: secret } },
      provisioners: [{ type: "local-exec", expressions: { command: { constant_value: `login ${secret}` } } }],
    });
  },
};

function everything(plan: PlanJson): string {
  const summaries = [review(plan)];
  return [toMarkdown(summaries), toHtml(summaries), toJson(summaries)].join("\n");
}

function planted(place: string, secret: string): string {
  const plan = planJson("python-file-changed");
  PLACES[place]?.(plan, secret);
  return everything(plan);
}

/** A secret that is too long to occur by chance. */
const secret = fc.stringMatching(/^[A-Za-z0-9+/@|`<]{12,60}$/);

describe("a secret never appears, and nothing shows its length, in", () => {
  test.each(Object.keys(PLACES))("%s", (place) => {
    fc.assert(
      fc.property(secret, secret, (one, other) => {
        const text = planted(place, one);
        expect(text).not.toContain(one);
        // Two secrets of any lengths give the same bytes.
        expect(planted(place, other)).toBe(text);
      }),
      { numRuns: 20 },
    );
  });
});

test("the places above are shown: a value that is not secret appears", () => {
  expect(planted("an environment variable", "x")).toContain("TOKEN");
  expect(planted("a build argument of the triggers", "x")).toContain("--build-arg TOKEN");
  expect(planted("a sensitive name", "x")).toContain("aws_lambda_function.python_A57B7CE0");
  expect(planted("a sensitive policy", "x")).toContain("policy-hidden");
  expect(planted("an attribute that holds secrets", "x")).toContain("user_data");
  expect(planted("an output", "x")).toContain("token");
});
