import {
  LambdaEventSourceMapping,
  type LambdaEventSourceMappingConfig,
} from "@cdktf/provider-aws/lib/lambda-event-source-mapping";
import type { Duration } from "../duration";
import type { DestinationConfig, IDestination } from "../function/destination";
import type { IEventSource } from "../function/event-source";
import type { FunctionBase } from "../function/function-base";
import { refuseWithTenants } from "../function/tenants";
import type { PolicyStatement } from "../policy-statement";
import { rangeProblem } from "../range-problem";
import { throwProblems } from "../throw-problems";
import { type FilterOptions, filterProblems } from "./filter";

/** The kinds of additional metrics. @enum */
export const MetricType = {
  /** How many events were polled, filtered, invoked and dropped. */
  EVENT_COUNT: "EventCount",
} as const;
export type MetricType = (typeof MetricType)[keyof typeof MetricType];

/** Additional metrics of an event source. */
export interface MetricsConfig {
  /** Which ones. */
  readonly metrics: readonly MetricType[];
}

/** How many pollers Lambda keeps ready for an event source. */
export interface ProvisionedPollerConfig {
  /** The least number of pollers, up to 200. @default - SQS: 2; Kafka: 1 */
  readonly minimumPollers?: number;
  /** The greatest number of pollers, up to 2,000. @default 200 */
  readonly maximumPollers?: number;
}

/** What all event sources have in common that Lambda polls. */
export interface EventSourceMappingOptions extends FilterOptions {
  /** The greatest number of records in one event. @default - SQS: 10; others: 100 */
  readonly batchSize?: number;
  /** How long Lambda waits for more records, up to 5 minutes. @default - Kafka: 500 ms; others: no wait */
  readonly maxBatchingWindow?: Duration;
  /** Whether Lambda polls. @default true */
  readonly enabled?: boolean;
  /** Additional metrics. @default - none */
  readonly metricsConfig?: MetricsConfig;
}

/** What happens with a record whose invocation failed. */
export interface FailureOptions {
  /** Splits the batch in two, and tries again. @default false */
  readonly bisectBatchOnError?: boolean;
  /** How old a record may become before Lambda drops it, 60 seconds to 7 days. @default - as old as in the source */
  readonly maxRecordAge?: Duration;
  /** How often Lambda tries again, 0 to 10,000. @default - until the record is too old */
  readonly retryAttempts?: number;
  /** The function's answer says which records failed. @default false */
  readonly reportBatchItemFailures?: boolean;
  /** Where Lambda sends what it drops: a queue, a topic or a bucket. @default - nowhere */
  readonly onFailure?: IDestination;
}

/** AWS Lambda API Reference, CreateEventSourceMapping (read 2026-11-28). */
const LIMITS = {
  batchingWindowSeconds: { min: 0, max: 300 },
  recordAgeSeconds: { min: 60, max: 604_800 },
  retryAttempts: { min: 0, max: 10_000 },
} as const;

/** The same, ProvisionedPollerConfig. SQS needs two: AWS Lambda Developer Guide, "Lambda parameters for Amazon SQS". */
const POLLERS = { minimum: 200, maximum: 2_000 } as const;

/** A mapping's settings, of any source. */
type AnyOptions = EventSourceMappingOptions &
  FailureOptions & { readonly provisionedPollerConfig?: ProvisionedPollerConfig };

/** The limits that differ from source to source. */
interface SourceLimits {
  readonly batchSize: number;
  readonly leastPollers?: number;
}

/** Describes the settings that Lambda would refuse. Empty when there are none. */
export function mappingProblems(options: AnyOptions, limits: SourceLimits): string[] {
  const { minimumPollers, maximumPollers } = options.provisionedPollerConfig ?? {};
  const least = limits.leastPollers ?? 1;
  return [
    ...rangeProblem("batchSize", options.batchSize, { min: 1, max: limits.batchSize }, ""),
    ...rangeProblem(
      "maxBatchingWindow",
      options.maxBatchingWindow?.toSeconds(),
      LIMITS.batchingWindowSeconds,
      "seconds",
    ),
    ...rangeProblem("maxRecordAge", options.maxRecordAge?.toSeconds(), LIMITS.recordAgeSeconds, "seconds"),
    ...rangeProblem("retryAttempts", options.retryAttempts, LIMITS.retryAttempts, ""),
    ...rangeProblem("minimumPollers", minimumPollers, { min: least, max: POLLERS.minimum }, ""),
    ...rangeProblem("maximumPollers", maximumPollers, { min: least, max: POLLERS.maximum }, ""),
    ...(minimumPollers !== undefined && maximumPollers !== undefined && minimumPollers > maximumPollers
      ? [`minimumPollers is ${minimumPollers}, which is more than maximumPollers, ${maximumPollers}`]
      : []),
    ...filterProblems(options),
  ];
}

/** @throws Error with all problems, if there are any */
export function refuse(where: string, problems: readonly string[]): void {
  throwProblems(where, "AWS would refuse this event source", problems);
}

/** An event source that Lambda polls with the permissions of the function's role. */
export abstract class PolledEventSource implements IEventSource {
  private mapping: LambdaEventSourceMapping | undefined;

  /** Creates the mapping, below the function or the alias. */
  abstract bind(fn: FunctionBase): void;

  /**
   * The resource, for arguments that this class doesn't have.
   * @throws Error before the source was added to a function
   */
  get eventSourceMapping(): LambdaEventSourceMapping {
    if (!this.mapping) {
      throw new Error(
        `This ${this.constructor.name} has no mapping yet. First add it to a function: fn.addEventSource(source).`,
      );
    }
    return this.mapping;
  }

  /**
   * Creates the mapping, and gives the role what Lambda needs to poll.
   * @param id stable, since it is part of the mapping's address
   * @internal
   */
  protected _map(
    fn: FunctionBase,
    id: string,
    options: AnyOptions,
    source: Omit<LambdaEventSourceMappingConfig, "functionName">,
    statements: readonly PolicyStatement[],
  ): void {
    refuseWithTenants(fn, "an event source that it polls");
    const failure = options.onFailure?.bind(fn);
    if (failure) checkFailureDestination(fn, failure);
    for (const statement of [...statements, ...(failure?.statements ?? [])]) fn.addToRolePolicy(statement);
    this.mapping = new LambdaEventSourceMapping(fn, id, {
      // The ARN, which for an alias is the alias's own.
      functionName: fn.functionArn,
      ...commonConfig(options),
      ...(failure && { destinationConfig: { onFailure: { destinationArn: failure.destination } } }),
      ...source,
      // Lambda tries the role's permissions when the mapping is created.
      dependsOn: [...fn.permissions],
    });
  }
}

function commonConfig(options: AnyOptions): Partial<LambdaEventSourceMappingConfig> {
  return {
    ...(options.batchSize !== undefined && { batchSize: options.batchSize }),
    ...(options.maxBatchingWindow && {
      maximumBatchingWindowInSeconds: options.maxBatchingWindow.toSeconds(),
    }),
    ...(options.enabled !== undefined && { enabled: options.enabled }),
    ...(options.filters && {
      filterCriteria: { filter: options.filters.map(({ pattern }) => ({ pattern })) },
    }),
    ...(options.filterEncryption && { kmsKeyArn: options.filterEncryption.arn }),
    ...(options.metricsConfig && { metricsConfig: { metrics: [...options.metricsConfig.metrics] } }),
    ...(options.bisectBatchOnError !== undefined && {
      bisectBatchOnFunctionError: options.bisectBatchOnError,
    }),
    ...(options.maxRecordAge && { maximumRecordAgeInSeconds: options.maxRecordAge.toSeconds() }),
    ...(options.retryAttempts !== undefined && { maximumRetryAttempts: options.retryAttempts }),
    ...(options.reportBatchItemFailures && { functionResponseTypes: ["ReportBatchItemFailures"] }),
    ...(options.provisionedPollerConfig && {
      provisionedPollerConfig: { ...options.provisionedPollerConfig },
    }),
  };
}

/** A mapping sends to queues, topics and buckets alone, other than an asynchronous invocation. */
function checkFailureDestination(fn: FunctionBase, { statements }: DestinationConfig): void {
  const other = statements
    .flatMap(({ actions }) => actions)
    .find((action) => action === "lambda:InvokeFunction" || action === "events:PutEvents");
  if (other) {
    throw new Error(
      `[${fn.node.path}] onFailure of an event source that Lambda polls must be a queue, a topic or a bucket. ` +
        "A function or an event bus gets records of asynchronous invocations only.",
    );
  }
}
