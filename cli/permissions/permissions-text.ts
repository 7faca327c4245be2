import { LOCAL_AWS_ACCOUNT } from "../../lib/tooling";
import type { Permissions, Use } from "./compare-permissions";
import { policyJson, statementText } from "./policy-text";
import type { AllowStatement } from "./smallest-policy";

/** What is known about the permissions of a function. */
export interface FunctionPermissions extends Permissions {
  readonly id: string;
  readonly functionName: string;
  readonly role: string;
  /** When the first and the last of the calls were made. @default - it called nothing */
  readonly calls?: { readonly first: string; readonly last: string };
  readonly smallest: readonly AllowStatement[];
}

/** The page of a function's permissions. */
export function permissionsText(of: FunctionPermissions): string {
  const { functionName, role, calls, used, denied, unneeded, byLambda, smallest } = of;
  const when = calls === undefined ? "no calls" : `calls from ${calls.first} to ${calls.last}`;
  const sections = [
    section("Used", used.map(useText)),
    section(
      "Denied",
      denied.map(
        (use) => `${useText(use)}${use.explicitly ? "  (by a statement with the effect Deny)" : ""}`,
      ),
    ),
    section(
      "Granted and never used",
      unneeded
        .filter(({ kind }) => kind === "unused")
        .map((use) => `${useText(use)}  (policy ${use.policy})`),
    ),
    section(
      "Granted more widely than used",
      unneeded
        .filter(({ kind }) => kind === "wide")
        .map(
          (use) =>
            `${useText(use)}  (policy ${use.policy})\n${use.used.map((one) => `      used: ${useText(one)}`).join("\n")}`,
        ),
    ),
    section(
      "Used by Lambda itself, without a recorded call",
      byLambda.map((use) => `${useText(use)}  (${use.purpose})`),
    ),
    smallest.length === 0
      ? []
      : [
          "  The smallest policy for what was used, as initialPolicy:",
          ...smallest.map((statement) => `    ${statementText(statement)},`),
          "  As JSON:",
          ...policyJson(smallest)
            .split("\n")
            .map((line) => `    ${line}`),
          ...(JSON.stringify(smallest).includes(`:${LOCAL_AWS_ACCOUNT}:`)
            ? [`  ${LOCAL_AWS_ACCOUNT} is the account of the local AWS: in AWS it is yours.`]
            : []),
        ],
  ];
  return [`${functionName} (role ${role}), ${when}`, ...sections.flat()].join("\n");
}

function section(title: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : [`  ${title}:`, ...lines.map((line) => `    ${line}`)];
}

function useText({ action, resource }: Use): string {
  return `${action} on ${resource}`;
}
