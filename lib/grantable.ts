import type { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import type { Construct } from "constructs";
import { InlinePolicy } from "./inline-policy";
import type { PolicyStatement } from "./policy-statement";

/** A function or an alias, which can get permissions. */
export interface IGrantable extends Construct {
  /** Adds permissions to its role. */
  addToRolePolicy(statement: PolicyStatement): void;
}

/** Who can get permissions: a function, an alias, or a role, for example of a state machine. */
export type Grantee = IGrantable | IamRole;

/** The permissions that each role got by grants. */
const granted = new WeakMap<IamRole, InlinePolicy>();

/** Gives somebody permissions. A role gets all of its grants in one inline policy, below the role. */
export function grant(grantee: Grantee, statement: PolicyStatement): void {
  if ("addToRolePolicy" in grantee) {
    grantee.addToRolePolicy(statement);
    return;
  }
  const policy = granted.get(grantee);
  if (policy) {
    policy.add(statement);
  } else {
    granted.set(grantee, new InlinePolicy(grantee, "Grants", grantee.name, [statement]));
  }
}
