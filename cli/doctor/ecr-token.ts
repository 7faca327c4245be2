import { ask, clientSettings } from "./aws-client";
import { failedCall } from "./aws-credentials";
import type { AwsTarget } from "./aws-problem";
import { type Check, ok } from "./check";

const TITLE = "Registry login";

/** Requests a token from ECR, as Terraform does to log in, and discards it. */
export async function checkEcrToken(target: AwsTarget): Promise<Check> {
  const { ECRClient, GetAuthorizationTokenCommand } = await import("@aws-sdk/client-ecr");
  const client = new ECRClient(clientSettings(target.region));
  try {
    const answer = await ask((abortSignal) =>
      client.send(new GetAuthorizationTokenCommand({}), { abortSignal }),
    );
    return "$metadata" in answer
      ? ok(TITLE, "ECR issues a token for these credentials")
      : failedCall(TITLE, answer, target);
  } finally {
    client.destroy();
  }
}
