import * as z from "zod";

/**
 * The part of `terraform show -json <plan>` that is used. Everything else is dropped at once, including the values of
 * variables and of the state. Source: Terraform's "JSON Output Format", format version 1 (read 2026-11-24).
 */
const changeSchema = z.object({
  actions: z.array(z.string()),
  before: z.unknown().optional(),
  after: z.unknown().optional(),
  after_unknown: z.unknown().optional(),
  before_sensitive: z.unknown().optional(),
  after_sensitive: z.unknown().optional(),
  replace_paths: z.array(z.array(z.union([z.string(), z.number()]))).optional(),
  importing: z.object({}).nullish(),
});

const resourceChangeSchema = z.object({
  address: z.string(),
  previous_address: z.string().optional(),
  module_address: z.string().optional(),
  mode: z.string().default("managed"),
  type: z.string(),
  name: z.string(),
  provider_name: z.string().optional(),
  index: z.union([z.string(), z.number()]).optional(),
  deposed: z.string().optional(),
  change: changeSchema,
  action_reason: z.string().optional(),
});

const checkSchema = z.object({
  address: z.object({ to_display: z.string() }),
  status: z.string(),
  instances: z
    .array(
      z.object({
        address: z.object({ to_display: z.string() }),
        status: z.string(),
        problems: z.array(z.object({ message: z.string() })).optional(),
      }),
    )
    .optional(),
});

/** Terraform 1.14 and newer. */
const actionSchema = z.object({
  address: z.string(),
  lifecycle_action_trigger: z.object({ triggering_resource_address: z.string().optional() }).optional(),
});

export const planSchema = z.object({
  format_version: z.string(),
  resource_changes: z.array(resourceChangeSchema).default([]),
  resource_drift: z.array(resourceChangeSchema).default([]),
  deferred_changes: z.array(z.object({})).default([]),
  action_invocations: z.array(actionSchema).default([]),
  output_changes: z.record(z.string(), changeSchema).default({}),
  checks: z.array(checkSchema).default([]),
  configuration: z.unknown().optional(),
  complete: z.boolean().default(true),
  errored: z.boolean().default(false),
});

/** A plan's change of one attribute tree: before, after, unknown and sensitive parts. */
export type Change = z.infer<typeof changeSchema>;
export type ResourceChange = z.infer<typeof resourceChangeSchema>;

/** A plan of one stack. */
export interface Plan extends z.infer<typeof planSchema> {
  /** The name of the stack. */
  readonly stack: string;
}
