import { compareTexts } from "../../compare-texts";
import { covers } from "../../review/policy/covers";
import type { PolicyCondition, PolicyStatement } from "./policy-document";

/** What one statement allows, before statements are merged. */
export interface Allowed {
  readonly actions: readonly string[];
  readonly resources: readonly string[];
  readonly condition?: PolicyCondition;
  /** The name of a statement of its own, for example `State`. @default - one of the service */
  readonly sid?: string;
}

/** A statement that names its actions. */
export interface MergedStatement {
  readonly Action: readonly string[];
  readonly Resource: readonly string[];
  readonly Condition?: PolicyCondition;
}

/**
 * As few statements as possible that allow the same: actions with the same resources and condition are one statement, each
 * service has its own. A resource that another pattern of the same action covers is left out.
 */
export function mergeStatements(allowed: readonly Allowed[]): (PolicyStatement & MergedStatement)[] {
  const byAction = new Map<string, Merging & { readonly action: string; readonly resources: Set<string> }>();
  for (const { actions, resources, condition, sid } of allowed) {
    for (const action of actions) {
      const name = sid ?? sidOf(serviceOf(action));
      const key = JSON.stringify([name, action, condition]);
      const entry = byAction.get(key) ?? { name, action, condition, resources: new Set() };
      for (const resource of resources) entry.resources.add(resource);
      byAction.set(key, entry);
    }
  }
  const statements = new Map<string, Merging & { readonly Action: string[]; readonly Resource: string[] }>();
  for (const { name, action, condition, resources } of byAction.values()) {
    const Resource = withoutCovered([...resources]);
    const key = JSON.stringify([name, Resource, condition]);
    const entry = statements.get(key) ?? { name, condition, Action: [], Resource };
    entry.Action.push(action);
    statements.set(key, entry);
  }
  const counts = new Map<string, number>();
  return [...statements.values()]
    .map((statement) => ({ ...statement, Action: [...statement.Action].sort(compareTexts) }))
    .sort((one, other) => compareTexts(sortKey(one), sortKey(other)))
    .map(({ name, condition, Action, Resource }) => {
      const count = (counts.get(name) ?? 0) + 1;
      counts.set(name, count);
      const Sid = count === 1 ? name : `${name}${/\d$/.test(name) ? "x" : ""}${count}`;
      return { Sid, Effect: "Allow", Action, Resource, ...(condition && { Condition: condition }) };
    });
}

/** The name and the condition of a statement. */
interface Merging {
  readonly name: string;
  readonly condition: PolicyCondition | undefined;
}

/** Without the patterns that another one covers, in order. */
function withoutCovered(patterns: readonly string[]): string[] {
  const all = [...new Set(patterns)].sort(compareTexts);
  return all.filter((one) => !all.some((other) => other !== one && covers(other, one)));
}

function sortKey({ name, Action, Resource, condition }: Merging & MergedStatement): string {
  return JSON.stringify([name, Action[0], Resource, condition ?? {}]);
}

function serviceOf(action: string): string {
  return action.slice(0, action.indexOf(":"));
}

/** A Sid has only letters and digits (IAM User Guide, "IAM JSON policy elements: Sid"). */
function sidOf(service: string): string {
  const name = service.replace(/[^A-Za-z0-9]/g, "");
  return name.charAt(0).toUpperCase() + name.slice(1);
}
