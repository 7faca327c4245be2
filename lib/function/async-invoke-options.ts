import type { Duration } from "../duration";
import { rangeProblem } from "../range-problem";
import type { IDestination, SuccessDestination } from "./destination";

/** What happens with asynchronous invocations, for example by S3, SNS or EventBridge. */
export interface EventInvokeConfigOptions {
  /** Where the record of each successful invocation is sent. @default - nowhere */
  readonly onSuccess?: SuccessDestination;
  /** Where the record of an event is sent that failed each time, or became too old. @default - nowhere */
  readonly onFailure?: IDestination;
  /** How old an event may become before Lambda drops it, 60 seconds to 6 hours. @default Duration.hours(6) */
  readonly maxEventAge?: Duration;
  /** How often Lambda invokes the function again after an error, 0 to 2. @default 2 */
  readonly retryAttempts?: number;
}

/** AWS Lambda API Reference, PutFunctionEventInvokeConfig (read 2026-11-28). */
const MAX_EVENT_AGE_SECONDS = { min: 60, max: 21_600 };
const RETRY_ATTEMPTS = { min: 0, max: 2 };

/** Whether one of them is set. */
export function hasEventInvokeOptions(options: EventInvokeConfigOptions): boolean {
  const { onSuccess, onFailure, maxEventAge, retryAttempts } = options;
  return [onSuccess, onFailure, maxEventAge, retryAttempts].some((value) => value !== undefined);
}

/** Describes what Lambda would refuse. Empty when there is nothing. */
export function eventInvokeProblems({ maxEventAge, retryAttempts }: EventInvokeConfigOptions): string[] {
  return [
    ...rangeProblem("maxEventAge", maxEventAge?.toSeconds(), MAX_EVENT_AGE_SECONDS, "seconds"),
    ...rangeProblem("retryAttempts", retryAttempts, RETRY_ATTEMPTS, ""),
  ];
}
