import { clientSettings } from "../doctor/aws-client";
import { checkAwsCredentials } from "../doctor/aws-credentials";
import { problemText } from "../doctor/report";
import { CommandError } from "../process/steps";
import type { AppEnvironment } from "./app-environment";
import type { Clients } from "./existing";

/** @throws CommandError when there are no credentials, or those of another account */
export async function checkCredentials({ name, account, region }: AppEnvironment): Promise<void> {
  const { status, problem } = await checkAwsCredentials({ environment: name, account, region });
  if (status === "problem" && problem) {
    throw new CommandError(problemText(problem));
  }
}

/** AWS's clients with this machine's credentials. */
export async function awsClients(region: string): Promise<Clients> {
  const [{ IAMClient }, { S3Client }] = await Promise.all([
    import("@aws-sdk/client-iam"),
    import("@aws-sdk/client-s3"),
  ]);
  const settings = { ...clientSettings(region), maxAttempts: 3 };
  return { iam: new IAMClient(settings), s3: new S3Client(settings) };
}

/** Runs requests to AWS, whose refusal is shown without a stack trace. */
export async function explainRefusal<T>(run: () => Promise<T>): Promise<T> {
  try {
    return await run();
  } catch (error) {
    const { name, message } = error as Error;
    throw "$metadata" in (error as object) ? new CommandError(`AWS answered ${name}: ${message}`) : error;
  }
}
