import { readFileSync } from "node:fs";
import type { TerraformOutput } from "./messages";

/** The used part of `terraform show -json <plan>`, format version 1. */
export interface PlanJson {
  readonly resource_changes?: readonly {
    readonly address: string;
    readonly mode?: string;
    readonly previous_address?: string;
    readonly change: { readonly actions: readonly string[]; readonly importing?: unknown };
  }[];
  readonly output_changes?: Readonly<Record<string, { readonly actions: readonly string[] }>>;
}

/** The numbers of changes in a plan, as Terraform counts them: a replacement is one added and one destroyed. */
export interface PlanSummary {
  readonly add: number;
  readonly change: number;
  readonly destroy: number;
  /** The addresses of the images that an apply would build and push. */
  readonly images: readonly string[];
  /**
   * How many resources are only imported into the state, moved in it, or removed from it. Also whether an output
   * changes.
   */
  readonly imported: number;
  readonly moved: number;
  readonly forgotten: number;
  readonly outputsChange: boolean;
}

export function summarizePlan(plan: PlanJson): PlanSummary {
  const changes = (plan.resource_changes ?? [])
    // The plan shows a data source that is no longer read as destroyed.
    .filter(({ mode, change }) => !(mode === "data" && change.actions.includes("delete")))
    .map(({ address, previous_address, change: { actions, importing } }) => ({
      address,
      actions,
      imported: importing != null,
      moved: previous_address !== undefined && actions.includes("no-op"),
    }));
  const count = (action: string): number => changes.filter(({ actions }) => actions.includes(action)).length;
  return {
    add: count("create"),
    change: count("update"),
    destroy: count("delete"),
    images: changes
      .filter(({ address, actions }) => actions.includes("create") && isImage(address))
      .map(({ address }) => address),
    imported: changes.filter(({ imported }) => imported).length,
    moved: changes.filter(({ moved }) => moved).length,
    forgotten: count("forget"),
    outputsChange: Object.values(plan.output_changes ?? {}).some(({ actions }) => !actions.includes("no-op")),
  };
}

/**
 * As `summarizePlan`, but from Terraform's output while it planned. This avoids another start of all providers, which
 * takes seconds.
 */
export function summarizeOutput({
  changes,
  counts,
  imported,
  outputsChange,
}: Pick<TerraformOutput, "changes" | "counts" | "imported" | "outputsChange">): PlanSummary {
  const count = (action: string): number => changes.filter((change) => change.action === action).length;
  return {
    ...counts,
    images: changes
      .filter(({ address, action }) => (action === "create" || action === "replace") && isImage(address))
      .map(({ address }) => address),
    imported,
    moved: count("move"),
    forgotten: count("remove") + count("forget"),
    outputsChange,
  };
}

/** Whether Terraform would print "No changes". */
export function changesNothing(summary: PlanSummary): boolean {
  const { add, change, destroy, imported, moved, forgotten, outputsChange } = summary;
  return add + change + destroy + imported + moved + forgotten === 0 && !outputsChange;
}

/** Formats a plan's summary in one line. */
export function summaryText(summary: PlanSummary): string {
  const { add, change, destroy, imported, moved, forgotten, outputsChange } = summary;
  const others = [
    ...(imported > 0 ? [`${imported} imported`] : []),
    ...(moved > 0 ? [`${moved} moved`] : []),
    ...(forgotten > 0 ? [`${forgotten} forgotten`] : []),
    ...(outputsChange && add + change + destroy === 0 ? ["outputs change"] : []),
  ];
  return [`+${add} ~${change} -${destroy}`, ...others].join(", ");
}

/** Both builders push from a construct with the id `Push`. */
function isImage(address: string): boolean {
  return (
    /(?:^|\.)docker_registry_image\./.test(address) ||
    /(?:^|\.)terraform_data\.[\w-]+_Push_[0-9A-F]{8}$/.test(address)
  );
}

/**
 * Whether a saved plan has to be applied elsewhere. For a workspace of HCP Terraform with remote execution, the file is
 * a reference to the run there, in JSON (hashicorp/terraform 1.6 and newer, internal/cloud/cloudplan). All other plans
 * are zip archives.
 */
export function isRemotePlan(file: string): boolean {
  return readFileSync(file).subarray(0, 1).toString() === "{";
}
