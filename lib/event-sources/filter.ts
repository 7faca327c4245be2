import type { DataAwsKmsKey } from "@cdktf/provider-aws/lib/data-aws-kms-key";
import type { KmsKey } from "@cdktf/provider-aws/lib/kms-key";
import { Token } from "cdktf";
import { jsonText } from "../terraform-text";

/** A part of a pattern: a rule for one key, or an object with further keys. */
export type EventFilterPattern = { readonly [key: string]: EventFilterPattern | readonly unknown[] };

/** A filter of an event source, as `FilterCriteria.filter` makes it. */
export interface EventFilter {
  /** The pattern as JSON. */
  readonly pattern: string;
}

/** Rules for the values of a key, for `FilterCriteria.filter`. */
export class FilterRule {
  /** The value is null. */
  static null(): readonly unknown[] {
    return [null];
  }

  /** The value is an empty text. */
  static empty(): readonly unknown[] {
    return [""];
  }

  /** The value is this one. */
  static isEqual(item: string | number | boolean): readonly unknown[] {
    return typeof item === "number" ? [{ numeric: ["=", item] }] : [item];
  }

  /** The value is one of these. */
  static or(...items: string[]): readonly unknown[] {
    return items;
  }

  /** The value is not this one. */
  static notEquals(item: string): readonly unknown[] {
    return [{ "anything-but": [item] }];
  }

  /** The value is greater than the first number, and not greater than the second one. */
  static between(first: number, second: number): readonly unknown[] {
    return [{ numeric: [">", first, "<=", second] }];
  }

  /** The key exists. */
  static exists(): readonly unknown[] {
    return [{ exists: true }];
  }

  /** The key doesn't exist. */
  static notExists(): readonly unknown[] {
    return [{ exists: false }];
  }

  /** The value begins with this text. */
  static beginsWith(item: string): readonly unknown[] {
    return [{ prefix: item }];
  }

  private constructor() {}
}

/** Makes filters of an event source. */
export const FilterCriteria = {
  /**
   * The function gets only the records that have all these keys with these values, for example
   * `FilterCriteria.filter({ body: { status: FilterRule.isEqual("new") } })`.
   */
  filter: (pattern: EventFilterPattern): EventFilter => ({ pattern: jsonText(pattern) }),
} as const;

/** Which records of an event source the function gets. */
export interface FilterOptions {
  /** The function gets the records that match one of these filters. @default - all records */
  readonly filters?: readonly EventFilter[];
  /**
   * The KMS key that encrypts the filters. Its policy has to allow `kms:Decrypt` to `lambda.amazonaws.com`.
   * @default - a key of Lambda
   */
  readonly filterEncryption?: KmsKey | DataAwsKmsKey;
}

/**
 * AWS Lambda Developer Guide, "Control which events Lambda sends to your function": five filters, ten with a raised quota;
 * AWS Lambda API Reference, Filter: Pattern (both read 2026-11-28).
 */
const MAX_FILTERS = 10;
const MAX_PATTERN = 4_096;

/** Describes filters that Lambda would refuse. Empty when there are none. */
export function filterProblems({ filters, filterEncryption }: FilterOptions): string[] {
  return [
    ...(filters?.length === 0 ? ["filters is empty; leave it out to get all records"] : []),
    ...((filters?.length ?? 0) > MAX_FILTERS
      ? [
          `there are ${filters?.length} filters, but Lambda allows only ${MAX_FILTERS} (5 without a raised quota)`,
        ]
      : []),
    ...(filters ?? [])
      .filter(({ pattern }) => !Token.isUnresolved(pattern) && pattern.length > MAX_PATTERN)
      .map(
        ({ pattern }) => `a filter has ${pattern.length} characters, but Lambda allows only ${MAX_PATTERN}`,
      ),
    ...(filterEncryption && !filters ? ["filterEncryption is set, but there are no filters"] : []),
  ];
}
