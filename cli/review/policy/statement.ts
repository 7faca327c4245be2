import { compareTexts } from "../../compare-texts";
import { asRecord } from "../attribute";

/** A statement of an IAM policy, in normalized form. */
export interface Statement {
  readonly sid: string | undefined;
  readonly effect: "Allow" | "Deny";
  /** Patterns. A `NotAction` is one selector that begins with `NOT`. */
  readonly actions: readonly string[];
  /** In a resource-based policy without resources: the resource itself. */
  readonly resources: readonly string[];
  /** `kind:value`, for example `Service:lambda.amazonaws.com`. Everybody is `*`. None in an identity-based policy. */
  readonly principals: readonly string[];
  readonly conditions: readonly Condition[];
}

export interface Condition {
  /** For example `StringLike`. */
  readonly operator: string;
  /** In lower case, for example `aws:sourcearn`. */
  readonly key: string;
  readonly values: readonly string[];
}

/**
 * The beginning of a selector that matches everything except for what it names. It can't occur in ARNs, actions or
 * accounts.
 */
export const NOT = "everything but ";

/** The statements of a policy's JSON. Undefined when it is not a policy. */
export function readPolicy(json: string): readonly Statement[] | undefined {
  let policy: unknown;
  try {
    policy = JSON.parse(json);
  } catch {
    return undefined;
  }
  const statements = asRecord(policy)?.Statement;
  if (statements === undefined) {
    return undefined;
  }
  const list = Array.isArray(statements) ? statements : [statements];
  return list.every((statement) => asRecord(statement))
    ? list.map((one) => readStatement(asRecord(one) ?? {}))
    : undefined;
}

function readStatement(json: Readonly<Record<string, unknown>>): Statement {
  return {
    sid: typeof json.Sid === "string" && json.Sid !== "" ? json.Sid : undefined,
    effect: json.Effect === "Deny" ? "Deny" : "Allow",
    actions: selectors(json.Action, json.NotAction).map((action) =>
      action.startsWith(NOT) ? action : lowerService(action),
    ),
    resources: selectors(json.Resource, json.NotResource),
    principals:
      json.NotPrincipal === undefined
        ? principals(json.Principal)
        : [NOT + principals(json.NotPrincipal).join(", ")],
    conditions: conditions(json.Condition),
  };
}

function selectors(positive: unknown, negative: unknown): string[] {
  return negative === undefined ? texts(positive) : [NOT + texts(negative).join(", ")];
}

/** Case doesn't matter. The prefix of the service becomes lower case, as is usual. The action's name stays readable. */
function lowerService(action: string): string {
  const [service = "", ...name] = action.split(":");
  return [service.toLowerCase(), ...name].join(":");
}

function principals(json: unknown): string[] {
  if (json === "*") {
    return ["*"];
  }
  return Object.entries(asRecord(json) ?? {})
    .flatMap(([kind, values]) =>
      texts(values).map((value) =>
        kind === "AWS" && value === "*" ? "*" : `${kind}:${accountRoot(kind, value)}`,
      ),
    )
    .sort(compareTexts);
}

/** `123456789012` and `arn:aws:iam::123456789012:root` are the same principal. */
function accountRoot(kind: string, value: string): string {
  return kind === "AWS" && /^\d{12}$/.test(value) ? `arn:aws:iam::${value}:root` : value;
}

function conditions(json: unknown): Condition[] {
  return Object.entries(asRecord(json) ?? {}).flatMap(([operator, keys]) =>
    Object.entries(asRecord(keys) ?? {}).map(([key, values]) => ({
      operator,
      key: key.toLowerCase(),
      values: texts(values),
    })),
  );
}

function texts(value: unknown): string[] {
  const list = Array.isArray(value) ? value : value === undefined || value === null ? [] : [value];
  return [...new Set(list.map(String))].sort(compareTexts);
}
