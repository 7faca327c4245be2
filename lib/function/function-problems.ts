import { eventInvokeProblems } from "./async-invoke-options";
import { deadLetterProblems } from "./dead-letter";
import type { DockerImageFunctionProps } from "./docker-image-function-props";
import { type LimitedSettings, limitProblems } from "./function-limits";
import { loggingProblems } from "./logging";
import { newerSettingsProblems } from "./newer-settings";
import { refusedOptionProblems } from "./refused-options";

/** Describes settings that Lambda would refuse, or that contradict each other. Empty when there are none. */
export function functionProblems(
  settings: LimitedSettings & Omit<DockerImageFunctionProps, keyof LimitedSettings>,
): readonly string[] {
  return [
    ...limitProblems(settings),
    ...refusedOptionProblems(settings),
    ...loggingProblems(settings),
    ...deadLetterProblems(settings),
    ...eventInvokeProblems(settings),
    ...newerSettingsProblems(settings),
    ...(settings.filesystem && !settings.vpc
      ? [
          "filesystem needs vpc: a file system is reached through its mount targets, which are in a VPC's subnets",
        ]
      : []),
    ...(settings.logGroup && settings.logRetention !== undefined
      ? ["logRetention is for a log group with no other settings: set `retention` of the log group instead"]
      : []),
  ];
}
