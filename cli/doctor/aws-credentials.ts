import { lookup } from "node:dns/promises";
import { ask, clientSettings, usesProxy } from "./aws-client";
import { type AwsFailure, type AwsTarget, classifyAwsFailure, explainAwsProblem } from "./aws-problem";
import { type Check, failed, ok, skipped } from "./check";

const TITLE = "AWS credentials";

/** The identity that the credentials belong to. */
export interface Identity {
  readonly account: string;
  readonly arn: string;
}

/** Checks that the credentials belong to the environment's account. */
function classifyIdentity({ account, arn }: Identity, target: AwsTarget): Check {
  const found = `account ${account}, ${arn}`;
  return account === target.account
    ? ok(TITLE, found)
    : failed(TITLE, found, explainAwsProblem("aws-account-wrong", { target, account }));
}

/** The result of a check whose call of AWS failed. */
export function failedCall(title: string, failure: AwsFailure, target: AwsTarget): Check {
  const problem = classifyAwsFailure(failure);
  if (problem === undefined) {
    return skipped(title, `unknown: ${failure.message}`);
  }
  if (problem === "aws-unreachable" && usesProxy()) {
    return skipped(title, "this machine uses a proxy, but this check doesn't");
  }
  return failed(title, problem.replace(/^(aws|ecr)-/, "").replaceAll("-", " "), explain(problem));

  function explain(code: typeof problem & string) {
    return explainAwsProblem(code, { target, message: failure.message, profile: process.env.AWS_PROFILE });
  }
}

/** Asks AWS for the identity of this machine's credentials (`sts:GetCallerIdentity`, which needs no permission). */
export async function checkAwsCredentials(target: AwsTarget): Promise<Check> {
  const { GetCallerIdentityCommand, STSClient } = await import("@aws-sdk/client-sts");
  const client = new STSClient(clientSettings(target.region));
  try {
    const answer = await ask((abortSignal) => client.send(new GetCallerIdentityCommand({}), { abortSignal }));
    if (!("$metadata" in answer)) {
      return (await isWrongRegion(answer))
        ? failed(TITLE, "no such region", explainAwsProblem("aws-region-wrong", { target }))
        : failedCall(TITLE, answer, target);
    }
    return classifyIdentity({ account: answer.Account ?? "", arn: answer.Arn ?? "" }, target);
  } finally {
    client.destroy();
  }
}

/** Whether the region's address doesn't exist, but AWS's own does. Then the network isn't the cause. */
async function isWrongRegion({ code }: AwsFailure): Promise<boolean> {
  if (code !== "ENOTFOUND" || process.env.AWS_ENDPOINT_URL || process.env.AWS_ENDPOINT_URL_STS) {
    return false;
  }
  try {
    await lookup("sts.amazonaws.com");
    return true;
  } catch {
    return false;
  }
}
