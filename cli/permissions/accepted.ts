import { readFileSync } from "node:fs";
import * as z from "zod";
import { CommandError } from "../process/steps";
import { covers } from "../review/policy/covers";
import { matchesAction, type Permissions, type Use } from "./compare-permissions";

/** The file beside cdktf.json with the findings that are accepted. */
export const ACCEPTED_FILE = "accepted-permissions.json";

const acceptance = z.strictObject({
  /** The action of the finding, for example `s3:GetObject`. May contain `*`. */
  action: z.string().min(1),
  /** The resource of the finding. May contain `*`. */
  resource: z.string().min(1).default("*"),
  /** Why it is accepted. */
  reason: z.string().min(1),
});

const acceptedFile = z.record(z.string(), z.array(acceptance));

/** Findings that are accepted, with a reason, by the id of the function. */
export type Accepted = Readonly<z.output<typeof acceptedFile>>;

/**
 * Reads the accepted findings.
 * @throws CommandError when the file isn't valid
 */
export function readAccepted(): Accepted {
  let text: string;
  try {
    text = readFileSync(ACCEPTED_FILE, "utf8");
  } catch {
    return {};
  }
  return parseAccepted(text);
}

/** @throws CommandError with all problems of the file */
export function parseAccepted(text: string): Accepted {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    throw new CommandError(`${ACCEPTED_FILE} is not JSON: ${(error as Error).message}`);
  }
  const result = acceptedFile.safeParse(json);
  if (result.success) {
    return result.data;
  }
  const problems = result.error.issues.map(({ path, message }) => `  - ${path.join(".")}: ${message}`);
  throw new CommandError(
    `${ACCEPTED_FILE} can't be used:\n${problems.join("\n")}\n` +
      'It has a list for each function: { "python": [{ "action": "s3:PutObject", "resource": "arn:aws:s3:::reports/*", "reason": "once a month" }] }',
  );
}

/** A finding of `permissions --check`. */
export interface Finding extends Use {
  readonly text: string;
}

/** The findings about a function that aren't accepted, and the acceptances that nothing needs any more. */
export function findingsOf(
  { denied, unneeded }: Permissions,
  accepted: Accepted[string],
): { readonly findings: readonly Finding[]; readonly needless: Accepted[string] } {
  const all: Finding[] = [
    ...denied.map(({ action, resource }) => ({
      action,
      resource,
      text: `was denied ${action} on ${resource}`,
    })),
    ...unneeded.map(({ action, resource, kind, policy }) => ({
      action,
      resource,
      text:
        kind === "unused"
          ? `never used ${action} on ${resource} (policy ${policy})`
          : `may do more than it used: ${action} on ${resource} (policy ${policy})`,
    })),
  ];
  const accepts = (one: Accepted[string][number], { action, resource }: Use): boolean =>
    matchesAction(one.action, action) && covers(one.resource, resource);
  return {
    findings: all.filter((finding) => !accepted.some((one) => accepts(one, finding))),
    needless: accepted.filter((one) => !all.some((finding) => accepts(one, finding))),
  };
}
