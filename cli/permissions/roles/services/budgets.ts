import type { ResourceTypes } from "../resource-type";
import { SEEN } from "./source";

/** Budgets belong to no region. */
const BUDGET = "arn:{partition}:budgets::{account}:budget/{name}";

export const budgets: ResourceTypes = {
  aws_budgets_budget: {
    source: SEEN,
    arn: BUDGET,
    attributes: { id: "{account}:{name}" },
    defaults: { name: "terraform-*" },
    read: [{ actions: ["budgets:ViewBudget", "budgets:ListTagsForResource"], on: BUDGET }],
    // One action stands for making, changing and deleting.
    create: [
      { actions: ["budgets:ModifyBudget"], on: BUDGET },
      { actions: ["budgets:TagResource"], on: BUDGET, when: "tags" },
    ],
    update: [{ actions: ["budgets:UntagResource"], on: BUDGET, when: "tags" }],
    delete: [{ actions: ["budgets:ModifyBudget"], on: BUDGET }],
  },
};
