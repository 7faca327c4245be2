import type { DeployedFunction } from "../local/deployed-functions";
import { type Activity, comparePermissions, unknownPolicy } from "./compare-permissions";
import { type FunctionConfiguration, functionConfiguration, granted } from "./function-role";
import type { FunctionPermissions } from "./permissions-text";
import { nameOf } from "./policy/name-of";
import { callsOf, isNeeded, type RecordedCall } from "./recorded-calls";
import { sinceDeploy } from "./since-deploy";
import { smallestPolicy } from "./smallest-policy";
import { usedByLambda } from "./used-by-lambda";

export interface FunctionPermissionsOptions {
  /** Only these functions. Empty for all. The others still count for a role that they share. */
  readonly wanted: readonly DeployedFunction[];
  readonly calls: readonly RecordedCall[];
  readonly port: number;
  /** Whether calls before the last deploy count. */
  readonly withEarlier: boolean;
}

/** What the functions on the local AWS used, were denied, and may do without need. */
export async function functionPermissions(
  deployed: readonly DeployedFunction[],
  { wanted, calls, port, withEarlier }: FunctionPermissionsOptions,
): Promise<FunctionPermissions[]> {
  const functions = await Promise.all(deployed.map((fn) => activityOf(fn, port, calls, withEarlier)));
  return await Promise.all(
    functions
      .filter(({ fn }) => wanted.length === 0 || wanted.includes(fn))
      .map((one) => permissionsOf(one, functions, port)),
  );
}

/** A function, and what it did. */
interface ActiveFunction extends Activity {
  readonly fn: DeployedFunction;
  readonly configuration: FunctionConfiguration;
}

async function activityOf(
  fn: DeployedFunction,
  port: number,
  calls: readonly RecordedCall[],
  withEarlier: boolean,
): Promise<ActiveFunction> {
  const { functionName, region } = fn;
  const configuration = await functionConfiguration(functionName, { port, region });
  const { FunctionArn: functionArn, Role: roleArn } = configuration;
  const recent = withEarlier ? calls : sinceDeploy({ functionArn, roleArn }, calls);
  const lambda = await usedByLambda(configuration, { port, region });
  return { fn, configuration, calls: callsOf({ functionName, roleArn }, recent), lambda };
}

/** A role is judged by what all functions with it did. */
async function permissionsOf(
  one: ActiveFunction,
  functions: readonly ActiveFunction[],
  port: number,
): Promise<FunctionPermissions> {
  const { fn, configuration, calls } = one;
  const { id, functionName, region } = fn;
  const roleArn = configuration.Role;
  const others = functions.filter((other) => other !== one && other.configuration.Role === roleArn);
  const { statements, unknown } = await granted(roleArn, { port, region });
  const permissions = comparePermissions(one, statements, others);
  const needed = [one, ...others].flatMap((each) => each.calls.filter(isNeeded));
  const [first, last] = [calls[0], calls.at(-1)];
  return {
    id,
    functionName,
    region,
    role: nameOf(roleArn),
    sharedWith: others.map((other) => other.fn.functionName),
    ...(first && last && { calls: { first: first.time, last: last.time } }),
    ...permissions,
    unneeded: [...permissions.unneeded, ...unknown.map(unknownPolicy)],
    smallest: smallestPolicy(needed, statements),
    isLimited: statements.some(({ effect, conditions }) => effect === "Deny" || conditions.length > 0),
  };
}
