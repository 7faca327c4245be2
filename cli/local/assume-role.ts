import { LOCAL_AWS_ACCOUNT } from "../../lib/tooling";
import { CommandError } from "../process/steps";
import { awsQuery } from "./aws-request";
import type { AccessKey } from "./root-key";
import { textsOf } from "./xml-text";

/**
 * Assumes a role of the local AWS.
 * @throws CommandError when there is no such role, or when its trust policy doesn't allow it
 */
export async function assumeRole(name: string, port: number): Promise<AccessKey> {
  const { ok, text } = await awsQuery({ port, region: "us-east-1" }, "sts", {
    Action: "AssumeRole",
    Version: "2011-06-15",
    RoleArn: `arn:aws:iam::${LOCAL_AWS_ACCOUNT}:role/${name}`,
    RoleSessionName: "lambda-images",
  });
  const [accessKeyId] = textsOf(text, "AccessKeyId");
  const [secretAccessKey] = textsOf(text, "SecretAccessKey");
  const [sessionToken] = textsOf(text, "SessionToken");
  if (!ok || accessKeyId === undefined || secretAccessKey === undefined || sessionToken === undefined) {
    throw new CommandError(
      `The role ${name} of the local AWS can't be assumed: ${textsOf(text, "Message")[0] ?? text}\n` +
        `Its trust policy has to allow arn:aws:iam::${LOCAL_AWS_ACCOUNT}:root to assume it.`,
    );
  }
  return { accessKeyId, secretAccessKey, sessionToken };
}
