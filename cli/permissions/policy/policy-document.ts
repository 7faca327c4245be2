/** A policy of IAM, as JSON. */
export interface PolicyDocument {
  readonly Version: "2012-10-17";
  readonly Statement: readonly PolicyStatement[];
}

/** A statement of an identity-based policy. */
export interface PolicyStatement {
  readonly Sid?: string;
  readonly Effect: "Allow" | "Deny";
  readonly Action?: readonly string[];
  /** Everything but these actions. */
  readonly NotAction?: readonly string[];
  readonly Resource: readonly string[];
  readonly Condition?: PolicyCondition;
}

/** Operator → key → values. */
export type PolicyCondition = Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;

/**
 * IAM's limits in characters without white space (IAM User Guide, "IAM and AWS STS quotas", read 2026-11-28): of a managed
 * policy, and of all inline policies of a role together.
 */
export const POLICY_SIZE = { managed: 6_144, inline: 10_240 } as const;

/** The size of a policy as IAM counts it. White space doesn't count, and names and ARNs in it have none. */
export function policySize(policy: PolicyDocument): number {
  return JSON.stringify(policy).length;
}

/** Splits a policy into as few policies as needed for a limit, between statements. Deterministic. */
export function splitPolicy(policy: PolicyDocument, limit: number = POLICY_SIZE.managed): PolicyDocument[] {
  const parts: PolicyDocument[] = [];
  let statements: PolicyStatement[] = [];
  for (const statement of policy.Statement) {
    const longer = [...statements, statement];
    if (statements.length > 0 && policySize(documentOf(longer)) > limit) {
      parts.push(documentOf(statements));
      statements = [statement];
    } else {
      statements = longer;
    }
  }
  return [...parts, documentOf(statements)];
}

export function documentOf(statements: readonly PolicyStatement[]): PolicyDocument {
  return { Version: "2012-10-17", Statement: statements };
}
