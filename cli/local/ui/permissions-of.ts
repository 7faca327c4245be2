import { functionPermissions } from "../../permissions/function-permissions";
import { statementText } from "../../permissions/policy-text";
import { readCalls } from "../../permissions/recorded-calls";
import { denialsSinceDeploy } from "../denials-in-log";
import type { FunctionFacts, PermissionsOfFunction } from "./messages";

/** What a function used, was denied, and may do without need, since its last deploy. */
export async function permissionsOf(
  fn: FunctionFacts,
  all: readonly FunctionFacts[],
  port: number,
): Promise<PermissionsOfFunction> {
  const calls = readCalls();
  const wanted = all.filter(({ functionName }) => functionName === fn.functionName);
  const [permissions] = await functionPermissions(all, { wanted, calls, port, withEarlier: false });
  if (permissions === undefined) {
    throw new Error(`${fn.functionName} isn't deployed`);
  }
  return {
    ...permissions,
    denials: await denialsSinceDeploy(fn, calls, { port, region: fn.region }),
    smallestText: permissions.smallest.map((statement) => `${statementText(statement, fn.region)},`),
  };
}
