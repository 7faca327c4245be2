import { type PlanJson, planJson, type ResourceJson } from "./review";

/** A plan made from a real one, with all resources of its function repeated. */
export function manyFunctions(name: string, many: number): PlanJson {
  const plan = planJson(name);
  const copies = <T extends object>(
    items: readonly T[],
    change: (text: string, index: number) => string,
  ): T[] =>
    Array.from({ length: many }, (_, index) =>
      items.map((item) => JSON.parse(change(JSON.stringify(item), index)) as T),
    ).flat();
  const rename = (text: string, index: number) => text.replaceAll("python", `fn-${index}`);
  return {
    ...plan,
    resource_changes: copies<ResourceJson>(plan.resource_changes, rename),
    resource_drift: copies<ResourceJson>(plan.resource_drift ?? [], rename),
    configuration: {
      root_module: { resources: copies(plan.configuration.root_module.resources, rename) },
    },
  };
}
