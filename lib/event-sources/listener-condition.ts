import type { LbListenerRuleCondition } from "@cdktf/provider-aws/lib/lb-listener-rule";

/** A condition of a listener's rule, as `ListenerCondition` makes it. */
export type ListenerCondition = LbListenerRuleCondition;

/** Makes conditions. A request must meet all of them. */
export const ListenerCondition = {
  /** The host is one of these, for example `["shop.example.com"]`. `*` and `?` are wildcards. */
  hostHeaders: (values: readonly string[]): ListenerCondition => ({ hostHeader: { values: [...values] } }),
  /** A header has one of these values. */
  httpHeader: (name: string, values: readonly string[]): ListenerCondition => ({
    httpHeader: { httpHeaderName: name, values: [...values] },
  }),
  /** The method is one of these, for example `["GET"]`. */
  httpRequestMethods: (values: readonly string[]): ListenerCondition => ({
    httpRequestMethod: { values: [...values] },
  }),
  /** The path is one of these, for example `["/orders/*"]`. */
  pathPatterns: (values: readonly string[]): ListenerCondition => ({ pathPattern: { values: [...values] } }),
  /** The query has one of these. */
  queryStrings: (
    values: readonly { readonly key?: string; readonly value: string }[],
  ): ListenerCondition => ({
    queryString: values.map((value) => ({ ...value })),
  }),
  /** The caller's address is in one of these networks, for example `["10.0.0.0/8"]`. */
  sourceIps: (values: readonly string[]): ListenerCondition => ({ sourceIp: { values: [...values] } }),
} as const;

/** The number of values, of which a rule has a limit. */
export function valuesOf({ queryString, ...others }: ListenerCondition): number {
  const lists = Object.values(others).map(
    (condition) => (condition as { readonly values: readonly string[] }).values,
  );
  return lists.flat().length + (Array.isArray(queryString) ? queryString.length : 0);
}
