import type { ResourceChange } from "./plan";

/**
 * What a plan does with a resource. `forget` is Terraform's word: it stops managing the resource, which stays
 * unchanged.
 */
export type Action = "create" | "update" | "replace" | "delete" | "forget" | "read" | "none";

export function actionOf(actions: readonly string[]): Action {
  const has = (action: string): boolean => actions.includes(action);
  if (has("create")) {
    return has("delete") || has("forget") ? "replace" : "create";
  }
  for (const action of ["delete", "forget", "read"] as const) {
    if (has(action)) {
      return action;
    }
  }
  return has("no-op") || actions.length === 0 ? "none" : "update";
}

/** The numbers of changes, as Terraform counts them: a replacement is one added and one destroyed. */
export interface Counts {
  readonly add: number;
  readonly change: number;
  readonly destroy: number;
  /** How many of those added and destroyed are replacements. */
  readonly replace: number;
  readonly import: number;
  readonly move: number;
  readonly forget: number;
}

export function countChanges(changes: readonly ResourceChange[]): Counts {
  const managed = changes.filter(({ mode }) => mode === "managed");
  const count = (test: (resource: ResourceChange) => unknown): number => managed.filter(test).length;
  const having = (action: string): number => count(({ change }) => change.actions.includes(action));
  return {
    add: having("create"),
    change: having("update"),
    destroy: having("delete"),
    replace: count(({ change }) => change.actions.includes("create") && change.actions.includes("delete")),
    import: count(({ change }) => change.importing),
    move: count((resource) => isMoved(resource)),
    forget: having("forget"),
  };
}

export function isMoved({ previous_address: previous, address }: ResourceChange): boolean {
  return previous !== undefined && previous !== address;
}
