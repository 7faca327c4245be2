import type { Construct } from "constructs";
import type { PolicyStatement } from "./policy-statement";

/** What can get permissions: a function or an alias. */
export interface IGrantable extends Construct {
  /** Adds permissions to its role. */
  addToRolePolicy(statement: PolicyStatement): void;
}
