import { awsQuery, awsRequest, type LocalAws } from "../local/aws-request";
import { textsOf } from "../local/xml-text";
import { CommandError } from "../process/steps";
import { readPolicy, type Statement } from "../review/policy/statement";

/** The used part of Lambda's answer to GetFunctionConfiguration. */
export interface FunctionConfiguration {
  readonly FunctionArn: string;
  readonly Role: string;
  readonly DeadLetterConfig?: { readonly TargetArn?: string };
  readonly TracingConfig?: { readonly Mode?: string };
  readonly VpcConfig?: { readonly SubnetIds?: readonly string[] };
  readonly FileSystemConfigs?: readonly { readonly Arn: string }[];
}

/** A statement of a role's policies. */
export interface GrantedStatement extends Statement {
  /** The name of the policy that has it. */
  readonly policy: string;
}

/** The settings of a function on the local AWS. */
export async function functionConfiguration(
  functionName: string,
  aws: LocalAws,
): Promise<FunctionConfiguration> {
  const path = `/2015-03-31/functions/${encodeURIComponent(functionName)}/configuration`;
  const response = await awsRequest(aws, "lambda", path);
  if (!response.ok) {
    throw new CommandError(`${functionName} can't be read (${response.status}): ${await response.text()}`);
  }
  return (await response.json()) as FunctionConfiguration;
}

/** The statements of all policies of a role on the local AWS. */
export async function grantedStatements(roleArn: string, aws: LocalAws): Promise<GrantedStatement[]> {
  const RoleName = roleArn.slice(roleArn.lastIndexOf("/") + 1);
  const ask = (Action: string, fields: Readonly<Record<string, string>>) => query(aws, { Action, ...fields });
  const inline = textsOf(textIn(await ask("ListRolePolicies", { RoleName }), "PolicyNames"), "member");
  const attached = textsOf(await ask("ListAttachedRolePolicies", { RoleName }), "PolicyArn");
  const policies = await Promise.all([
    ...inline.map(async (PolicyName) => {
      const answer = await ask("GetRolePolicy", { RoleName, PolicyName });
      return [PolicyName, textsOf(answer, "PolicyDocument")[0]] as const;
    }),
    ...attached.map(async (PolicyArn) => {
      const [VersionId = "v1"] = textsOf(await ask("GetPolicy", { PolicyArn }), "DefaultVersionId");
      const answer = await ask("GetPolicyVersion", { PolicyArn, VersionId });
      return [PolicyArn.slice(PolicyArn.lastIndexOf("/") + 1), textsOf(answer, "Document")[0]] as const;
    }),
  ]);
  return policies.flatMap(([policy, document]) =>
    (readPolicy(decodeURIComponent(document ?? "")) ?? []).map((statement) => ({ ...statement, policy })),
  );
}

async function query(aws: LocalAws, fields: Readonly<Record<string, string>>): Promise<string> {
  const { ok, text } = await awsQuery(aws, "iam", { Version: "2010-05-08", ...fields });
  if (!ok) {
    throw new CommandError(`The local AWS refuses ${fields.Action}: ${textsOf(text, "Message")[0] ?? text}`);
  }
  return text;
}

/** The content of an element. */
function textIn(xml: string, element: string): string {
  return new RegExp(`<${element}>([\\s\\S]*?)</${element}>`).exec(xml)?.[1] ?? "";
}
