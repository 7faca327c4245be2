import { readFileSync } from "node:fs";
import { RISKS } from "../../../cli/review/risk";
import { plain } from "../../../cli/review/text";
import { type PlanJson, planJson, planOf, type ResourceJson, review } from "./review";

function risksOf(plan: PlanJson): string[] {
  return review(plan).risks.map(({ severity, code }) => `${severity} ${code}`);
}

function changed(
  type: string,
  before: object | null,
  after: object | null,
  more: Partial<ResourceJson> = {},
) {
  const actions = before && after ? ["update"] : before ? ["delete"] : ["create"];
  return { type, ...more, change: { actions, before, after, ...(more.change as object) } };
}

function allow(action: string, resource = "*"): string {
  return JSON.stringify({ Statement: [{ Effect: "Allow", Action: action, Resource: resource }] });
}

describe("data", () => {
  test("that AWS would not delete: the apply would stop", () => {
    const plan = planOf(changed("aws_ecr_repository", { name: "shop/api", force_delete: false }, null));
    const [risk] = review(plan).risks;
    expect(plain(risk?.what ?? [])).toBe(
      "shop/api is destroyed. AWS refuses this while it has content (images), because force_delete is off. The apply would stop here.",
    );
  });

  test.each(["aws_s3_bucket", "aws_dynamodb_table", "aws_kms_key", "aws_cloudwatch_log_group"])(
    "in a %s is missed",
    (type) => {
      expect(risksOf(planOf(changed(type, { name: "x" }, null)))).toEqual(["high data-destroyed"]);
    },
  );

  test("is not lost when Terraform only stops managing it", () => {
    const plan = planOf(changed("aws_s3_bucket", { bucket: "x" }, null, { change: { actions: ["forget"] } }));
    expect(risksOf(plan)).toEqual(["note forgotten"]);
    expect(review(plan).counts).toMatchObject({ destroy: 0, forget: 1 });
  });

  test("in an image is lost when it is not kept remotely", () => {
    const image = (keep: boolean) => planOf(changed("docker_registry_image", { keep_remotely: keep }, null));
    expect(risksOf(image(false))).toEqual(["medium image-deleted"]);
    expect(risksOf(image(true))).toEqual([]);
  });
});

describe("a permission", () => {
  const permission = (before: object | null, after: object | null) =>
    risksOf(planOf(changed("aws_lambda_permission", before, after)));
  const bucket = { principal: "s3.amazonaws.com", function_name: "x", source_arn: "arn:aws:s3:::docs" };

  test("for everybody is reported", () => {
    expect(permission(null, { principal: "*", function_name: "x" })).toEqual(["high permission-public"]);
  });

  test("for everybody of an organisation is not", () => {
    expect(permission(null, { principal: "*", function_name: "x", principal_org_id: "o-1" })).toEqual([]);
  });

  test("for a service and one source is not", () => {
    expect(permission(null, bucket)).toEqual([]);
  });

  test("for a service and any source is", () => {
    expect(permission(null, { ...bucket, source_arn: null })).toEqual(["medium permission-unrestricted"]);
  });

  test("that changes or is removed is", () => {
    expect(permission(bucket, { ...bucket, source_arn: "arn:aws:s3:::other" })).toEqual([
      "medium permission-changed",
    ]);
    expect(permission(bucket, null)).toEqual(["medium permission-changed"]);
  });
});

describe("a role", () => {
  const reference = (argument: string, address: string) => ({
    [argument]: { references: [`${address}.name`, address] },
  });

  test("that is new and has all permissions is reported; one with some permissions is noted", () => {
    const plan = (action: string) => {
      const made = planOf(
        changed("aws_iam_role", null, { name: "r" }, { name: "r" }),
        changed("aws_iam_role_policy", null, { role: "r", policy: allow(action) }, { name: "p" }),
      );
      made.configuration.root_module.resources = [
        { address: "aws_iam_role_policy.p", expressions: reference("role", "aws_iam_role.r") },
      ];
      return made;
    };
    expect(risksOf(plan("*"))).toEqual(["high iam-widened"]);
    expect(risksOf(plan("xray:PutTraceSegments"))).toEqual(["note policy-new"]);
  });

  test("that exists and gets another policy is reported", () => {
    const plan = planOf(changed("aws_iam_role_policy", null, { role: "r", policy: allow("s3:GetObject") }));
    expect(risksOf(plan)).toEqual(["medium iam-widened"]);
  });

  test("whose policy gets another address is not", () => {
    const policy = { role: "r", policy: allow("s3:GetObject") };
    const plan = planOf(
      changed("aws_iam_role_policy", policy, null, { name: "old" }),
      changed("aws_iam_role_policy", null, policy, { name: "new" }),
    );
    expect(risksOf(plan)).toEqual([]);
  });

  test("that gets a managed policy is, with higher severity for AdministratorAccess", () => {
    const attach = (arn: string) =>
      risksOf(planOf(changed("aws_iam_role_policy_attachment", null, { role: "r", policy_arn: arn })));
    expect(attach("arn:aws:iam::aws:policy/AdministratorAccess")).toEqual(["high iam-widened"]);
    expect(attach("arn:aws:iam::aws:policy/AWSXrayWriteOnlyAccess")).toEqual(["medium iam-widened"]);
  });

  test("that loses its boundary is", () => {
    const plan = planOf(
      changed("aws_iam_role", { permissions_boundary: "arn:b" }, { permissions_boundary: null }),
    );
    expect(risksOf(plan)).toEqual(["high permissions-boundary-removed"]);
  });

  test("whose policy is sensitive can't be compared", () => {
    const plan = planOf(
      changed(
        "aws_iam_role_policy",
        { policy: allow("a:B") },
        { policy: allow("*") },
        {
          change: { actions: ["update"], after_sensitive: { policy: true } } as never,
        },
      ),
    );
    expect(risksOf(plan)).toEqual(["medium policy-hidden"]);
  });
});

describe("a bucket that stays", () => {
  test("and loses its block of public access is reported", () => {
    const block = { bucket: "docs", block_public_policy: true };
    expect(risksOf(planOf(changed("aws_s3_bucket_public_access_block", block, null)))).toEqual([
      "high public-access-unblocked",
    ]);
  });
});

describe("an image", () => {
  const push = "docker_registry_image.python_Image_Push_C3213866";
  const imageOf = (plan: PlanJson) => review(plan).functions[0]?.image;
  const resourceOf = (plan: PlanJson): ResourceJson => {
    const found = plan.resource_changes.find(({ address }) => address === push);
    if (!found) {
      throw new Error("The plan has no such image.");
    }
    return found;
  };

  test("that is missing and whose files changed too: the changed files are shown", () => {
    const plan = planJson("image-gone");
    (resourceOf(plan).change.after as { triggers: Record<string, string> }).triggers["app.py"] =
      "0123456789ab";
    expect(imageOf(plan)).toMatchObject({ pushed: "gone", files: { added: ["app.py"] } });
    expect(plain(review(plan).risks[0]?.what ?? [])).not.toContain("no file changed");
  });

  test("that is new to Terraform, while its function isn't, is a note, since it may be intended", () => {
    const plan = { ...planJson("image-gone"), resource_drift: [] };
    expect(risksOf(plan)).toEqual(["note image-new"]);
    expect(imageOf(plan)?.pushed).toBe("new-resource");
  });

  test("that is only built with other settings is reported", () => {
    const plan = planJson("python-file-changed");
    const { change } = resourceOf(plan);
    (change.after as Record<string, unknown>).triggers = (change.before as Record<string, unknown>).triggers;
    change.replace_paths = [["build"]];
    expect(risksOf(plan)).toEqual(["medium image-pushed-unchanged"]);
    expect(imageOf(plan)?.pushed).toBe("build-settings");
  });

  test("of which an option changed: the platform is shown, a build argument only by name", () => {
    const plan = planJson("python-file-changed");
    const { triggers } = resourceOf(plan).change.after as { triggers: Record<string, string> };
    triggers["--platform"] = "linux/arm64";
    triggers["--build-arg TOKEN"] = "hunter2";
    expect(imageOf(plan)?.options).toEqual([
      { name: "--build-arg TOKEN", change: "added" },
      { name: "--platform", change: "changed", before: "linux/amd64", after: "linux/arm64" },
    ]);
  });

  test("with files of odd names: each under its own name", () => {
    const plan = planJson("python-file-changed");
    const { triggers } = resourceOf(plan).change.after as { triggers: Record<string, string> };
    Object.assign(triggers, {
      "./--platform": "0123456789ab",
      constructor: "0123456789ab",
      "src/": "0123456789ab (300 files)",
    });
    expect(imageOf(plan)?.files.added).toEqual(["--platform", "constructor", "src/"]);
  });

  test("that no function of its stack runs is shown separately", () => {
    const plan = planJson("python-file-changed");
    plan.resource_changes = [resourceOf(plan)];
    expect(review(plan)).toMatchObject({
      functions: [],
      images: [{ address: push, pushed: "files", files: { changed: ["sample_code_1.py"] } }],
      rest: [],
    });
  });
});

test("functions in modules, made by for_each, have each its own image", () => {
  const fn = (key: string) => ({
    address: `module.app["x"].aws_lambda_function.f["${key}"]`,
    module_address: 'module.app["x"]',
    index: key,
    ...changed("aws_lambda_function", { function_name: key }, { function_name: key }),
    name: "f",
  });
  const push = (key: string) => ({
    address: `module.app["x"].docker_registry_image.i["${key}"]`,
    module_address: 'module.app["x"]',
    index: key,
    ...changed("docker_registry_image", null, { triggers: { [`${key}.py`]: "0123456789ab" } }),
    name: "i",
  });
  const plan = planOf(fn("a"), fn("b"), push("a"), push("b"));
  const resources = [
    {
      address: "aws_lambda_function.f",
      expressions: { image_uri: { references: ["docker_registry_image.i", "each.key"] } },
    },
  ];
  Object.assign(plan.configuration.root_module, { module_calls: { app: { module: { resources } } } });
  expect(review(plan).functions.map(({ name, image }) => [name, image?.files.added])).toEqual([
    ["a", ["a.py"]],
    ["b", ["b.py"]],
  ]);
});

test("a leftover of a failed replacement is reported, and not mistaken for the resource itself", () => {
  const plan = planOf({
    ...changed("aws_lambda_function", { function_name: "f" }, null),
    deposed: "00000001",
  });
  expect(risksOf(plan)).toEqual(["medium deposed"]);
  expect(review(plan).functions).toEqual([]);
});

test("an import is reported", () => {
  const plan = planOf({
    type: "aws_s3_bucket",
    change: { actions: ["no-op"], before: { bucket: "b" }, after: { bucket: "b" }, importing: { id: "b" } },
  });
  expect(risksOf(plan)).toEqual(["note imported"]);
});

test("docs/review.md explains each risk", () => {
  const text = readFileSync("docs/review.md", "utf8");
  expect(Object.keys(RISKS).filter((code) => !text.includes(`\`${code}\``))).toEqual([]);
});
