import type { IGrantable } from "../grantable";
import type { PolicyStatement } from "../policy-statement";

/** Gives permissions to a function or an alias. */
export function grant(grantee: IGrantable, statements: readonly PolicyStatement[]): void {
  for (const statement of statements) {
    grantee.addToRolePolicy(statement);
  }
}
