import { covers } from "./covers";
import { type Condition, NOT, type Statement } from "./statement";

/** One way in which a new policy allows more than the old one. */
export interface Widening {
  /** The statement's name, when it has one. */
  readonly sid: string | undefined;
  /**
   * `new`: a statement that is similar to no old one. `wider`: an old statement allows more. `deny-removed`: a
   * statement denies less.
   */
  readonly kind: "new" | "wider" | "deny-removed";
  /** All actions of a new statement, or those that were added to an old one. */
  readonly actions: readonly string[];
  readonly resources: readonly string[];
  readonly principals: readonly string[];
  /** Conditions that no longer restrict it, as `operator key`. */
  readonly conditions: readonly string[];
  /**
   * Whether wildcards make it unlimited: every action (of a service) on everything, or everybody without a condition.
   */
  readonly unlimited: boolean;
}

/**
 * The permissions of the new statements that the old ones did not give. Each grant (action, resource, principal) of the
 * new statements is searched for in the old ones, including wildcards. So moving, splitting and joining statements is
 * no widening.
 */
export function widenings(before: readonly Statement[], after: readonly Statement[]): Widening[] {
  const allowed = before.filter(isAllow);
  const denied = after.filter((statement) => !isAllow(statement));
  return [
    ...after.filter(isAllow).flatMap((statement) => widening(allowed, statement)),
    ...before
      .filter((statement) => !isAllow(statement) && !isCovered(denied, statement))
      .map(
        (statement): Widening => ({ ...statement, kind: "deny-removed", conditions: [], unlimited: false }),
      ),
  ];
}

/** Whether a statement alone allows without a limit. */
export function isUnlimited(statement: Statement): boolean {
  if (!isAllow(statement)) {
    return false;
  }
  const everybody =
    statement.principals.some((principal) => principal === "*" || principal.startsWith(NOT)) &&
    statement.conditions.length === 0;
  // In a resource-based policy the principal is the limit. In an identity-based policy the resource is.
  const everything =
    statement.principals.length === 0 &&
    statement.actions.some((action) => /^(?:\*|[\w-]+:\*)$/.test(action) || action.startsWith(NOT)) &&
    statement.resources.some((resource) => resource === "*" || resource.startsWith(NOT));
  return everybody || everything;
}

function widening(before: readonly Statement[], statement: Statement): Widening[] {
  if (isCovered(before, statement)) {
    return [];
  }
  const { sid } = statement;
  const old = mostAlike(before, statement);
  if (!old) {
    return [{ ...statement, kind: "new", conditions: [], unlimited: isUnlimited(statement) }];
  }
  const added = (key: "actions" | "resources" | "principals"): string[] =>
    statement[key].filter((one) => !old[key].some((other) => coversAs(key, other, one)));
  return [
    {
      sid,
      kind: "wider",
      actions: added("actions"),
      resources: added("resources"),
      principals: added("principals"),
      conditions: loosened(old, statement),
      unlimited: isUnlimited(statement) && !isUnlimited(old),
    },
  ];
}

function isAllow({ effect }: Statement): boolean {
  return effect === "Allow";
}

type Selector = "actions" | "resources" | "principals";
const SELECTORS = ["actions", "resources", "principals"] as const;

/** The case of actions doesn't matter. */
function coversAs(key: Selector, one: string, other: string): boolean {
  return key === "actions" ? covers(one.toLowerCase(), other.toLowerCase()) : covers(one, other);
}

/** Whether another statement covers all of a statement. */
function includes(one: Statement, other: Statement): boolean {
  return (
    SELECTORS.every((key) =>
      other[key].length === 0
        ? one[key].length === 0
        : other[key].every((value) => one[key].some((mine) => coversAs(key, mine, value))),
    ) && loosened(one, other).length === 0
  );
}

/** Whether other statements cover a statement: one of them all of it, or one of them each single grant. */
function isCovered(others: readonly Statement[], statement: Statement): boolean {
  if (others.some((other) => includes(other, statement))) {
    return true;
  }
  const each = (values: readonly string[]): readonly (readonly string[])[] =>
    values.length === 0 ? [[]] : values.map((value) => [value]);
  return each(statement.actions).every((actions) =>
    each(statement.resources).every((resources) =>
      each(statement.principals).every((principals) =>
        others.some((other) => includes(other, { ...statement, actions, resources, principals })),
      ),
    ),
  );
}

/** The conditions of the old statement for which the new statement has no condition that is as strict. */
function loosened(old: Statement, now: Statement): string[] {
  return old.conditions
    .filter((condition) => !now.conditions.some((other) => isAsStrict(other, condition)))
    .map(({ operator, key }) => `${operator} ${key}`);
}

function isAsStrict(one: Condition, other: Condition): boolean {
  if (one.key !== other.key) {
    return false;
  }
  if (POSITIVE.test(one.operator) && POSITIVE.test(other.operator)) {
    const isLike = /Like|Arn/.test(other.operator);
    return (
      (other.operator.endsWith("IfExists") || !one.operator.endsWith("IfExists")) &&
      (/Like|Arn/.test(one.operator) ? isLike : true) &&
      one.values.every((value) =>
        other.values.some((limit) => (isLike ? covers(limit, value) : limit === value)),
      )
    );
  }
  // More values make a condition less strict, but a "not" condition stricter.
  const [fewer, more] = one.operator.includes("Not")
    ? [other.values, one.values]
    : [one.values, other.values];
  return one.operator === other.operator && fewer.every((value) => more.includes(value));
}

/** Operators for which one of the values has to match. Both Arn operators accept patterns. */
const POSITIVE = /^(?:String(?:Equals|Like)|Arn(?:Equals|Like))(?:IfExists)?$/;

/** The old statement of the same name, or else the one with most in common. */
function mostAlike(before: readonly Statement[], statement: Statement): Statement | undefined {
  const named = statement.sid && before.find(({ sid }) => sid === statement.sid);
  if (named) {
    return named;
  }
  let best: Statement | undefined;
  let most = 0;
  for (const other of before) {
    const shared = SELECTORS.map(
      (key) =>
        statement[key].filter((one) =>
          other[key].some((value) => coversAs(key, value, one) || coversAs(key, one, value)),
        ).length,
    );
    // Having only the `*` resource, or only the principal, in common doesn't count as similar.
    const score = (shared[0] ?? 0) > 0 ? shared.reduce((sum, count) => sum + count, 0) : 0;
    if (score > most) {
      best = other;
      most = score;
    }
  }
  return best;
}
