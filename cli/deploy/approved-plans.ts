import { commandLine } from "../command-line";
import { CommandError } from "../process/steps";

/** The fingerprint of the approved plan of each stack. */
export type ApprovedPlans = ReadonlyMap<string, string>;

/**
 * Reads `<stack>=<fingerprint>,…`.
 * @returns undefined when there is none to read
 * @throws CommandError when it is something else
 */
export function approvedPlans(text: string | undefined): ApprovedPlans | undefined {
  if (text === undefined) {
    return undefined;
  }
  const entries = text.split(",").map((entry) => /^([^=,\s]+)=([0-9a-f]{64})$/.exec(entry.trim()));
  if (entries.includes(null)) {
    throw new CommandError(
      `--approved takes <stack>=<fingerprint>,… with fingerprints of 64 hex digits, as ${commandLine("plan")} leaves them in .plans/<stack>.fingerprint; got "${text}".`,
    );
  }
  return new Map(entries.map((match) => [match?.[1] ?? "", match?.[2] ?? ""]));
}

/**
 * Refuses a plan that nobody has approved.
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
      ? `${name} was not applied: no plan of it was approved. Have the plan above reviewed, then deploy again.`
      : `${name} was not applied: the plan above is not the one that was approved. What is deployed, or the code, has changed ` +
          "since; after another stack was applied, that can be what this one reads from it. Have the plan above reviewed, then " +
          `deploy again.\n\n  approved: ${expected}\n  now:      ${plan.fingerprint}`,
  );
}
