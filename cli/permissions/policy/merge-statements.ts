import { compareTexts } from "../../images/compare-texts";
import { covers } from "../../review/policy/covers";
import type { PolicyCondition, PolicyStatement } from "./policy-document";

/** What one statement allows, before statements are merged. */
export interface Allowed {
  readonly actions: readonly string[];
  readonly resources: readonly string[];
  readonly condition?: PolicyCondition;
}

/**
 * As few statements as possible that allow the same: actions with the same resources and condition are one statement, each
 * service has its own. A resource that another pattern of the same action covers is left out.
 */
export function mergeStatements(allowed: readonly Allowed[]): PolicyStatement[] {
  const byAction = new Map<string, { action: string; condition?: PolicyCondition; resources: Set<string> }>();
  for (const { actions, resources, condition } of allowed) {
    for (const action of actions) {
      const key = JSON.stringify([action, condition]);
      const entry = byAction.get(key) ?? { action, ...(condition && { condition }), resources: new Set() };
      for (const resource of resources) entry.resources.add(resource);
      byAction.set(key, entry);
    }
  }
  const statements = new Map<string, { Action: string[]; Resource: string[]; Condition?: PolicyCondition }>();
  for (const { action, condition, resources } of byAction.values()) {
    const Resource = withoutCovered([...resources]);
    const key = JSON.stringify([serviceOf(action), Resource, condition]);
    const entry = statements.get(key) ?? { Action: [], Resource, ...(condition && { Condition: condition }) };
    entry.Action.push(action);
    statements.set(key, entry);
  }
  const merged = [...statements.values()]
    .map((statement) => ({ ...statement, Action: [...statement.Action].sort(compareTexts) }))
    .sort((a, b) => compareTexts(sortKey(a), sortKey(b)));
  const counts = new Map<string, number>();
  return merged.map((statement) => {
    const service = sidOf(serviceOf(statement.Action[0] ?? ""));
    const count = (counts.get(service) ?? 0) + 1;
    counts.set(service, count);
    return { Sid: `${service}${count}`, Effect: "Allow", ...statement };
  });
}

/** Without the patterns that another one covers, in order. */
export function withoutCovered(patterns: readonly string[]): string[] {
  const all = [...new Set(patterns)].sort(compareTexts);
  return all.filter((one) => !all.some((other) => other !== one && covers(other, one)));
}

function sortKey({ Action, Resource, Condition }: Omit<PolicyStatement, "Effect" | "Sid">): string {
  return JSON.stringify([serviceOf(Action[0] ?? ""), Action[0], Resource, Condition ?? {}]);
}

function serviceOf(action: string): string {
  return action.slice(0, action.indexOf(":"));
}

/** A Sid has only letters and digits (IAM User Guide, "IAM JSON policy elements: Sid"). */
function sidOf(service: string): string {
  const name = service.replace(/[^A-Za-z0-9]/g, "");
  return name.charAt(0).toUpperCase() + name.slice(1);
}
