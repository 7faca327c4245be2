import { readFileSync } from "node:fs";
import path from "node:path";
import { readPlan } from "../../../cli/review/read-plan";
import { summarize } from "../../../cli/review/summarize";
import type { Summary } from "../../../cli/review/summary";

/** A plan as JSON, which a test may change. */
export interface PlanJson {
  resource_changes: ResourceJson[];
  resource_drift: ResourceJson[];
  output_changes: Record<string, ChangeJson>;
  configuration: { root_module: { resources: ConfiguredJson[] } };
  [field: string]: unknown;
}

export interface ResourceJson {
  address: string;
  type: string;
  name: string;
  change: ChangeJson;
  [field: string]: unknown;
}

export interface ChangeJson {
  actions: string[];
  before?: unknown;
  after?: unknown;
  [field: string]: unknown;
}

export interface ConfiguredJson {
  address: string;
  [field: string]: unknown;
}

/** One of the plans in plans/, made by real Terraform. */
export function planText(name: string): string {
  return readFileSync(path.join(__dirname, "plans", `${name}.json`), "utf8");
}

export function planJson(name: string): PlanJson {
  return JSON.parse(planText(name)) as PlanJson;
}

export function review(plan: string | object, stack = "functions-dev"): Summary {
  const text = typeof plan === "string" ? planText(plan) : JSON.stringify(plan);
  return summarize(readPlan(text, "plan.json", stack));
}

/** A plan with only these changes. */
export function planOf(...resources: Partial<ResourceJson>[]): PlanJson {
  return {
    format_version: "1.2",
    resource_changes: resources.map(resource),
    resource_drift: [],
    output_changes: {},
    configuration: { root_module: { resources: [] } },
  };
}

function resource({
  type = "aws_s3_object",
  name = "x",
  change,
  ...more
}: Partial<ResourceJson>): ResourceJson {
  return {
    address: `${type}.${name}`,
    mode: "managed",
    type,
    name,
    change: { before: null, after: null, after_unknown: {}, actions: ["no-op"], ...change },
    ...more,
  };
}
