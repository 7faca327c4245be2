import { Token } from "cdktf";
import { rangeProblem } from "../range-problem";
import { type EventInvokeConfigOptions, eventInvokeProblems } from "./async-invoke-options";
import { descriptionProblems } from "./function-limits";
import type { Version } from "./version";

/** A version that gets a part of an alias's invocations. */
export interface VersionWeight {
  /** The version, or its number as text, for example `"12"`. */
  readonly version: Version | string;
  /** Its part of the invocations, from 0 to less than 1. The alias's own version gets the rest. */
  readonly weight: number;
}

/** Settings of an alias. */
export interface AliasOptions extends EventInvokeConfigOptions {
  /**
   * The version that it points to. A number as text, for example `"12"`, goes back to an earlier version without a
   * build.
   * @default - the function's current version
   */
  readonly version?: Version | string;
  /** What it is for, up to 256 characters. @default - none */
  readonly description?: string;
  /**
   * One more version, and the part of the invocations that it gets. Both versions must have the same role and the same
   * dead letter queue (AWS Lambda Developer Guide, "Implement Lambda canary deployments using a weighted alias", read
   * 2026-11-28).
   * @default - none
   */
  readonly additionalVersions?: readonly [] | readonly [VersionWeight];
  /**
   * How many execution environments are kept ready. They cost money all the time, and count towards the function's
   * reserved concurrency.
   * @default - none
   */
  readonly provisionedConcurrentExecutions?: number;
}

/** Settings of an Alias. */
export interface AliasProps extends AliasOptions {
  /** The name: letters, digits, `-` and `_`, but not only digits, up to 128 characters. */
  readonly aliasName: string;
}

/** AWS Lambda API Reference, CreateAlias and AliasRoutingConfiguration (read 2026-11-28). */
const LIMITS = {
  name: /^(?!\d+$)[a-zA-Z0-9-_]{1,128}$/,
  version: /^[1-9]\d*$/,
  additionalVersions: 1,
} as const;

/** The version's number: plain text, or a reference to the function. */
export function numberOf(version: Version | string): string {
  return typeof version === "string" ? version : version.version;
}

/**
 * Describes what Lambda would refuse. Empty when there is nothing.
 * @param reserved the concurrency that is reserved for the function
 */
export function aliasProblems(props: AliasProps, reserved: number | undefined): readonly string[] {
  const { aliasName, description = "", additionalVersions = [], provisionedConcurrentExecutions } = props;
  return [
    ...(Token.isUnresolved(aliasName) || LIMITS.name.test(aliasName)
      ? []
      : [
          `the name must be 1 to 128 letters, digits, "-" and "_", and not only digits; got ${JSON.stringify(aliasName)}`,
        ]),
    ...descriptionProblems(description),
    ...[props.version, ...additionalVersions.map(({ version }) => version)].flatMap(versionProblem),
    ...weightProblems(props),
    ...provisionedProblems(provisionedConcurrentExecutions, reserved),
    ...eventInvokeProblems(props),
  ];
}

function versionProblem(version: Version | string | undefined): string[] {
  return typeof version !== "string" || Token.isUnresolved(version) || LIMITS.version.test(version)
    ? []
    : [
        `version must be the number of a published version as text, for example "12"; got ${JSON.stringify(version)}`,
      ];
}

function weightProblems({ version, additionalVersions = [] }: AliasProps): string[] {
  const weights: readonly VersionWeight[] = additionalVersions;
  if (weights.length > LIMITS.additionalVersions) {
    return [
      `additionalVersions has ${weights.length} versions, but an alias can send invocations to only one more`,
    ];
  }
  return weights.flatMap(({ version: additional, weight }) => [
    ...(Token.isUnresolved(weight) || (weight >= 0 && weight < 1)
      ? []
      : [`weight must be from 0 to less than 1, since the alias's own version gets the rest; got ${weight}`]),
    ...(sameVersion(version, additional)
      ? ["additionalVersions names the version that the alias points to anyway"]
      : []),
  ]);
}

/** Whether both are the same text, or both are the current version. */
function sameVersion(version: Version | string | undefined, additional: Version | string): boolean {
  if (version === undefined) return typeof additional !== "string";
  return numberOf(version) === numberOf(additional);
}

function provisionedProblems(provisioned: number | undefined, reserved: number | undefined): string[] {
  if (provisioned === undefined || Token.isUnresolved(provisioned)) return [];
  const problems = rangeProblem(
    "provisionedConcurrentExecutions",
    provisioned,
    { min: 1, max: Infinity },
    "",
  );
  if (problems.length > 0) return problems;
  return reserved !== undefined && !Token.isUnresolved(reserved) && provisioned > reserved
    ? [
        `provisionedConcurrentExecutions is ${provisioned}, but the function reserves only ${reserved} (reservedConcurrentExecutions)`,
      ]
    : [];
}
