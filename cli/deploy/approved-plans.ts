import { commandLine } from "../command-line";
import { CommandError } from "../process/steps";

/** The fingerprint of the approved plan of each stack. */
export type ApprovedPlans = ReadonlyMap<string, string>;

/**
 * Reads `<stack>=<fingerprint>,…`.
 * @returns undefined when there is no text
 * @throws CommandError when it is something else
 */
export function approvedPlans(text: string | undefined): ApprovedPlans | undefined {
  if (text === undefined) {
    return undefined;
  }
  const entries = text.split(",").map((entry) => /^([^=,\s]+)=([0-9a-f]{64})$/.exec(entry.trim()));
  if (entries.includes(null)) {
    throw new CommandError(
      `--approved takes <stack>=<fingerprint>,… with fingerprints of 64 hex digits, as ${commandLine("plan")} writes them to .plans/<stack>.fingerprint; got "${text}".`,
    );
  }
  return new Map(entries.map((match) => [match?.[1] ?? "", match?.[2] ?? ""]));
}

/**
 * Refuses a plan that wasn't approved.
 * @throws CommandError
 */
export function checkApproved(
  plan: { readonly stack: { readonly name: string }; readonly fingerprint: string },
  approved: ApprovedPlans,
): void {
  const { name } = plan.stack;
  const expected = approved.get(name);
  if (expected === plan.fingerprint) {
    return;
  }
  throw new CommandError(
    expected === undefined
      ? `${name} was not applied, because no plan of it was approved. Get the plan above reviewed, then deploy again.`
      : `${name} was not applied: the plan above is not the approved one. The deployed resources, or the code, have changed ` +
          "since. If another stack was applied, its outputs that this stack reads may have changed. Get the plan above reviewed, then " +
          `deploy again.\n\n  approved: ${expected}\n  now:      ${plan.fingerprint}`,
  );
}
