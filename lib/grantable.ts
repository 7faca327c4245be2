import type { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import type { Construct } from "constructs";
import { hasStatement } from "./has-statement";
import { type PolicyStatement, policyDocument } from "./policy-statement";

/** A function or an alias, which can get permissions. */
export interface IGrantable extends Construct {
  /** Adds permissions to its role. */
  addToRolePolicy(statement: PolicyStatement): void;
}

/** Who can get permissions: a function, an alias, or a role, for example of a state machine. */
export type Grantee = IGrantable | IamRole;

/** The permissions that each role got by grants. */
const granted = new WeakMap<
  IamRole,
  { readonly policy: IamRolePolicy; readonly statements: PolicyStatement[] }
>();

/** Gives somebody permissions. A role gets all of its grants in one inline policy, below the role. */
export function grant(grantee: Grantee, statement: PolicyStatement): void {
  if ("addToRolePolicy" in grantee) {
    grantee.addToRolePolicy(statement);
    return;
  }
  const before = granted.get(grantee);
  if (before) {
    if (hasStatement(grantee, before.statements, statement)) return;
    before.statements.push(statement);
    before.policy.policy = policyDocument(before.statements);
    return;
  }
  const policy = new IamRolePolicy(grantee, "Grants", {
    role: grantee.name,
    policy: policyDocument([statement]),
  });
  granted.set(grantee, { policy, statements: [statement] });
}
