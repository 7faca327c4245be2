import type { Allowed } from "../policy/merge-statements";
import type { Settings, Stack } from "./stack";

/** What Terraform does with a stack's state in S3 (Terraform 1.11, "Backend Type: s3", Permissions Required; read 2026-11-28). */
export interface StatePermissions {
  readonly read: readonly Allowed[];
  /** In addition: the new state, and its lock. */
  readonly write: readonly Allowed[];
}

const NONE: StatePermissions = { read: [], write: [] };

/** Permissions for the state of a stack, and for the states that it reads outputs from. */
export function stateOf({ json }: Stack, partition: string, account: string): StatePermissions {
  const backend = json.terraform?.backend?.s3;
  const own = backend ? s3State(backend, partition, account) : NONE;
  const remote = Object.values(json.data?.terraform_remote_state ?? {})
    .filter(({ backend }) => backend === "s3")
    .flatMap(({ config }) => s3State((config ?? {}) as Settings, partition, account).read);
  return { read: [...own.read, ...remote], write: own.write };
}

function s3State(settings: Settings, partition: string, account: string): StatePermissions {
  const { bucket, key, region, kms_key_id, use_lockfile, dynamodb_table } = settings as Record<
    string,
    string | boolean | undefined
  >;
  const place = `arn:${partition}:s3:::${bucket}`;
  const state = `${place}/${key}`;
  const lock = `${state}.tflock`;
  const kmsKey = typeof kms_key_id === "string" ? [keyArn(kms_key_id, partition, region, account)] : [];
  const table = `arn:${partition}:dynamodb:${region}:${account}:table/${dynamodb_table}`;
  return {
    read: [
      { sid: "State", actions: ["s3:ListBucket"], resources: [place] },
      { sid: "State", actions: ["s3:GetObject"], resources: [state] },
      ...kmsKey.map((key) => ({ sid: "StateKey", actions: ["kms:Decrypt"], resources: [key] })),
    ],
    write: [
      { sid: "State", actions: ["s3:PutObject"], resources: [state] },
      ...(use_lockfile === true
        ? [{ sid: "Lock", actions: ["s3:DeleteObject", "s3:GetObject", "s3:PutObject"], resources: [lock] }]
        : []),
      ...(dynamodb_table === undefined
        ? []
        : [
            {
              actions: [
                "dynamodb:DeleteItem",
                "dynamodb:DescribeTable",
                "dynamodb:GetItem",
                "dynamodb:PutItem",
              ],
              resources: [table],
            },
          ]),
      ...kmsKey.map((key) => ({ sid: "StateKey", actions: ["kms:GenerateDataKey"], resources: [key] })),
    ],
  };
}

/** An alias in a policy would name the alias, not the key: its key has no name. */
function keyArn(
  key: string,
  partition: string,
  region: string | boolean | undefined,
  account: string,
): string {
  if (key.startsWith("arn:")) {
    return key;
  }
  const id = key.startsWith("alias/") ? "*" : key;
  return `arn:${partition}:kms:${region}:${account}:key/${id}`;
}
