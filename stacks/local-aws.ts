import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { type TerraformStack, TerraformVariable } from "cdktf";
import type { Environment } from "./environment";

/**
 * What goes to the emulator even when a stack is deployed by hand, without `npm run local`. With the made-up credentials, a
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
 * Sends a stack to the emulator of AWS on this machine. Its port is a variable, so that the stack is the same text everywhere. It has to
 * be given: at the usual port another checkout's emulator may answer, and Terraform would deploy there.
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
    accessKey: "test",
    secretKey: "test",
    skipCredentialsValidation: true,
    skipMetadataApiCheck: "true",
    skipRequestingAccountId: true,
    s3UsePathStyle: true,
    defaultTags: [{ tags: environment.tags }],
    endpoints: [Object.fromEntries(SERVICES.map((service) => [service, `http://${host}`]))],
  });
  return { registry: host };
}
