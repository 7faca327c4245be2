import { LOCAL_AWS_ACCOUNT } from "../../lib/tooling";
import type { Permissions, Use } from "./compare-permissions";
import { policyJson, statementText } from "./policy-text";
import type { AllowStatement } from "./smallest-policy";
import { unneededText } from "./unneeded-text";

/** What is known about the permissions of a function. */
export interface FunctionPermissions extends Permissions {
  readonly id: string;
  readonly functionName: string;
  readonly region: string;
  readonly role: string;
  /** The other functions with this role. */
  readonly sharedWith: readonly string[];
  /** When the first and the last of the calls were made. @default - it called nothing */
  readonly calls?: { readonly first: string; readonly last: string };
  readonly smallest: readonly AllowStatement[];
  /** Whether the role has conditions or statements that deny, which the smallest policy doesn't have. */
  readonly isLimited: boolean;
}

/** The page of a function's permissions. */
export function permissionsText(of: FunctionPermissions): string {
  const { functionName, region, calls, used, denied, unneeded, byLambda, smallest } = of;
  const when = calls === undefined ? "no calls" : `calls from ${calls.first} to ${calls.last}`;
  const sections = [
    section("Used", used.map(useText)),
    section(
      "Denied",
      denied.map(
        (use) =>
          `${useText(use)}${use.explicitly ? "  (by a statement with the effect Deny)" : ""}${use.enforced ? "" : "  (in AWS: --no-iam let it succeed)"}`,
      ),
    ),
    section("Granted and never used", unneeded.filter(({ kind }) => kind === "unused").map(unneededText)),
    section(
      "Granted more widely than used",
      unneeded
        .filter(({ kind }) => kind === "wide")
        .map((one) =>
          [unneededText(one), ...one.used.map((use) => `      used: ${useText(use)}`)].join("\n"),
        ),
    ),
    section("Unknown", unneeded.filter(({ kind }) => kind === "unknown").map(unneededText)),
    section(
      "Used by Lambda itself, without a recorded call",
      byLambda.map((use) => `${useText(use)}  (${use.purpose})`),
    ),
    smallest.length === 0
      ? []
      : [
          "  The smallest policy for what was used, as initialPolicy:",
          ...smallest.map((statement) => `    ${statementText(statement, region)},`),
          "  As JSON:",
          ...policyJson(smallest)
            .split("\n")
            .map((line) => `    ${line}`),
          ...(JSON.stringify(smallest).includes(`:${LOCAL_AWS_ACCOUNT}:`)
            ? [`  ${LOCAL_AWS_ACCOUNT} is the account of the local AWS: in AWS it is yours.`]
            : []),
          ...(of.isLimited ? ["  The conditions and Deny statements of the role are not in it."] : []),
        ],
  ];
  const shared = of.sharedWith.length === 0 ? "" : `, shared with ${of.sharedWith.join(", ")}`;
  return [`${functionName} (role ${of.role}${shared}), ${when}`, ...sections.flat()].join("\n");
}

function section(title: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : [`  ${title}:`, ...lines.map((line) => `    ${line}`)];
}

function useText({ action, resource }: Use): string {
  return `${action} on ${resource}`;
}
