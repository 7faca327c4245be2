import { compareTexts } from "../compare-texts";
import { type Action, actionOf, countChanges, isMoved } from "./action";
import { changedAttributes } from "./changed-attributes";
import { reviewFunctions, reviewImages } from "./functions";
import type { Plan } from "./plan";
import { RISKS, type Risk, type Severity } from "./risk";
import { dataRisks } from "./risks/data";
import { deployerRisks } from "./risks/deployer";
import { driftRisks } from "./risks/drift";
import { callerRisks, functionRisks } from "./risks/functions";
import { imageRisks } from "./risks/images";
import { planRisks, recordRisks } from "./risks/plan-state";
import { policyRisks, roleRisks } from "./risks/policies";
import { protectionRisks } from "./risks/protection";
import { type Resource, readStack } from "./stack";
import type { OutputReview, ResourceReview, Summary } from "./summary";

const RULES = [
  planRisks,
  dataRisks,
  functionRisks,
  callerRisks,
  policyRisks,
  roleRisks,
  deployerRisks,
  imageRisks,
  protectionRisks,
  driftRisks,
  recordRisks,
] as const;

/** Summarizes a plan for a reviewer. The same plan always gives the same summary, at any time and on any machine. */
export function summarize(plan: Plan): Summary {
  const stack = readStack(plan);
  const risks = RULES.flatMap((rule) => rule(stack)).sort(byWeight);
  const { reviews: functions, covered } = reviewFunctions(stack);
  const images = reviewImages(stack).flatMap(({ image }) => (covered.has(image.address) ? [] : [image]));
  for (const { address } of images) {
    covered.add(address);
  }
  const rest = stack.resources
    .filter(
      (resource) => isChange(resource) && (resource.deposed !== undefined || !covered.has(resource.address)),
    )
    .map(reviewResource)
    .sort((one, other) => rank(ACTIONS, one.action) - rank(ACTIONS, other.action));
  const outputs = reviewOutputs(plan);
  return {
    stack: plan.stack,
    counts: countChanges(plan.resource_changes),
    state: plan.errored ? "failed" : plan.complete ? "complete" : "incomplete",
    nothing: functions.length + images.length + rest.length + outputs.length + risks.length === 0,
    risks,
    functions,
    images,
    rest,
    outputs,
  };
}

const SEVERITIES: readonly Severity[] = ["high", "medium", "note"];
const CODES = Object.keys(RISKS);
/** Destructive actions come first. */
const ACTIONS: readonly Action[] = ["delete", "replace", "forget", "update", "create", "read", "none"];

function byWeight(one: Risk, other: Risk): number {
  return (
    rank(SEVERITIES, one.severity) - rank(SEVERITIES, other.severity) ||
    rank(CODES, one.code) - rank(CODES, other.code) ||
    compareTexts(one.address ?? "", other.address ?? "")
  );
}

function rank<T>(order: readonly T[], item: T): number {
  return order.indexOf(item);
}

function isChange(resource: Resource): boolean {
  return resource.action !== "none" || isMoved(resource) || Boolean(resource.change.importing);
}

function reviewResource(resource: Resource): ResourceReview {
  const { address, type, action, change, deposed, previous_address: previous } = resource;
  return {
    address,
    type,
    action,
    attributes: action === "update" || action === "replace" ? changedAttributes(resource) : [],
    ...(isMoved(resource) && previous !== undefined && { previousAddress: previous }),
    imported: Boolean(change.importing),
    deposed: deposed !== undefined,
  };
}

function reviewOutputs(plan: Plan): OutputReview[] {
  return Object.entries(plan.output_changes)
    .map(([name, { actions }]) => ({ name, action: actionOf(actions) }))
    .filter(({ action }) => action !== "none")
    .sort((one, other) => compareTexts(one.name, other.name));
}
