import { readFileSync } from "node:fs";
import * as z from "zod";
import { parseJsonText } from "../process/json-text";
import { CommandError } from "../process/steps";
import { covers } from "../review/policy/covers";
import type { Permissions } from "./compare-permissions";
import { unneededText } from "./unneeded-text";

/** The file beside cdktf.json with the findings that are accepted. */
export const ACCEPTED_FILE = "accepted-permissions.json";

const acceptance = z.strictObject({
  action: z
    .string()
    .min(1)
    .meta({ description: "The action of the finding, for example s3:GetObject. May contain *." }),
  resource: z
    .string()
    .min(1)
    .default("*")
    .meta({ description: "The resource of the finding. May contain *." }),
  reason: z.string().trim().min(1).meta({ description: "Why it is accepted." }),
});

const acceptances = z
  .array(acceptance)
  .meta({ description: "The accepted findings of the function with this id." });

/** The content of the file. Editors read accepted-permissions.schema.json, which is made from it. */
export const acceptedFile = z.object({ $schema: z.string().optional() }).catchall(acceptances).meta({
  title: ACCEPTED_FILE,
  description:
    "Findings of `lambda-images permissions --check` that are accepted, by the id of the function.",
});

/** Findings that are accepted, with a reason, by the id of the function. */
export type Accepted = Readonly<Record<string, z.output<typeof acceptances>>>;

/**
 * Reads the accepted findings.
 * @throws CommandError when the file isn't valid
 */
export function readAccepted(): Accepted {
  let text: string;
  try {
    text = readFileSync(ACCEPTED_FILE, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return {};
    throw new CommandError(`${ACCEPTED_FILE} can't be read: ${(error as Error).message}`);
  }
  return parseAccepted(text);
}

/** @throws CommandError with all problems of the file */
export function parseAccepted(text: string): Accepted {
  const result = acceptedFile.safeParse(parseJsonText(text, ACCEPTED_FILE));
  if (result.success) {
    const { $schema: _, ...accepted } = result.data;
    return accepted;
  }
  const problems = result.error.issues.map(({ path, message }) => `  - ${path.join(".")}: ${message}`);
  throw new CommandError(
    `${ACCEPTED_FILE} can't be used:\n${problems.join("\n")}\n` +
      'It has a list for each function: { "python": [{ "action": "s3:PutObject", "resource": "arn:aws:s3:::reports/*", "reason": "once a month" }] }',
  );
}

/** The ids of functions that have acceptances and aren't deployed. */
export function notDeployed(accepted: Accepted, deployed: readonly string[]): string[] {
  return Object.keys(accepted).filter((id) => !deployed.includes(id));
}

/** A finding of `permissions --check`. */
export interface Finding {
  readonly actions: readonly string[];
  readonly resources: readonly string[];
  readonly text: string;
}

/** The findings about a function, beside its acceptances. */
export interface Findings {
  /** Those that aren't accepted. */
  readonly findings: readonly Finding[];
  /** How many are accepted. */
  readonly accepted: number;
  /** The acceptances that nothing needs any more. */
  readonly needless: Accepted[string];
}

/** A finding is accepted if each of its actions is, on each of its resources. */
export function findingsOf({ denied, unneeded }: Permissions, accepted: Accepted[string]): Findings {
  const all: Finding[] = [
    ...denied.map(({ action, resource, enforced }) => ({
      actions: [action],
      resources: [resource],
      text: `${enforced ? "was denied" : "would be denied in AWS (--no-iam):"} ${action} on ${resource}`,
    })),
    ...unneeded.map((one) => ({
      actions: one.actions,
      resources: one.resources,
      text: `${WORDS[one.kind]} ${unneededText(one)}`,
    })),
  ];
  const isAccepted = ({ actions, resources }: Finding): boolean =>
    actions.every((action) =>
      resources.every((resource) => accepted.some((one) => accepts(one, action, resource))),
    );
  const open = all.filter((finding) => !isAccepted(finding));
  return {
    findings: open,
    accepted: all.length - open.length,
    needless: accepted.filter(
      (one) =>
        !all.some(({ actions, resources }) =>
          actions.some((action) => resources.some((resource) => accepts(one, action, resource))),
        ),
    ),
  };
}

const WORDS = {
  unused: "never used",
  wide: "may do more than it used:",
  unknown: "has the",
} as const;

/** Case doesn't matter in actions. */
function accepts(one: Accepted[string][number], action: string, resource: string): boolean {
  return covers(one.action.toLowerCase(), action.toLowerCase()) && covers(one.resource, resource);
}
