import { readFileSync } from "node:fs";

/** The part of `terraform show -json <plan>` that is read here. Format version 1. */
export interface PlanJson {
  readonly resource_changes?: readonly {
    readonly address: string;
    readonly type: string;
    readonly change: { readonly actions: readonly string[] };
  }[];
}

/** What a plan would do, counted as Terraform counts it: a replacement is one added and one destroyed. */
export interface PlanSummary {
  readonly add: number;
  readonly change: number;
  readonly destroy: number;
  /** Addresses of the images that an apply would build and push. */
  readonly images: readonly string[];
}

export function summarizePlan(plan: PlanJson): PlanSummary {
  const changes = (plan.resource_changes ?? []).map(({ address, change }) => ({
    address,
    actions: change.actions,
  }));
  const count = (action: string): number => changes.filter(({ actions }) => actions.includes(action)).length;
  return {
    add: count("create"),
    change: count("update"),
    destroy: count("delete"),
    images: changes
      .filter(({ address, actions }) => actions.includes("create") && isImage(address))
      .map(({ address }) => address),
  };
}

/** Both builders push from a construct with the id `Push`. */
export function isImage(address: string): boolean {
  return (
    /(?:^|\.)docker_registry_image\./.test(address) ||
    /(?:^|\.)terraform_data\.\w+_Push_[0-9A-F]{8}$/.test(address)
  );
}

/**
 * Whether a saved plan is to be applied elsewhere: for a workspace of HCP Terraform that runs remotely, the file is a note of
 * the run there, in JSON (hashicorp/terraform 1.6 and newer, internal/cloud/cloudplan). Any other is a zip archive.
 */
export function isRemotePlan(file: string): boolean {
  return readFileSync(file).subarray(0, 1).toString() === "{";
}
