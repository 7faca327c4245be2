import { covers } from "../review/policy/covers";
import type { GrantedStatement } from "./function-role";
import { isDenied, type RecordedCall } from "./recorded-calls";
import type { UsedByLambda } from "./used-by-lambda";

/** An action on a resource. */
export interface Use {
  readonly action: string;
  readonly resource: string;
}

/** A part of a statement that nothing needed. */
export interface Unneeded extends Use {
  readonly policy: string;
  /** `unused`: nothing was done with it. `wide`: it has a `*` that allows more than what was done. */
  readonly kind: "unused" | "wide";
  /** What was done, if it is wide. */
  readonly used: readonly Use[];
}

/** What a function used, beside what its role allows. */
export interface Permissions {
  readonly used: readonly Use[];
  readonly denied: readonly (Use & { readonly explicitly: boolean })[];
  readonly unneeded: readonly Unneeded[];
  readonly byLambda: readonly (Use & { readonly purpose: string })[];
}

/** Compares the calls of a function with the statements of its role. */
export function comparePermissions(
  calls: readonly RecordedCall[],
  granted: readonly GrantedStatement[],
  lambda: readonly UsedByLambda[],
): Permissions {
  const used = unique(calls.filter((call) => !isDenied(call)));
  const denied = calls.filter(isDenied);
  const allowing = granted.filter(({ effect }) => effect === "Allow");
  return {
    used,
    denied: unique(denied).map((use) => ({
      ...use,
      explicitly: denied.some((call) => isSame(call, use) && call.decision === "Deny"),
    })),
    unneeded: allowing.flatMap((statement) => unneededOf(statement, used, lambda)),
    byLambda: allowing.flatMap((statement) => byLambdaOf(statement, lambda)),
  };
}

/** Whether an action matches the pattern of one. Case doesn't matter there. */
export function matchesAction(pattern: string, action: string): boolean {
  return covers(pattern.toLowerCase(), action.toLowerCase());
}

/** The uses of calls, each once, in order. */
function unique(calls: readonly Use[]): Use[] {
  const uses = new Map(calls.map(({ action, resource }) => [`${action} ${resource}`, { action, resource }]));
  return [...uses].sort(([one], [other]) => (one < other ? -1 : 1)).map(([, use]) => use);
}

function isSame(one: Use, other: Use): boolean {
  return one.action === other.action && one.resource === other.resource;
}

/**
 * The actions of a statement that nothing needed, and its patterns that allow more than what was done. An action is judged for
 * all resources of its statement together: `s3:ListBucket` works on buckets and `s3:GetObject` on objects, and both may stand in one.
 */
function unneededOf(
  { policy, actions, resources }: GrantedStatement,
  used: readonly Use[],
  lambda: readonly UsedByLambda[],
): Unneeded[] {
  const usedHere = used.filter(({ resource }) => resources.some((pattern) => covers(pattern, resource)));
  const all = resources.join(", ");
  const unneeded = actions.flatMap((action): Unneeded[] => {
    const matching = usedHere.filter((use) => matchesAction(action, use.action));
    if (isForLambda(action, resources, lambda)) return [];
    if (matching.length === 0) return [{ policy, action, resource: all, kind: "unused", used: [] }];
    return action.includes("*") ? [{ policy, action, resource: all, kind: "wide", used: matching }] : [];
  });
  const onAll = usedHere.filter(({ action }) => actions.some((pattern) => matchesAction(pattern, action)));
  const onOne = onAll.filter(({ resource }) => resource !== "*");
  // An action that knows no resources needs "*".
  const isWide = resources.includes("*") && onAll.length > 0 && onOne.length === onAll.length;
  return isWide
    ? [...unneeded, { policy, action: actions.join(", "), resource: "*", kind: "wide", used: onOne }]
    : unneeded;
}

function isForLambda(action: string, resources: readonly string[], lambda: readonly UsedByLambda[]): boolean {
  return lambda.some(
    (use) =>
      use.actions.some((name) => matchesAction(action, name)) &&
      (use.resource === undefined || resources.some((pattern) => belongsTo(pattern, use.resource ?? ""))),
  );
}

/** Whether a pattern of resources has to do with one: the bucket of its objects, the alias of a function. */
function belongsTo(pattern: string, arn: string): boolean {
  return covers(pattern, arn) || pattern.startsWith(`${arn}/`) || pattern.startsWith(`${arn}:`);
}

function byLambdaOf(
  { actions, resources }: GrantedStatement,
  lambda: readonly UsedByLambda[],
): (Use & { readonly purpose: string })[] {
  return actions.flatMap((action) => {
    const use = lambda.find((one) => isForLambda(action, resources, [one]));
    return use ? [{ action, resource: resources.join(", "), purpose: use.purpose }] : [];
  });
}
