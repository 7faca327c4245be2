import type { Use } from "./compare-permissions";
import type { GrantedStatement } from "./function-role";
import { isAnyResource, matchesAction, matchesResource } from "./matching";

/** A statement that allows actions on resources. */
export interface AllowStatement {
  readonly actions: readonly string[];
  readonly resources: readonly string[];
}

/**
 * The smallest policy that allows what was used. Actions on the same resources are in one statement. Where the role allows a
 * pattern, as all objects of a bucket, that pattern stays, since the next call is for another object.
 */
export function smallestPolicy(used: readonly Use[], granted: readonly GrantedStatement[]): AllowStatement[] {
  const byAction = group(
    used.map((use) => [use.action, resourcePattern(use, granted)] as const),
    (action, resources) => [action, resources] as const,
  );
  return group(
    byAction.map(([action, resources]) => [JSON.stringify(resources), action] as const),
    (resources, actions) => ({ actions, resources: JSON.parse(resources) as string[] }),
  );
}

/** The pattern that the next call of this kind will match too. */
export function resourcePattern({ action, resource }: Use, granted: readonly GrantedStatement[]): string {
  const patterns = granted
    .filter(
      ({ effect, actions }) =>
        effect === "Allow" && actions.some((pattern) => matchesAction(pattern, action)),
    )
    .flatMap(({ resources }) => resources)
    .filter((pattern) => !isAnyResource(pattern) && matchesResource(pattern, resource))
    // The longest is the narrowest of those that match.
    .sort((one, other) => other.length - one.length);
  return patterns[0] ?? generalized(resource);
}

/** Without a statement: all objects of a bucket, and a secret with any of the suffixes that AWS gives it. */
function generalized(arn: string): string {
  const [, , service, , , kind] = arn.split(":");
  if (service === "s3" && arn.includes("/")) {
    return `${arn.slice(0, arn.indexOf("/"))}/*`;
  }
  return service === "secretsmanager" && kind === "secret" ? arn.replace(/-\w{6}$/, "-??????") : arn;
}

/** Groups values by keys, both sorted. */
function group<T>(
  pairs: readonly (readonly [key: string, value: string])[],
  result: (key: string, values: string[]) => T,
): T[] {
  const groups = new Map<string, Set<string>>();
  for (const [key, value] of pairs) {
    groups.set(key, (groups.get(key) ?? new Set()).add(value));
  }
  return [...groups]
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([key, values]) => result(key, [...values].sort()));
}
