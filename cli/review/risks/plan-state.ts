import { actionOf, isMoved } from "../action";
import type { Risk } from "../risk";
import { nameOf, type Stack } from "../stack";
import { text } from "../text";

/** Whether the plan is complete, and whether the configuration's own checks pass. */
export function planRisks({ plan }: Stack): Risk[] {
  const errored: Risk = {
    code: "plan-errored",
    severity: "high",
    what: text`Terraform stopped with an error.`,
  };
  const putOff = plan.deferred_changes.length;
  const incomplete: Risk = {
    code: "plan-incomplete",
    severity: "medium",
    what:
      putOff > 0
        ? [`${putOff} ${putOff === 1 ? "change is" : "changes are"} deferred.`]
        : ["Not everything was planned."],
  };
  return [
    ...(plan.errored ? [errored] : plan.complete ? [] : [incomplete]),
    ...plan.checks.flatMap(({ address, status, instances = [] }) => {
      const failed = instances.filter((instance) => FAILED.has(instance.status));
      const given = failed.flatMap(({ address: { to_display }, problems = [] }) =>
        problems.map(({ message }) => ({ address: to_display, message })),
      );
      const messages =
        given.length > 0 ? given : [{ address: address.to_display, message: "It gives no message." }];
      return FAILED.has(status)
        ? messages.map(
            ({ address, message }): Risk => ({
              code: "check-failed",
              severity: "medium",
              address,
              what: text`${message}`,
            }),
          )
        : [];
    }),
    ...Object.entries(plan.output_changes).flatMap(([name, { actions }]): Risk[] =>
      actionOf(actions) === "delete"
        ? [
            {
              code: "output-removed",
              severity: "note",
              address: `output.${name}`,
              what: text`Nothing replaces it.`,
            },
          ]
        : [],
    ),
  ];
}

const FAILED = new Set(["fail", "error"]);

/** Changes of Terraform's own records. */
export function recordRisks(stack: Stack): Risk[] {
  return stack.resources.flatMap((resource): Risk[] => {
    const { address, action, change, deposed, previous_address: previous } = resource;
    const isPlain =
      deposed === undefined && action !== "forget" && !change.importing && previous === undefined;
    if (isPlain) {
      return [];
    }
    const name = nameOf(resource);
    return [
      ...(deposed
        ? [{ code: "deposed", severity: "medium", address, what: text`${name} is destroyed.` } as const]
        : []),
      ...(action === "forget"
        ? [{ code: "forgotten", severity: "note", address, what: text`${name} is not destroyed.` } as const]
        : []),
      ...(change.importing
        ? [{ code: "imported", severity: "note", address, what: text`${name} is imported.` } as const]
        : []),
      ...(isMoved(resource)
        ? [{ code: "moved", severity: "note", address, what: text`It was ${previous ?? ""}.` } as const]
        : []),
    ];
  });
}
