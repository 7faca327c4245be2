import type { FunctionPart } from "./function-part";

/** Which invocations AWS X-Ray traces. @enum */
export const Tracing = {
  /** Lambda decides which invocations are traced, and starts traces. */
  ACTIVE: "Active",
  /** Only invocations whose caller traces them are traced. */
  PASS_THROUGH: "PassThrough",
} as const;

/** Which invocations AWS X-Ray traces: `Tracing.ACTIVE` or `"Active"`. */
export type Tracing = (typeof Tracing)[keyof typeof Tracing];

/** X-Ray's actions know no resource but `*`: Service Authorization Reference, "AWS X-Ray" (read 2026-11-28). */
export function tracingPart(mode: Tracing): FunctionPart {
  return {
    config: { tracingConfig: { mode } },
    statements: [{ actions: ["xray:PutTelemetryRecords", "xray:PutTraceSegments"], resources: ["*"] }],
  };
}
