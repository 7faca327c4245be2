import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { type TerraformStack, TerraformVariable } from "cdktf";
import type { Environment } from "./environment";

/**
 * What goes to the emulator even when a stack is deployed by hand, without `npm run local`. With the emulator's credentials, a
 * service that is missing here is refused by AWS rather than changed there.
 */
const SERVICES = [
  "apigateway",
  "apigatewayv2",
  "cloudwatch",
  "dynamodb",
  "ec2",
  "ecr",
  "events",
  "iam",
  "kms",
  "lambda",
  "logs",
  "s3",
  "secretsmanager",
  "sns",
  "sqs",
  "ssm",
  "sts",
] as const;

/**
 * Sends a stack to the emulator of AWS on this machine. Its port and the key to it, which each checkout has its own of, are variables, so
 * that the stack is the same text everywhere. The port has to be given: at the usual one another checkout's emulator may answer, and
 * Terraform would deploy there.
 */
export function addLocalAws(stack: TerraformStack, environment: Environment): { readonly registry: string } {
  const port = new TerraformVariable(stack, "local_aws_port", {
    type: "number",
    default: 0,
    description: "The port of this checkout's emulator of AWS",
    validation: [
      {
        condition: "${var.local_aws_port > 0}",
        errorMessage:
          "Which emulator of AWS is meant? The commands of package.json know that of their checkout (npm run plan, npm run deploy). By hand set TF_VAR_local_aws_port=<port>; npm run doctor shows the port.",
      },
    ],
  });
  const host = `localhost:\${var.${port.friendlyUniqueId}}`;
  new AwsProvider(stack, "aws", {
    region: environment.region,
    accessKey: keyVariable(
      stack,
      "local_aws_access_key",
      "The access key of the emulator of AWS on this machine",
    ),
    secretKey: keyVariable(stack, "local_aws_secret_key", "Its secret access key"),
    skipCredentialsValidation: true,
    skipMetadataApiCheck: "true",
    skipRequestingAccountId: true,
    s3UsePathStyle: true,
    defaultTags: [{ tags: environment.tags }],
    endpoints: [Object.fromEntries(SERVICES.map((service) => [service, `http://${host}`]))],
  });
  return { registry: host };
}

/** Neither the state nor a saved plan keeps an ephemeral value (Terraform 1.10 and newer). The default is a key that nobody takes. */
function keyVariable(stack: TerraformStack, name: string, description: string): string {
  const variable = new TerraformVariable(stack, name, {
    type: "string",
    default: "none",
    description,
    sensitive: true,
  });
  variable.addOverride("ephemeral", true);
  return variable.stringValue;
}
