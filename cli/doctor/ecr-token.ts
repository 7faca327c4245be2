import { ask, clientSettings } from "./aws-client";
import { failedCall } from "./aws-credentials";
import type { AwsTarget } from "./aws-problem";
import { type Check, ok } from "./check";

const TITLE = "Registry login";

/** Asks ECR for a token, as Terraform does to log in, and throws it away. */
export async function checkEcrToken(target: AwsTarget): Promise<Check> {
  const { ECRClient, GetAuthorizationTokenCommand } = await import("@aws-sdk/client-ecr");
  const client = new ECRClient(clientSettings(target.region));
  try {
    const answer = await ask((abortSignal) =>
      client.send(new GetAuthorizationTokenCommand({}), { abortSignal }),
    );
    return "$metadata" in answer
      ? ok(TITLE, "ECR gives these credentials a token")
      : failedCall(TITLE, answer, target);
  } finally {
    client.destroy();
  }
}
