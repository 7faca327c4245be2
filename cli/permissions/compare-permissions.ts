import type { GrantedStatement } from "./function-role";
import { belongsTo, isAnyResource, isManyActions, matchesAction, matchesResource, ownerOf } from "./matching";
import { nameOf } from "./policy/name-of";
import { isDenied, type RecordedCall } from "./recorded-calls";
import type { UsedByLambda } from "./used-by-lambda";

/** An action on a resource. */
export interface Use {
  readonly action: string;
  readonly resource: string;
}

/** A part of a policy that nothing needed. */
export interface Unneeded {
  readonly policy: string;
  /**
   * `unused`: nothing was done with it. `wide`: it allows more than what was done. `unknown`: a managed policy of AWS that the
   * local AWS doesn't have.
   */
  readonly kind: "unused" | "wide" | "unknown";
  readonly actions: readonly string[];
  /** The whole policy's ARN, if it is a managed policy of AWS. */
  readonly resources: readonly string[];
  /** What was done, if it is wide. */
  readonly used: readonly Use[];
}

/** A denied call. */
export interface DeniedUse extends Use {
  /** Whether a statement with the effect Deny forbids it. */
  readonly explicitly: boolean;
  /** False if the call succeeded, since nothing was enforced (`--no-iam`). */
  readonly enforced: boolean;
}

/** What a function used, beside what its role allows. */
export interface Permissions {
  readonly used: readonly Use[];
  readonly denied: readonly DeniedUse[];
  readonly unneeded: readonly Unneeded[];
  readonly byLambda: readonly (Use & { readonly purpose: string })[];
}

/** What one function did: itself, and Lambda for it. */
export interface Activity {
  readonly calls: readonly RecordedCall[];
  readonly lambda: readonly UsedByLambda[];
}

/**
 * Compares what a function did with the statements of its role.
 * @param others what the other functions with this role did
 */
export function comparePermissions(
  { calls, lambda }: Activity,
  granted: readonly GrantedStatement[],
  others: readonly Activity[] = [],
): Permissions {
  const denied = calls.filter(isDenied);
  const allowing = granted.filter(({ effect }) => effect === "Allow");
  const needs = [{ calls, lambda }, ...others].flatMap(needsOf);
  const ofAws = new Set(allowing.flatMap(({ awsPolicy }) => (awsPolicy === undefined ? [] : [awsPolicy])));
  return {
    used: usedBy(calls),
    denied: unique(denied).map((use) => {
      const same = denied.filter(
        ({ action, resource }) => action === use.action && resource === use.resource,
      );
      return {
        ...use,
        explicitly: same.some(({ decision }) => decision === "Deny"),
        enforced: same.some(({ enforced }) => enforced !== false),
      };
    }),
    unneeded: [
      ...allowing
        .filter(({ awsPolicy }) => awsPolicy === undefined)
        .flatMap((statement) => unneededOf(statement, needs)),
      ...[...ofAws].flatMap((arn) =>
        unusedPolicy(
          arn,
          allowing.filter(({ awsPolicy }) => awsPolicy === arn),
          needs,
        ),
      ),
    ],
    byLambda: allowing.flatMap((statement) => byLambdaOf(statement, lambda)),
  };
}

/** What allowed calls used, each once, in order. */
export function usedBy(calls: readonly RecordedCall[]): Use[] {
  return unique(calls.filter((call) => !isDenied(call)));
}

function unique(calls: readonly Use[]): Use[] {
  const uses = new Map(calls.map(({ action, resource }) => [`${action} ${resource}`, { action, resource }]));
  return [...uses].sort(([one], [other]) => (one < other ? -1 : 1)).map(([, use]) => use);
}

/** What a role is needed for. */
interface Need {
  readonly use: Use;
  readonly isAllowedBy: (resourcePattern: string) => boolean;
}

function needsOf({ calls, lambda }: Activity): Need[] {
  return [
    ...usedBy(calls).map((use) => ({
      use,
      isAllowedBy: (pattern: string) => matchesResource(pattern, use.resource),
    })),
    ...lambda.flatMap(({ actions, resource }) =>
      actions.map((action) => ({
        use: { action, resource },
        isAllowedBy: (pattern: string) => belongsTo(pattern, resource),
      })),
    ),
  ];
}

/**
 * The parts of a statement that nothing needed, or that allow more than what was done. An action is judged for all resources of
 * its statement together: `s3:ListBucket` works on buckets and `s3:GetObject` on objects, and both may stand in one.
 */
function unneededOf({ policy, actions, resources }: GrantedStatement, needs: readonly Need[]): Unneeded[] {
  const allowed = needs.filter(({ isAllowedBy }) => resources.some(isAllowedBy));
  const usesOf = (action: string): Use[] =>
    allowed.map(({ use }) => use).filter((use) => matchesAction(action, use.action));
  const isWide = (action: string): boolean =>
    isManyActions(action) ||
    // An action that knows no resources needs "*".
    (resources.some(isAnyResource) && usesOf(action).every(({ resource }) => resource !== "*"));
  const used = actions.filter((action) => usesOf(action).length > 0);
  return [
    ...actions
      .filter((action) => !used.includes(action))
      .map((action): Unneeded => ({ policy, kind: "unused", actions: [action], resources, used: [] })),
    ...used
      .filter(isWide)
      .map(
        (action): Unneeded => ({ policy, kind: "wide", actions: [action], resources, used: usesOf(action) }),
      ),
    ...unusedResources(resources, used, allowed).map(
      (unused): Unneeded => ({ policy, kind: "unused", ...unused, used: [] }),
    ),
  ];
}

/** The resources on which nothing was done, with the actions that were done on others. */
function unusedResources(
  resources: readonly string[],
  used: readonly string[],
  allowed: readonly Need[],
): { readonly actions: readonly string[]; readonly resources: readonly string[] }[] {
  const needs = allowed.filter(({ use }) => used.some((action) => matchesAction(action, use.action)));
  return [...new Set(resources.map(ownerOf))].flatMap((owner) => {
    const patterns = resources.filter((pattern) => ownerOf(pattern) === owner);
    const service = owner.split(":")[2] ?? "*";
    const actions = used.filter((action) => isManyActions(action) || action.split(":")[0] === service);
    const isUsed = patterns.some((pattern) => needs.some(({ isAllowedBy }) => isAllowedBy(pattern)));
    return isUsed || actions.length === 0 ? [] : [{ actions, resources: patterns }];
  });
}

/** A managed policy of AWS is used or unused as a whole, since nobody can change it. */
function unusedPolicy(
  arn: string,
  statements: readonly GrantedStatement[],
  needs: readonly Need[],
): Unneeded[] {
  const isUsed = statements.some(({ actions, resources }) =>
    needs.some(
      ({ use, isAllowedBy }) =>
        actions.some((action) => matchesAction(action, use.action)) && resources.some(isAllowedBy),
    ),
  );
  return isUsed ? [] : [{ ...wholePolicy(arn), kind: "unused" }];
}

/** A managed policy of AWS that the local AWS doesn't have. */
export function unknownPolicy(arn: string): Unneeded {
  return { ...wholePolicy(arn), kind: "unknown" };
}

function wholePolicy(arn: string): Omit<Unneeded, "kind"> {
  return { policy: nameOf(arn), actions: ["*"], resources: [arn], used: [] };
}

function byLambdaOf(
  { actions, resources }: GrantedStatement,
  lambda: readonly UsedByLambda[],
): (Use & { readonly purpose: string })[] {
  return actions.flatMap((action) => {
    const found = lambda.find(
      (one) =>
        one.actions.some((name) => matchesAction(action, name)) &&
        resources.some((pattern) => belongsTo(pattern, one.resource)),
    );
    return found ? [{ action, resource: resources.join(", "), purpose: found.purpose }] : [];
  });
}
