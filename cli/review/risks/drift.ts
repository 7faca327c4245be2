import { actionOf } from "../action";
import { changedAttributes, driftedAttributes } from "../changed-attributes";
import { isPush } from "../images";
import type { ResourceChange } from "../plan";
import type { Risk } from "../risk";
import { nameOf, type Stack } from "../stack";
import { listOf, type Text, text } from "../text";

/**
 * Changes made outside Terraform that this plan changes back. A refresh finds many more changes (values that AWS
 * computes, attributes that the configuration ignores). They have no effect, so they are not shown.
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
          ? [
              {
                code: "drift-deleted",
                severity: "medium",
                address,
                what: text`${nameOf(resource)} was deleted.`,
              },
            ]
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

/** In a plan that only refreshes: attributes that the configuration sets and that were changed. */
function recorded(stack: Stack, drift: ResourceChange): Risk[] {
  const { address } = drift;
  const risk = (what: Text): Risk[] => [{ code: "drift-recorded", severity: "note", address, what }];
  if (actionOf(drift.change.actions) === "delete") {
    return risk(text`${nameOf(drift)} was deleted.`);
  }
  const args = stack.argumentsOf(drift);
  const changed = driftedAttributes(drift.change).filter((name) => args.has(name));
  return changed.length > 0 ? risk(text`${listOf(changed)} of ${nameOf(drift)}.`) : [];
}
