import { covers } from "./covers";
import { type Condition, NOT, type Statement } from "./statement";

/** One way in which a new policy allows what the old one did not. */
export interface Widening {
  /** The statement's name, when it has one. */
  readonly sid: string | undefined;
  /** `new`: a statement that resembles none of the old; `wider`: an old one allows more; `deny-removed`: one denies less. */
  readonly kind: "new" | "wider" | "deny-removed";
  /** All of a new statement; what is added to an old one. */
  readonly actions: readonly string[];
  readonly resources: readonly string[];
  readonly principals: readonly string[];
  /** Conditions that no longer hold it back, as `operator key`. */
  readonly conditions: readonly string[];
  /** Wildcards make it wide: every action (of a service) on everything, or everybody without a condition. */
  readonly unlimited: boolean;
}

/**
 * What the new statements allow and the old did not. Each grant (action, resource, principal) of the new is looked for
 * in the old, wildcards included, so that moving, splitting and joining statements is no widening.
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

/** Whether a statement, on its own, allows without a limit. */
export function isUnlimited(statement: Statement): boolean {
  if (!isAllow(statement)) {
    return false;
  }
  const everybody =
    statement.principals.some((principal) => principal === "*" || principal.startsWith(NOT)) &&
    statement.conditions.length === 0;
  // In a resource-based policy the principal limits; in an identity's, the resource does.
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

/** Whether all that a statement says, another says too. */
function includes(one: Statement, other: Statement): boolean {
  return (
    SELECTORS.every((key) =>
      other[key].length === 0
        ? one[key].length === 0
        : other[key].every((value) => one[key].some((mine) => coversAs(key, mine, value))),
    ) && loosened(one, other).length === 0
  );
}

/** Whether what a statement says is said by others: at once, or each single grant by one of them. */
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

/** The conditions of the old that no condition of the new is as strict as. */
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
  // More values loosen a condition, and tighten one that says "not".
  const [fewer, more] = one.operator.includes("Not")
    ? [other.values, one.values]
    : [one.values, other.values];
  return one.operator === other.operator && fewer.every((value) => more.includes(value));
}

/** Operators that compare with values of which one has to fit. Arn operators take patterns, both of them. */
const POSITIVE = /^(?:String(?:Equals|Like)|Arn(?:Equals|Like))(?:IfExists)?$/;

/** The old statement of the same name, or else the one that shares most. */
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
    // Sharing only the `*` resource, or only the principal, is no likeness.
    const score = (shared[0] ?? 0) > 0 ? shared.reduce((sum, count) => sum + count, 0) : 0;
    if (score > most) {
      best = other;
      most = score;
    }
  }
  return best;
}
