import { LOCAL_AWS_ACCOUNT } from "../../lib/tooling";
import { documentOf } from "./policy/policy-document";
import type { AllowStatement } from "./smallest-policy";

/** A policy as IAM's JSON. */
export function policyJson(statements: readonly AllowStatement[]): string {
  const document = documentOf(
    statements.map(({ actions, resources }) => ({ Effect: "Allow", Action: actions, Resource: resources })),
  );
  return JSON.stringify(document, undefined, 2);
}

/**
 * A statement as TypeScript, for `initialPolicy`.
 * @param region the function's, which needn't be written
 */
export function statementText({ actions, resources }: AllowStatement, region: string): string {
  const arns = resources.map((arn) => arnText(arn, region));
  return `{ actions: [${actions.map(quoted).join(", ")}], resources: [${arns.join(", ")}] }`;
}

/** An ARN with an account is computed, since the local AWS has another account than the stack has in AWS. */
function arnText(arn: string, ownRegion: string): string {
  const [, , service = "", region = "", account, ...rest] = arn.split(":");
  if (account !== LOCAL_AWS_ACCOUNT) {
    return quoted(arn);
  }
  const options = region === ownRegion ? "" : `, { region: ${quoted(region)} }`;
  return `AwsEnvironment.of(this).arn(${quoted(service)}, ${quoted(rest.join(":"))}${options})`;
}

/** Terraform would replace a policy variable, as `${aws:userid}`. With two `$` it leaves it. */
function quoted(text: string): string {
  return JSON.stringify(text.split("${").join("$${"));
}
