import { actionOf } from "../action";
import { changedAttributes, driftedAttributes } from "../changed-attributes";
import { isPush } from "../images";
import type { ResourceChange } from "../plan";
import type { Risk } from "../risk";
import { nameOf, type Stack } from "../stack";
import { listOf, type Text, text } from "../text";

/**
 * What was changed outside Terraform and this plan changes back. A refresh finds much more (what AWS fills in, what the
 * configuration ignores); nothing comes of that, so nothing is said of it.
 */
export function driftRisks(stack: Stack): Risk[] {
  return stack.plan.resource_drift.flatMap((drift): Risk[] => {
    const { address } = drift;
    const resource = stack.at(address);
    if (stack.plan.resource_changes.length === 0) {
      return recorded(stack, drift);
    }
    if (!resource || drift.mode !== "managed" || drift.deposed) {
      return [];
    }
    switch (actionOf(drift.change.actions)) {
      case "delete":
        return resource.action === "create" && !isPush(resource)
          ? [{ code: "drift-deleted", severity: "medium", address, what: text`${nameOf(resource)} is gone.` }]
          : [];
      case "update": {
        if ((resource.action !== "update" && resource.action !== "replace") || isPush(resource)) {
          return [];
        }
        const changed = new Set(changedAttributes(resource));
        const back = driftedAttributes(drift.change).filter(
          (name) => changed.has(name) && name !== "tags_all",
        );
        return back.length > 0
          ? [
              {
                code: "drift-reverted",
                severity: "medium",
                address,
                what: text`${listOf(back)} of ${nameOf(resource)} ${[back.length === 1 ? "was" : "were"]} changed.`,
              },
            ]
          : [];
      }
      default:
        return [];
    }
  });
}

/** In a plan that only refreshes, what the configuration sets and somebody changed. */
function recorded(stack: Stack, drift: ResourceChange): Risk[] {
  const { address } = drift;
  const risk = (what: Text): Risk[] => [{ code: "drift-recorded", severity: "note", address, what }];
  if (actionOf(drift.change.actions) === "delete") {
    return risk(text`${nameOf(drift)} is gone.`);
  }
  const args = stack.argumentsOf(drift);
  const changed = driftedAttributes(drift.change).filter((name) => args.has(name));
  return changed.length > 0 ? risk(text`${listOf(changed)} of ${nameOf(drift)}.`) : [];
}
