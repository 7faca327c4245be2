import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import type { Construct } from "constructs";
import { type PolicyStatement, policyDocument } from "./policy-statement";
import { Statements } from "./statements";

/** An inline policy of a role, which grows. */
export class InlinePolicy {
  readonly resource: IamRolePolicy;
  private readonly statements: Statements;

  /** @param role the role's name */
  constructor(scope: Construct, id: string, role: string, statements: readonly PolicyStatement[]) {
    this.statements = new Statements(scope, statements);
    this.resource = new IamRolePolicy(scope, id, { role, policy: policyDocument(statements) });
  }

  /** Adds a statement, unless it is there. */
  add(statement: PolicyStatement): void {
    if (this.statements.add(statement)) {
      this.resource.policy = policyDocument(this.statements.all);
    }
  }
}
