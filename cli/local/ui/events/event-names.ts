/** The names that generated events contain: those of deployed resources where there are some, else examples. */
export interface EventNames {
  readonly account: string;
  readonly region: string;
  readonly functionArn: string;
  readonly bucket: string;
  readonly queueArn: string;
  readonly topicArn: string;
  /** The stream of a DynamoDB table. */
  readonly tableStreamArn: string;
  readonly streamArn: string;
  readonly deliveryStreamArn: string;
  readonly ruleArn: string;
  readonly clusterArn: string;
  readonly targetGroupArn: string;
  readonly secretArn: string;
  readonly logGroup: string;
  readonly httpApiId: string;
  readonly restApiId: string;
  readonly userPoolId: string;
  /** When the events happened. */
  readonly time: Date;
}

/** A function, by what its events name of it. */
export interface NamedFunction {
  readonly account: string;
  readonly region: string;
  readonly functionArn: string;
}

/** The names of resources that don't exist, in the function's account and region. */
export function exampleNames({ account, region, functionArn }: NamedFunction, time: Date): EventNames {
  const arn = (service: string, name: string): string => `arn:aws:${service}:${region}:${account}:${name}`;
  return {
    account,
    region,
    functionArn,
    bucket: "example-bucket",
    queueArn: arn("sqs", "example-queue"),
    topicArn: arn("sns", "example-topic"),
    tableStreamArn: arn("dynamodb", "table/example-table/stream/2026-01-01T00:00:00.000"),
    streamArn: arn("kinesis", "stream/example-stream"),
    deliveryStreamArn: arn("firehose", "deliverystream/example-stream"),
    ruleArn: arn("events", "rule/example-rule"),
    clusterArn: arn("kafka", "cluster/example-cluster/11111111-2222-3333-4444-555555555555-1"),
    targetGroupArn: arn("elasticloadbalancing", "targetgroup/example/0123456789abcdef"),
    secretArn: arn("secretsmanager", "secret:example-secret-AbCdEf"),
    logGroup: "/aws/lambda/another-function",
    httpApiId: "abcdefghij",
    restApiId: "abcdefghij",
    userPoolId: `${region}_AbCdEfGhI`,
    time,
  };
}
