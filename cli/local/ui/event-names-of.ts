import { type EventNames, exampleNames } from "./events/event-names";
import type { FunctionFacts } from "./messages";
import { attributesOf, type State, text } from "./state";

/** What generated events name: the first resource of each kind in the function's stack, else examples. */
export function eventNamesOf({ region, functionName }: FunctionFacts, state: State, time: Date): EventNames {
  const own = attributesOf(state, "aws_lambda_function").find(
    (attributes) => text(attributes, "function_name") === functionName,
  );
  const functionArn = own && text(own, "arn");
  const account = functionArn?.split(":")[4] ?? "000000000000";
  const examples = exampleNames(
    {
      account,
      region,
      functionArn: functionArn ?? `arn:aws:lambda:${region}:${account}:function:${functionName}`,
    },
    time,
  );
  const found = Object.entries(SOURCES).flatMap(([name, [type, attribute]]) => {
    const value = attributesOf(state, type).flatMap((attributes) => text(attributes, attribute) ?? [])[0];
    return value === undefined ? [] : [[name, value] as const];
  });
  const mapped = mappedSources(state, functionArn);
  return { ...examples, ...Object.fromEntries(found), ...mapped };
}

const SOURCES = {
  bucket: ["aws_s3_bucket", "bucket"],
  queueArn: ["aws_sqs_queue", "arn"],
  topicArn: ["aws_sns_topic", "arn"],
  tableStreamArn: ["aws_dynamodb_table", "stream_arn"],
  streamArn: ["aws_kinesis_stream", "arn"],
  deliveryStreamArn: ["aws_kinesis_firehose_delivery_stream", "arn"],
  ruleArn: ["aws_cloudwatch_event_rule", "arn"],
  clusterArn: ["aws_msk_cluster", "arn"],
  targetGroupArn: ["aws_lb_target_group", "arn"],
  secretArn: ["aws_secretsmanager_secret", "arn"],
  httpApiId: ["aws_apigatewayv2_api", "id"],
  restApiId: ["aws_api_gateway_rest_api", "id"],
  userPoolId: ["aws_cognito_user_pool", "id"],
} as const satisfies Partial<Record<keyof EventNames, readonly [type: string, attribute: string]>>;

/** The queue, the streams and the cluster that the function itself reads. */
function mappedSources(state: State, functionArn: string | undefined): Partial<EventNames> {
  const arns = attributesOf(state, "aws_lambda_event_source_mapping")
    .filter((mapping) => functionArn !== undefined && text(mapping, "function_arn")?.startsWith(functionArn))
    .flatMap((mapping) => text(mapping, "event_source_arn") ?? []);
  const of = (service: string) => arns.find((arn) => arn.split(":")[2] === service);
  const [queueArn, tableStreamArn, streamArn, clusterArn] = [
    of("sqs"),
    of("dynamodb"),
    of("kinesis"),
    of("kafka"),
  ];
  return {
    ...(queueArn !== undefined && { queueArn }),
    ...(tableStreamArn !== undefined && { tableStreamArn }),
    ...(streamArn !== undefined && { streamArn }),
    ...(clusterArn !== undefined && { clusterArn }),
  };
}
