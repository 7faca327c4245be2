import { commandLine } from "../command-line";
import { awsQuery, awsRequest, type LocalAws } from "../local/aws-request";
import { contentOf, textsOf } from "../local/xml-text";
import { CommandError } from "../process/steps";
import { readPolicy, type Statement } from "../review/policy/statement";
import { nameOf } from "./policy/name-of";
import { isPolicyOfAws } from "./unneeded-text";

/** The version of IAM's API. */
const VERSION = "2010-05-08";

/** The used part of Lambda's answer to GetFunctionConfiguration. */
export interface FunctionConfiguration {
  readonly FunctionArn: string;
  readonly Role: string;
  readonly DeadLetterConfig?: { readonly TargetArn?: string };
  readonly TracingConfig?: { readonly Mode?: string };
  readonly VpcConfig?: { readonly SubnetIds?: readonly string[] };
  readonly LoggingConfig?: { readonly LogGroup?: string };
  readonly FileSystemConfigs?: readonly { readonly Arn: string }[];
}

/** A statement of a role's policies. */
export interface GrantedStatement extends Statement {
  /** The name of the policy that has it. */
  readonly policy: string;
  /** The policy's ARN, if it is a managed policy of AWS. */
  readonly awsPolicy?: string;
}

/** What a role may do. */
export interface Granted {
  readonly statements: readonly GrantedStatement[];
  /** The ARNs of managed policies of AWS that the local AWS doesn't have. */
  readonly unknown: readonly string[];
}

/** The settings of a function on the local AWS. */
export async function functionConfiguration(
  functionName: string,
  aws: LocalAws,
): Promise<FunctionConfiguration> {
  const path = `/2015-03-31/functions/${encodeURIComponent(functionName)}/configuration`;
  const response = await awsRequest(aws, "lambda", path);
  if (!response.ok) {
    throw new CommandError(
      `${functionName} can't be read (${response.status}): ${await response.text()}\nIf it is not deployed any more: ${commandLine("local")}`,
    );
  }
  return (await response.json()) as FunctionConfiguration;
}

/** The statements of all policies of a role on the local AWS. */
export async function granted(roleArn: string, aws: LocalAws): Promise<Granted> {
  const RoleName = nameOf(roleArn);
  const ask = (Action: string, fields: Readonly<Record<string, string>>) => query(aws, { Action, ...fields });
  const inline = textsOf(contentOf(await ask("ListRolePolicies", { RoleName }), "PolicyNames"), "member");
  const attached = textsOf(await ask("ListAttachedRolePolicies", { RoleName }), "PolicyArn");
  const unknown: string[] = [];
  const statements = await Promise.all([
    ...inline.map(async (PolicyName) => {
      const answer = await ask("GetRolePolicy", { RoleName, PolicyName });
      return statementsIn(PolicyName, textsOf(answer, "PolicyDocument")[0]);
    }),
    ...attached.map(async (PolicyArn) => {
      const isOfAws = isPolicyOfAws(PolicyArn);
      const policy = await awsQuery(aws, "iam", { Action: "GetPolicy", Version: VERSION, PolicyArn });
      if (!policy.ok && isOfAws) {
        unknown.push(PolicyArn);
        return [];
      }
      const [VersionId = "v1"] = textsOf(checked("GetPolicy", policy), "DefaultVersionId");
      const answer = await ask("GetPolicyVersion", { PolicyArn, VersionId });
      return statementsIn(nameOf(PolicyArn), textsOf(answer, "Document")[0]).map((statement) => ({
        ...statement,
        ...(isOfAws && { awsPolicy: PolicyArn }),
      }));
    }),
  ]);
  return { statements: statements.flat(), unknown };
}

function statementsIn(policy: string, document = ""): GrantedStatement[] {
  return (readPolicy(decodeURIComponent(document)) ?? []).map((statement) => ({ ...statement, policy }));
}

async function query(aws: LocalAws, fields: Readonly<Record<string, string>>): Promise<string> {
  return checked(fields.Action ?? "", await awsQuery(aws, "iam", { Version: VERSION, ...fields }));
}

/** @throws CommandError when it was refused */
function checked(action: string, { ok, text }: { readonly ok: boolean; readonly text: string }): string {
  if (!ok) {
    throw new CommandError(`The local AWS refuses ${action}: ${textsOf(text, "Message")[0] ?? text}`);
  }
  return text;
}
