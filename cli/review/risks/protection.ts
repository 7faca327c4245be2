import { isSame, type Path, type Value } from "../attribute";
import type { Risk, RiskCode } from "../risk";
import { nameOf, type Resource, type Stack, sidesOf } from "../stack";
import { listOf, type Text, text } from "../text";

interface Protection {
  readonly types: readonly string[];
  readonly path: Path;
  readonly code: RiskCode;
  /** Whether the change weakens it. */
  isLower(before: Value, after: Value): boolean;
}

/** Settings that protect, and which changes weaken them. */
const PROTECTIONS: readonly Protection[] = [
  {
    types: ["aws_ecr_repository"],
    path: ["image_tag_mutability"],
    code: "tags-mutable",
    isLower: (before, after) => is(before, "IMMUTABLE") && after.state === "known" && !is(after, "IMMUTABLE"),
  },
  {
    types: ["aws_cloudwatch_log_group"],
    path: ["retention_in_days"],
    code: "retention-lowered",
    // 0 means for ever.
    isLower: (before, after) => days(after) < days(before),
  },
  ...[
    { types: ["aws_cloudwatch_log_group", "aws_secretsmanager_secret"], path: ["kms_key_id"] },
    { types: ["aws_lambda_function"], path: ["kms_key_arn"] },
    { types: ["aws_sns_topic", "aws_sqs_queue"], path: ["kms_master_key_id"] },
  ].map(
    ({ types, path }): Protection => ({
      types,
      path,
      code: "encryption-lowered",
      isLower: (before, after) => isSomething(before) && !isSomething(after),
    }),
  ),
  {
    types: ["aws_ecr_repository"],
    path: ["encryption_configuration", 0, "encryption_type"],
    code: "encryption-lowered",
    isLower: (before, after) => is(before, "KMS") && is(after, "AES256"),
  },
  ...[
    { types: ["aws_dynamodb_table"], path: ["deletion_protection_enabled"] },
    { types: ["aws_dynamodb_table"], path: ["point_in_time_recovery", 0, "enabled"] },
    { types: ["aws_db_instance", "aws_rds_cluster"], path: ["deletion_protection"] },
    { types: ["aws_db_instance", "aws_rds_cluster"], path: ["storage_encrypted"] },
    { types: ["aws_kms_key"], path: ["enable_key_rotation"] },
    { types: ["aws_ecr_repository"], path: ["image_scanning_configuration", 0, "scan_on_push"] },
  ].map(
    ({ types, path }): Protection => ({
      types,
      path,
      code: "protection-lowered",
      isLower: (before, after) => is(before, true) && (is(after, false) || after.state === "absent"),
    }),
  ),
];

export function protectionRisks(stack: Stack): Risk[] {
  return [...loweredSettings(stack), ...liftedBlocks(stack)];
}

function loweredSettings(stack: Stack): Risk[] {
  return PROTECTIONS.flatMap(({ types, path, code, isLower }) =>
    stack.ofType(...types).flatMap((resource): Risk[] => {
      const { before, after } = sidesOf(resource, ...path);
      return isChanged(resource) && !isSame(before, after) && isLower(before, after)
        ? [{ code, severity: "medium", address: resource.address, what: what(resource, path, before, after) }]
        : [];
    }),
  );
}

const BLOCKS = [
  "block_public_acls",
  "block_public_policy",
  "ignore_public_acls",
  "restrict_public_buckets",
] as const;

/** Blocks of public access that an existing bucket loses. */
function liftedBlocks(stack: Stack): Risk[] {
  const goingBuckets = stack
    .ofType("aws_s3_bucket")
    .filter(({ action }) => action === "delete")
    .map(nameOf);
  return stack.ofType("aws_s3_bucket_public_access_block").flatMap((block): Risk[] => {
    const lifted = BLOCKS.filter((argument) => {
      const { before, after } = sidesOf(block, argument);
      return is(before, true) && !is(after, true) && after.state !== "unknown";
    });
    return (isChanged(block) || block.action === "delete") &&
      lifted.length > 0 &&
      !goingBuckets.includes(nameOf(block))
      ? [
          {
            code: "public-access-unblocked",
            severity: "high",
            address: block.address,
            what: text`${nameOf(block)} loses ${listOf(lifted)}.`,
          },
        ]
      : [];
  });
}

function isChanged({ action }: Resource): boolean {
  return action === "update" || action === "replace";
}

function what(resource: Resource, path: Path, before: Value, after: Value): Text {
  const setting = path.filter((key) => typeof key === "string").join(".");
  return text`${nameOf(resource)}: ${setting} goes from ${shown(before)} to ${shown(after)}.`;
}

function shown(value: Value): Text {
  if (value.state === "known" && value.value !== "") {
    return [{ name: String(value.value) }];
  }
  return [
    value.state === "unknown"
      ? "a value known after the apply"
      : value.state === "sensitive"
        ? "(sensitive)"
        : "nothing",
  ];
}

function is(value: Value, wanted: string | boolean): boolean {
  return value.state === "known" && value.value === wanted;
}

function isSomething(value: Value): boolean {
  return (
    value.state === "unknown" ||
    value.state === "sensitive" ||
    (value.state === "known" && value.value !== "")
  );
}

/** An unknown value counts as the longest time, so it is not reported. */
function days(value: Value): number {
  const number = value.state === "known" ? value.value : undefined;
  return typeof number === "number" && number > 0 ? number : Number.POSITIVE_INFINITY;
}
