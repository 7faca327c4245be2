import { type Grantee, grant } from "../grantable";
import type { PolicyStatement } from "../policy-statement";

/** Gives somebody several permissions. */
export function grantAll(grantee: Grantee, statements: readonly PolicyStatement[]): void {
  for (const statement of statements) grant(grantee, statement);
}
