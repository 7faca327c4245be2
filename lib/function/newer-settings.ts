import type { LambdaCapacityProvider } from "@cdktf/provider-aws/lib/lambda-capacity-provider";
import type { LambdaFunction } from "@cdktf/provider-aws/lib/lambda-function";
import { Token } from "cdktf";
import { requireAwsProvider } from "../aws-provider-version";
import type { Duration } from "../duration";
import type { PolicyStatement } from "../policy-statement";

/** A function whose executions can take up to a year: it saves its progress, and continues in later invocations. */
export interface DurableConfig {
  /** The maximum time of one execution, 1 second to 366 days. */
  readonly executionTimeout: Duration;
  /** How long the history of a finished execution is kept, 1 to 90 whole days. @default Duration.days(14) */
  readonly retentionPeriod?: Duration;
}

/** Whether tenants share execution environments. @enum */
export const TenancyConfig = {
  /** Each tenant has its own. An invocation names its tenant. */
  PER_TENANT: "PER_TENANT",
} as const;
/** Whether tenants share execution environments: `TenancyConfig.PER_TENANT` or `"PER_TENANT"`. */
export type TenancyConfig = (typeof TenancyConfig)[keyof typeof TenancyConfig];

/** The instances of one's own on which a function runs (Lambda Managed Instances). */
export interface CapacityProviderOptions {
  /** The capacity provider, or its ARN. */
  readonly capacityProvider: LambdaCapacityProvider | string;
  /** Memory in GiB for each virtual CPU, 2 to 8. @default - Lambda chooses */
  readonly executionEnvironmentMemoryGiBPerVCpu?: number;
  /** How many invocations one execution environment runs at the same time, 1 to 1600. @default - Lambda chooses */
  readonly perExecutionEnvironmentMaxConcurrency?: number;
}

/** Settings of AWS provider 6. Using one raises the stack's constraint on the provider. */
export interface NewerSettings {
  /**
   * Makes it a durable function. It can't be switched on later: Terraform replaces the function (AWS Lambda Developer Guide,
   * "Configure Lambda durable functions"). Needs AWS provider 6.25.0.
   * @default - an ordinary function
   */
  readonly durableConfig?: DurableConfig;
  /**
   * Separates tenants. Not with function URLs, provisioned concurrency, or event sources other than API Gateway. It can't be changed
   * later: Terraform replaces the function (AWS Lambda Developer Guide, "Tenant isolation"). Needs AWS provider 6.23.0.
   * @default - execution environments are shared
   */
  readonly tenancyConfig?: TenancyConfig;
  /** Runs the function on instances of one's own. Needs AWS provider 6.24.0. @default - Lambda's own capacity */
  readonly capacityProvider?: CapacityProviderOptions;
}

/**
 * The limits: AWS Lambda API Reference, DurableConfig and LambdaManagedInstancesCapacityProviderConfig (read
 * 2026-11-28).
 */
const LIMITS = {
  executionTimeoutSeconds: { min: 1, max: 31_622_400, whole: true },
  retentionDays: { min: 1, max: 90, whole: true },
  memoryGiBPerVCpu: { min: 2, max: 8, whole: false },
  maxConcurrency: { min: 1, max: 1_600, whole: true },
} as const;

/** Describes what Lambda would refuse. Empty when there is nothing. */
export function newerSettingsProblems({ durableConfig, capacityProvider }: NewerSettings): readonly string[] {
  const retention = durableConfig?.retentionPeriod?.toSeconds();
  const values = [
    [
      "durableConfig.executionTimeout (seconds)",
      durableConfig?.executionTimeout.toSeconds(),
      LIMITS.executionTimeoutSeconds,
    ],
    [
      "durableConfig.retentionPeriod (whole days)",
      retention === undefined ? undefined : retention / 86_400,
      LIMITS.retentionDays,
    ],
    [
      "capacityProvider.executionEnvironmentMemoryGiBPerVCpu",
      capacityProvider?.executionEnvironmentMemoryGiBPerVCpu,
      LIMITS.memoryGiBPerVCpu,
    ],
    [
      "capacityProvider.perExecutionEnvironmentMaxConcurrency",
      capacityProvider?.perExecutionEnvironmentMaxConcurrency,
      LIMITS.maxConcurrency,
    ],
  ] as const;
  return values.flatMap(([name, value, { min, max, whole }]) =>
    value === undefined ||
    Token.isUnresolved(value) ||
    ((!whole || Number.isInteger(value)) && value >= min && value <= max)
      ? []
      : [`${name} must be from ${min} to ${max}; got ${value}`],
  );
}

/**
 * What a durable function does with its role: AWS Lambda Developer Guide, "Security and permissions for Lambda durable
 * functions" (read 2026-11-28). The version is part of the ARN.
 */
export function durableStatements(functionArn: string): readonly PolicyStatement[] {
  return [
    {
      actions: ["lambda:CheckpointDurableExecution", "lambda:GetDurableExecutionState"],
      resources: [`${functionArn}:*`],
    },
  ];
}

/** Sets them as overrides: the bindings of provider 5 don't know them, and would leave them out without a word. */
export function applyNewerSettings(resource: LambdaFunction, settings: NewerSettings): void {
  const { durableConfig, tenancyConfig, capacityProvider } = settings;
  if (durableConfig) {
    requireAwsProvider(resource, "6.25.0");
    resource.addOverride("durable_config", {
      execution_timeout: durableConfig.executionTimeout.toSeconds(),
      ...(durableConfig.retentionPeriod && { retention_period: durableConfig.retentionPeriod.toDays() }),
    });
  }
  if (tenancyConfig !== undefined) {
    requireAwsProvider(resource, "6.23.0");
    resource.addOverride("tenancy_config", { tenant_isolation_mode: tenancyConfig });
  }
  if (capacityProvider) {
    requireAwsProvider(resource, "6.24.0");
    const { capacityProvider: provider } = capacityProvider;
    const {
      executionEnvironmentMemoryGiBPerVCpu: memory,
      perExecutionEnvironmentMaxConcurrency: concurrency,
    } = capacityProvider;
    resource.addOverride("capacity_provider_config", {
      lambda_managed_instances_capacity_provider_config: {
        capacity_provider_arn: typeof provider === "string" ? provider : provider.arn,
        ...(memory !== undefined && { execution_environment_memory_gib_per_vcpu: memory }),
        ...(concurrency !== undefined && { per_execution_environment_max_concurrency: concurrency }),
      },
    });
  }
}
