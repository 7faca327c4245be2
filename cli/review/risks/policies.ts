import type { Value } from "../attribute";
import { groupBy } from "../collections";
import { configuredPolicy } from "../policy/configured";
import { isOpen } from "../policy/references";
import { readPolicy, type Statement } from "../policy/statement";
import { isUnlimited, type Widening, widenings } from "../policy/widening";
import type { Risk, RiskCode } from "../risk";
import { nameOf, type Resource, type Stack, sidesOf } from "../stack";
import { joinTexts, listOf, type Text, text } from "../text";

interface PolicyPlace {
  /** The argument with the policy's JSON. */
  readonly argument: string;
  /** The risk when it allows more. */
  readonly widened: RiskCode;
  /**
   * The argument that names the resource it is attached to.
   * @default - the policy is part of the resource, or another resource attaches it
   */
  readonly attachedTo?: string;
}

const IDENTITY = { argument: "policy", widened: "iam-widened" } as const;
const RESOURCE = { argument: "policy", widened: "resource-policy-widened" } as const;

/** The places of policies. */
const POLICIES: Readonly<Record<string, PolicyPlace>> = {
  aws_iam_policy: IDENTITY,
  aws_iam_role_policy: { ...IDENTITY, attachedTo: "role" },
  aws_iam_user_policy: { ...IDENTITY, attachedTo: "user" },
  aws_iam_group_policy: { ...IDENTITY, attachedTo: "group" },
  aws_iam_role: { argument: "assume_role_policy", widened: "trust-widened" },
  aws_ecr_repository_policy: { ...RESOURCE, attachedTo: "repository" },
  aws_ecr_registry_policy: RESOURCE,
  aws_kms_key: RESOURCE,
  aws_kms_key_policy: { ...RESOURCE, attachedTo: "key_id" },
  aws_s3_bucket_policy: { ...RESOURCE, attachedTo: "bucket" },
  aws_secretsmanager_secret_policy: { ...RESOURCE, attachedTo: "secret_arn" },
  aws_sns_topic_policy: { ...RESOURCE, attachedTo: "arn" },
  aws_sqs_queue_policy: { ...RESOURCE, attachedTo: "queue_url" },
};

/** Policies that allow more than before, and those that can't be compared. */
export function policyRisks(stack: Stack): Risk[] {
  const removed = removedStatements(stack);
  return Object.entries(POLICIES).flatMap(([type, place]) =>
    stack
      .ofType(type)
      .filter(({ action }) => action === "create" || action === "update" || action === "replace")
      .flatMap((resource) => onePolicy(stack, resource, place, removed)),
  );
}

/** Roles that get another policy, or lose their boundary. */
export function roleRisks(stack: Stack): Risk[] {
  return [
    ...stack
      .ofType("aws_iam_role_policy_attachment")
      .flatMap((attachment) => attachmentRisks(stack, attachment)),
    ...stack.ofType("aws_iam_role").flatMap((role): Risk[] => {
      const { before, after } = sidesOf(role, "permissions_boundary");
      return isText(before) &&
        after.state === "absent" &&
        (role.action === "update" || role.action === "replace")
        ? [
            {
              code: "permissions-boundary-removed",
              severity: "high",
              address: role.address,
              what: text`${nameOf(role)} had ${String(before.value)}.`,
            },
          ]
        : [];
    }),
  ];
}

function onePolicy(
  stack: Stack,
  resource: Resource,
  { argument, widened, attachedTo }: PolicyPlace,
  removed: ReadonlyMap<string, readonly Statement[]>,
): Risk[] {
  const { address } = resource;
  const { before, after } = sidesOf(resource, argument);
  const isOwn = resource.action === "create" && isAttachedToNew(stack, resource, attachedTo);
  if (after.state === "absent" || isSameText(before, after)) {
    return [];
  }
  const isReferring = after.state === "unknown";
  const configured = isReferring ? configuredPolicy(stack, resource, argument) : undefined;
  if (isReferring && !configured) {
    const isSet = resource.configured?.args.has(argument) ?? true;
    const what = text`${nameOf(resource)}: this plan doesn't show what it will allow.`;
    return isSet ? [{ code: "policy-unknown", severity: "medium", address, what }] : [];
  }
  const now = configured ?? (isText(after) ? readPolicy(String(after.value)) : undefined);
  const was = isText(before) ? readPolicy(String(before.value)) : [];
  if (!now || !was) {
    const what = text`${nameOf(resource)} changes.`;
    return [{ code: "policy-hidden", severity: "medium", address, what }];
  }
  const baseline = [...was, ...(removed.get(attachmentOf(resource, attachedTo) ?? "") ?? [])];
  const open = now.filter(isOpen).map(
    (statement): Risk => ({
      code: "policy-unknown",
      severity: "medium",
      address,
      what: text`${nameOf(resource)}: ${allowed(statement)}, and its references can have any value.`,
    }),
  );
  if (isOwn) {
    const unlimited = now.filter(isUnlimited).map(
      (statement): Risk => ({
        code: widened,
        severity: "high",
        address,
        what: text`${nameOf(resource)} is new and has no limit: ${allowed(statement)}.`,
      }),
    );
    // Who may assume a new role, or use a new repository, is its usual setting.
    const shown = now.filter(
      (statement) =>
        (isReferring || widened === "iam-widened") &&
        statement.effect === "Allow" &&
        !isUnlimited(statement) &&
        !isOpen(statement),
    );
    const note: Risk = {
      code: isReferring ? "policy-by-reference" : "policy-new",
      severity: "note",
      address,
      what: text`${nameOf(resource)} is new: ${joinTexts(shown.map(allowed))}.`,
    };
    return [...unlimited, ...open, ...(shown.length > 0 ? [note] : [])];
  }
  const more = widenings(baseline, now);
  if (more.length > 0 || open.length > 0) {
    const wider = more.map(
      (widening): Risk => ({
        code: widened,
        severity: widening.unlimited || widened === "trust-widened" ? "high" : "medium",
        address,
        what: text`${nameOf(resource)} ${describe(widening)}.`,
      }),
    );
    return [...wider, ...open];
  }
  return widened === "trust-widened" && widenings(now, was).length > 0
    ? [
        {
          code: "trust-changed",
          severity: "medium",
          address,
          what: text`Fewer principals may assume ${nameOf(resource)}.`,
        },
      ]
    : [];
}

/**
 * A policy that is created together with the resource it is attached to gives no existing resource more permissions.
 */
function isAttachedToNew(stack: Stack, resource: Resource, attachedTo: string | undefined): boolean {
  return (
    attachedTo === undefined ||
    stack.referredBy(resource, attachedTo).some(({ action }) => action === "create")
  );
}

/**
 * The statements that a role or repository had from policies that this plan removes. So a policy with a new id is no
 * widening.
 */
function removedStatements(stack: Stack): ReadonlyMap<string, readonly Statement[]> {
  const removed = Object.entries(POLICIES).flatMap(([type, { argument, attachedTo }]) =>
    stack.ofType(type).flatMap((resource) => {
      const key = attachmentOf(resource, attachedTo);
      const { before } = sidesOf(resource, argument);
      return resource.action === "delete" && key !== undefined && isText(before)
        ? [{ key, statements: readPolicy(String(before.value)) ?? [] }]
        : [];
    }),
  );
  return new Map(
    [...groupBy(removed, ({ key }) => key)].map(([key, group]) => [
      key,
      group.flatMap(({ statements }) => statements),
    ]),
  );
}

function attachmentOf(resource: Resource, attachedTo: string | undefined): string | undefined {
  if (attachedTo === undefined) {
    return undefined;
  }
  const { before, after } = sidesOf(resource, attachedTo);
  const value = isText(after) ? after : before;
  return isText(value) ? `${resource.type} ${String(value.value)}` : undefined;
}

function attachmentRisks(stack: Stack, attachment: Resource): Risk[] {
  const { after } = sidesOf(attachment, "policy_arn");
  const isNewRole = stack.referredBy(attachment, "role").some(({ action }) => action === "create");
  if (attachment.action !== "create" && attachment.action !== "replace") {
    return [];
  }
  // For a policy that is created in the same apply, by its address.
  const [made] = after.state === "unknown" ? stack.referredBy(attachment, "policy_arn") : [];
  const arn = isText(after) ? String(after.value) : made?.address;
  if (arn === undefined) {
    return [];
  }
  const isWide = /:policy\/(?:AdministratorAccess|PowerUserAccess|IAMFullAccess|\w+FullAccess)$/.test(arn);
  if (isNewRole && !isWide) {
    return [];
  }
  const { before: oldRole, after: newRole } = sidesOf(attachment, "role");
  const role = isText(newRole) ? newRole.value : isText(oldRole) ? oldRole.value : attachment.address;
  return [
    {
      code: "iam-widened",
      severity: isWide ? "high" : "medium",
      address: attachment.address,
      what: text`${String(role)} gets ${arn}.`,
    },
  ];
}

/** Longer lists are not useful on a page. */
const MOST = 40;

function describe(widening: Widening): Text {
  switch (widening.kind) {
    case "new":
      return text`has a new statement${named(widening)}: ${allowed(widening)}`;
    case "deny-removed":
      return text`no longer denies${named(widening)} ${listOf(widening.actions, MOST)}${on(widening)}${to(widening)}`;
    case "wider": {
      const { actions, resources, principals, conditions } = widening;
      const more: Text[] = [
        ...(actions.length > 0 ? [text`the actions ${listOf(actions, MOST)}`] : []),
        ...(resources.length > 0 ? [text`the resources ${listOf(resources, MOST)}`] : []),
        ...(principals.length > 0 ? [text`the principals ${listOf(principals, MOST)}`] : []),
        ...(conditions.length > 0
          ? [text`everything that the condition ${listOf(conditions, MOST)} excluded`]
          : []),
      ];
      return text`also allows${named(widening)} ${joinTexts(more)}`;
    }
  }
}

function allowed(
  statement: Pick<Statement, "actions" | "resources" | "principals"> & {
    readonly conditions: readonly unknown[];
  },
): Text {
  const limits: Text = statement.conditions.length > 0 ? [" under conditions"] : [];
  return text`it allows ${listOf(statement.actions, MOST)}${on(statement)}${to(statement)}${limits}`;
}

function named({ sid }: Pick<Widening, "sid">): Text {
  return sid === undefined ? [] : text` in ${sid}`;
}

function on({ resources }: Pick<Widening, "resources">): Text {
  return resources.length === 0 ? [] : text` on ${listOf(resources, MOST)}`;
}

function to({ principals }: Pick<Widening, "principals">): Text {
  return principals.length === 0 ? [] : text` to ${listOf(principals, MOST)}`;
}

function isText(value: Value): value is { readonly state: "known"; readonly value: string } {
  return value.state === "known" && typeof value.value === "string" && value.value !== "";
}

function isSameText(one: Value, other: Value): boolean {
  return one.state === "known" && other.state === "known" && one.value === other.value;
}
