import { lookup } from "node:dns/promises";
import { ask, clientSettings, usesProxy } from "./aws-client";
import { type AwsFailure, type AwsTarget, classifyAwsFailure, explainAwsProblem } from "./aws-problem";
import { type Check, failed, ok, skipped } from "./check";

const TITLE = "AWS credentials";

/** Whose credentials they are. */
export interface Identity {
  readonly account: string;
  readonly arn: string;
}

/** Are they of the account that the environment is in? */
export function classifyIdentity({ account, arn }: Identity, target: AwsTarget): Check {
  const found = `account ${account}, ${arn}`;
  return account === target.account
    ? ok(TITLE, found)
    : failed(TITLE, found, explainAwsProblem("aws-account-wrong", { target, account }));
}

/** What a failed call of AWS means for one check. */
export function failedCall(title: string, failure: AwsFailure, target: AwsTarget): Check {
  const problem = classifyAwsFailure(failure);
  if (problem === undefined) {
    return skipped(title, `can't be told: ${failure.message}`);
  }
  if (problem === "aws-unreachable" && usesProxy()) {
    return skipped(title, "this machine uses a proxy, which this check doesn't ask");
  }
  return failed(title, problem.replace(/^(aws|ecr)-/, "").replaceAll("-", " "), explain(problem));

  function explain(code: typeof problem & string) {
    return explainAwsProblem(code, { target, said: failure.message, profile: process.env.AWS_PROFILE });
  }
}

/** Asks AWS whose credentials this machine has (`sts:GetCallerIdentity`, which needs no permission). */
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

/** The region's address doesn't exist, though AWS's own does: the network isn't to blame. */
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
