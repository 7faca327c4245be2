import { Token } from "cdktf";
import type { Construct, IConstruct } from "constructs";
import { AwsEnvironment } from "../aws-environment";

/** The functions of each app, by account, region and name. */
const names = new WeakMap<IConstruct, Map<string, string>>();

/**
 * Takes a name in Lambda, which is unique in an account and region. On the local AWS all accounts are one, and only some of an app's
 * stacks may run there, so nothing is refused.
 * @throws Error when another function of the app has it
 */
export function takeFunctionName(fn: Construct, functionName: string): void {
  const { account, region, isLocal } = AwsEnvironment.of(fn);
  if (isLocal || Token.isUnresolved(functionName)) return;
  const { root } = fn.node;
  const taken = names.get(root) ?? new Map<string, string>();
  names.set(root, taken);
  const key = `${account} ${region} ${functionName}`;
  const other = taken.get(key);
  if (other !== undefined) {
    throw new Error(
      `[${fn.node.path}] The function [${other}] has the name ${JSON.stringify(functionName)} already, in the same account and region. ` +
        "Set functionName, use another construct id, or give the stacks different name prefixes (AwsEnvironment.define).",
    );
  }
  taken.set(key, fn.node.path);
}
