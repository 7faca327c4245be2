import { actionOf } from "../action";
import { changedAttributes, driftedAttributes } from "../changed-attributes";
import { isPush } from "../images";
import type { Risk } from "../risk";
import { nameOf, type Stack } from "../stack";
import { listOf, text } from "../text";

/**
 * What was changed outside Terraform and this plan changes back. A refresh finds much more (what AWS fills in, what the
 * configuration ignores); nothing comes of that, so nothing is said of it.
 */
export function driftRisks(stack: Stack): Risk[] {
  return stack.plan.resource_drift.flatMap((drift): Risk[] => {
    const { address } = drift;
    const resource = stack.at(address);
    if (!resource || drift.mode !== "managed" || drift.deposed) {
      return [];
    }
    switch (actionOf(drift.change.actions)) {
      case "delete":
        return resource.action === "create" && !isPush(resource)
          ? [{ code: "drift-deleted", severity: "medium", address, what: text`${nameOf(resource)} is gone.` }]
          : [];
      case "update": {
        if (resource.action !== "update" && resource.action !== "replace") {
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
