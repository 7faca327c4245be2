import { type TerraformDataSource, type TerraformResource, Token } from "cdktf";
import { AwsEnvironment } from "./aws-environment";

/** A resource or data source of the bindings that has an ARN. */
export type WithArn = (TerraformResource | TerraformDataSource) & { readonly arn: string };

/** How an ARN is made of a resource's name. Only types whose ARN follows from the name. */
const FROM_NAME: Readonly<Record<string, (environment: AwsEnvironment, name: string) => string>> = {
  aws_cloudwatch_event_bus: (environment, name) => environment.arn("events", `event-bus/${name}`),
  aws_cloudwatch_log_group: (environment, name) => environment.arn("logs", `log-group:${name}`),
  aws_dynamodb_table: (environment, name) => environment.arn("dynamodb", `table/${name}`),
  aws_kinesis_firehose_delivery_stream: (environment, name) =>
    environment.arn("firehose", `deliverystream/${name}`),
  aws_kinesis_stream: (environment, name) => environment.arn("kinesis", `stream/${name}`),
  aws_s3_bucket: (environment, name) => environment.arn("s3", name, { region: "", account: "" }),
  aws_sfn_state_machine: (environment, name) => environment.arn("states", `stateMachine:${name}`),
  aws_sns_topic: (environment, name) => environment.arn("sns", name),
  aws_sqs_queue: (environment, name) => environment.arn("sqs", name),
  aws_ssm_parameter: (environment, name) =>
    environment.arn("ssm", `parameter/${name.startsWith("/") ? name.slice(1) : name}`),
};

/**
 * The ARN of a resource for a policy. It is plain text where the resource's name is known at synth, so that the policy is
 * readable in the plan of a first deploy. Otherwise it is the resource's own attribute, which is known after the apply.
 */
export function arnOf(resource: WithArn): string {
  const fromName = FROM_NAME[resource.terraformResourceType];
  const name = nameOf(resource);
  // Of the resource's own stack, which may be in another account or region than what needs the ARN.
  const environment = AwsEnvironment.find(resource);
  if (!fromName || name === undefined || !environment || isElsewhere(resource)) return resource.arn;
  return fromName(environment, name);
}

/** The name that is written in the code. */
function nameOf(resource: WithArn): string | undefined {
  const { nameInput, bucketInput } = resource as {
    readonly nameInput?: string;
    readonly bucketInput?: string;
  };
  const name = nameInput ?? bucketInput;
  return name === undefined || Token.isUnresolved(name) ? undefined : name;
}

/** Whether it may be in another account or region than its stack. */
function isElsewhere(resource: WithArn): boolean {
  const { regionInput } = resource as { readonly regionInput?: string };
  return resource.provider !== undefined || regionInput !== undefined;
}
