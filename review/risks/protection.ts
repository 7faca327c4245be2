import { isSame, type Path, type Value } from "../attribute";
import type { Risk, RiskCode, Severity } from "../risk";
import { nameOf, type Resource, type Stack, sidesOf } from "../stack";
import { type Text, text } from "../text";

interface Protection {
  readonly types: readonly string[];
  readonly path: Path;
  readonly code: RiskCode;
  readonly severity: Severity;
  /** Whether the change lowers it. */
  isLower(before: Value, after: Value): boolean;
}

/** Settings that protect, and what lowers them. */
const PROTECTIONS: readonly Protection[] = [
  {
    types: ["aws_ecr_repository"],
    path: ["image_tag_mutability"],
    code: "tags-mutable",
    severity: "medium",
    isLower: (before, after) => is(before, "IMMUTABLE") && after.state === "known" && !is(after, "IMMUTABLE"),
  },
  {
    types: ["aws_cloudwatch_log_group"],
    path: ["retention_in_days"],
    code: "retention-lowered",
    severity: "medium",
    // 0 is for ever.
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
      severity: "medium",
      isLower: (before, after) => isSomething(before) && !isSomething(after),
    }),
  ),
  {
    types: ["aws_ecr_repository"],
    path: ["encryption_configuration", 0, "encryption_type"],
    code: "encryption-lowered",
    severity: "medium",
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
      severity: "medium",
      isLower: (before, after) => is(before, true) && (is(after, false) || after.state === "absent"),
    }),
  ),
  ...["block_public_acls", "block_public_policy", "ignore_public_acls", "restrict_public_buckets"].map(
    (argument): Protection => ({
      types: ["aws_s3_bucket_public_access_block"],
      path: [argument],
      code: "public-access-unblocked",
      severity: "high",
      isLower: (before, after) => is(before, true) && !is(after, true) && after.state !== "unknown",
    }),
  ),
];

export function protectionRisks(stack: Stack): Risk[] {
  return PROTECTIONS.flatMap(({ types, path, code, severity, isLower }) =>
    stack.ofType(...types).flatMap((resource): Risk[] => {
      const { before, after } = sidesOf(resource, ...path);
      return isChanged(resource) && !isSame(before, after) && isLower(before, after)
        ? [{ code, severity, address: resource.address, what: what(resource, path, before, after) }]
        : [];
    }),
  );
}

function isChanged({ action, type, deposed }: Resource): boolean {
  // A public access block that is deleted lifts the block of a bucket that may stay.
  return (
    !deposed &&
    (action === "update" ||
      action === "replace" ||
      (action === "delete" && type === "aws_s3_bucket_public_access_block"))
  );
}

function what(resource: Resource, path: Path, before: Value, after: Value): Text {
  const setting = path.filter((key) => typeof key === "string").join(".");
  return text`${nameOf(resource)}: ${setting} goes from ${shown(before)} to ${shown(after)}.`;
}

function shown(value: Value): string {
  return value.state === "known" && value.value !== "" ? String(value.value) : "nothing";
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

/** Not known is as long as it gets: no alarm. */
function days(value: Value): number {
  const number = value.state === "known" ? value.value : undefined;
  return typeof number === "number" && number > 0 ? number : Number.POSITIVE_INFINITY;
}
