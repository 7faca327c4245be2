import { LOCAL_AWS_ACCOUNT } from "../../lib/tooling";
import type { AllowStatement } from "./smallest-policy";

/** A policy as IAM's JSON. */
export function policyJson(statements: readonly AllowStatement[]): string {
  const document = {
    Version: "2012-10-17",
    Statement: statements.map(({ actions, resources }) => ({
      Effect: "Allow",
      Action: actions,
      Resource: resources,
    })),
  };
  return JSON.stringify(document, undefined, 2);
}

/** A statement as TypeScript, for `initialPolicy`. */
export function statementText({ actions, resources }: AllowStatement): string {
  return `{ actions: [${actions.map(quoted).join(", ")}], resources: [${resources.map(arnText).join(", ")}] }`;
}

/** An ARN with an account is computed, since the local AWS has another account than the stack has in AWS. */
function arnText(arn: string): string {
  const [, , service = "", region = "", account, ...rest] = arn.split(":");
  if (account !== LOCAL_AWS_ACCOUNT) {
    return quoted(arn);
  }
  const options = region === "" ? ', { region: "" }' : "";
  return `AwsEnvironment.of(this).arn(${quoted(service)}, ${quoted(rest.join(":"))}${options})`;
}

function quoted(text: string): string {
  return JSON.stringify(text);
}
