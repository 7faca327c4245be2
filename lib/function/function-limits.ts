import { Token } from "cdktf";
import type { Duration } from "../duration";
import { rangeProblem } from "../range-problem";

/**
 * Lambda's limits: AWS Lambda API Reference, CreateFunction, and AWS Lambda Developer Guide, "Lambda quotas" (read
 * 2026-11-24).
 */
const LIMITS = {
  functionName: /^[a-zA-Z0-9-_]{1,64}$/,
  memorySizeMiB: { min: 128, max: 10_240 },
  timeoutSeconds: { min: 1, max: 900 },
  ephemeralStorageMiB: { min: 512, max: 10_240 },
  descriptionLength: 256,
  environmentBytes: 4_096,
} as const;

/** Reserved names: AWS Lambda Developer Guide, "Defined runtime environment variables" (read 2026-11-24). */
const RESERVED_VARIABLES = new Set([
  "_HANDLER",
  "_X_AMZN_TRACE_ID",
  "AWS_ACCESS_KEY",
  "AWS_ACCESS_KEY_ID",
  "AWS_DEFAULT_REGION",
  "AWS_EXECUTION_ENV",
  "AWS_LAMBDA_FUNCTION_MEMORY_SIZE",
  "AWS_LAMBDA_FUNCTION_NAME",
  "AWS_LAMBDA_FUNCTION_VERSION",
  "AWS_LAMBDA_INITIALIZATION_TYPE",
  "AWS_LAMBDA_LOG_GROUP_NAME",
  "AWS_LAMBDA_LOG_STREAM_NAME",
  "AWS_LAMBDA_RUNTIME_API",
  "AWS_REGION",
  "AWS_SECRET_ACCESS_KEY",
  "AWS_SESSION_TOKEN",
  "LAMBDA_RUNTIME_DIR",
  "LAMBDA_TASK_ROOT",
]);

export interface LimitedSettings {
  readonly functionName: string;
  readonly memorySize: number;
  readonly timeout: Duration;
  /** In MiB. */
  readonly ephemeralStorageSize?: number | undefined;
  readonly reservedConcurrentExecutions?: number;
  readonly description?: string;
  readonly environment?: Readonly<Record<string, string>>;
}

/** Describes the settings that Lambda would refuse at apply. Empty when there are none. */
export function limitProblems(settings: LimitedSettings): string[] {
  const { functionName, description = "", environment = {} } = settings;
  return [
    ...(Token.isUnresolved(functionName) || LIMITS.functionName.test(functionName)
      ? []
      : [`functionName must be 1 to 64 letters, digits, "-" and "_"; got ${JSON.stringify(functionName)}`]),
    ...rangeProblem("memorySize", settings.memorySize, LIMITS.memorySizeMiB, "MiB"),
    ...rangeProblem("timeout", settings.timeout.toSeconds(), LIMITS.timeoutSeconds, "seconds"),
    ...rangeProblem("ephemeralStorageSize", settings.ephemeralStorageSize, LIMITS.ephemeralStorageMiB, "MiB"),
    ...rangeProblem(
      "reservedConcurrentExecutions",
      settings.reservedConcurrentExecutions,
      { min: 0, max: Infinity },
      "",
    ),
    ...descriptionProblems(description),
    ...environmentProblems(environment),
  ];
}

/** Describes a description that is too long: of a function or an alias. Empty when it is not. */
export function descriptionProblems(description: string): string[] {
  return Token.isUnresolved(description) || description.length <= LIMITS.descriptionLength
    ? []
    : [
        `description has ${description.length} characters, but Lambda allows only ${LIMITS.descriptionLength}`,
      ];
}

/** Describes variables that Lambda would refuse. Empty when there are none. */
export function environmentProblems(environment: Readonly<Record<string, string>>): string[] {
  const names = Object.keys(environment);
  const known = Object.entries(environment).filter(([, value]) => !Token.isUnresolved(value));
  const bytes = Buffer.byteLength(known.flat().join(""));
  return [
    ...names
      .filter((name) => !/^[a-zA-Z][a-zA-Z0-9_]+$/.test(name))
      .map(
        (name) =>
          `environment variable ${JSON.stringify(name)}: a name must start with a letter, contain only letters, digits and "_", and have at least two characters`,
      ),
    ...names
      .filter((name) => RESERVED_VARIABLES.has(name))
      .map((name) => `environment variable ${name}: Lambda reserves this name and refuses it`),
    ...(bytes > LIMITS.environmentBytes
      ? [
          `the environment variables have ${bytes} bytes together, but Lambda allows only ${LIMITS.environmentBytes}`,
        ]
      : []),
  ];
}
