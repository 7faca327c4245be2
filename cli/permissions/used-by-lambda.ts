import { awsRequest, type LocalAws } from "../local/aws-request";
import type { FunctionConfiguration } from "./function-role";

/** What Lambda itself does as a function's role. The local AWS does it without asking, so no call is recorded. */
export interface UsedByLambda {
  readonly actions: readonly string[];
  /** The ARN that it is done on, as a pattern. `*` for actions that know no resources. */
  readonly resource: string;
  /** What it is for, for example `the log`. */
  readonly purpose: string;
}

/**
 * AWS Lambda Developer Guide (read 2026-11-28): "Defining Lambda function permissions with an execution role", and the page of each
 * event source and destination, under "Execution role permissions".
 */
const LOG = ["logs:CreateLogGroup", "logs:CreateLogStream", "logs:PutLogEvents"];
const TRACES = ["xray:PutTraceSegments", "xray:PutTelemetryRecords"];
const NETWORK = [
  "ec2:CreateNetworkInterface",
  "ec2:DescribeNetworkInterfaces",
  "ec2:DescribeSubnets",
  "ec2:DeleteNetworkInterface",
  "ec2:AssignPrivateIpAddresses",
  "ec2:UnassignPrivateIpAddresses",
];
const FILES = ["elasticfilesystem:ClientMount", "elasticfilesystem:ClientWrite"];
const SOURCES: Readonly<Record<string, readonly string[]>> = {
  sqs: [
    "sqs:ReceiveMessage",
    "sqs:DeleteMessage",
    "sqs:GetQueueAttributes",
    "sqs:GetQueueUrl",
    "sqs:ChangeMessageVisibility",
  ],
  dynamodb: [
    "dynamodb:DescribeStream",
    "dynamodb:GetRecords",
    "dynamodb:GetShardIterator",
    "dynamodb:ListStreams",
  ],
  kinesis: [
    "kinesis:DescribeStream",
    "kinesis:DescribeStreamConsumer",
    "kinesis:DescribeStreamSummary",
    "kinesis:GetRecords",
    "kinesis:GetShardIterator",
    "kinesis:ListShards",
    "kinesis:ListStreams",
    "kinesis:SubscribeToShard",
  ],
};
/** Service Authorization Reference (read 2026-11-28): actions that know no resources. */
const WITHOUT_RESOURCE = ["dynamodb:ListStreams", "kinesis:ListStreams"];
const DESTINATIONS: Readonly<Record<string, readonly string[]>> = {
  sqs: ["sqs:SendMessage", "sqs:GetQueueAttributes", "sqs:GetQueueUrl"],
  sns: ["sns:Publish"],
  lambda: ["lambda:InvokeFunction"],
  events: ["events:PutEvents"],
  s3: ["s3:PutObject", "s3:ListBucket"],
};

/** What Lambda does as the role of a function on the local AWS, by the function's settings there. */
export async function usedByLambda(
  configuration: FunctionConfiguration,
  aws: LocalAws,
): Promise<UsedByLambda[]> {
  const { FunctionArn } = configuration;
  const mappings = (
    await list<Mapping>(aws, "/2015-03-31/event-source-mappings/", "EventSourceMappings")
  ).filter(
    (mapping) => mapping.FunctionArn === FunctionArn || mapping.FunctionArn.startsWith(`${FunctionArn}:`),
  );
  const configs = await list<InvokeConfig>(
    aws,
    `/2019-09-25/functions/${FunctionArn.split(":")[6]}/event-invoke-config/list`,
    "FunctionEventInvokeConfigs",
  );
  return usesOf(configuration, mappings, configs);
}

/** An event source mapping of Lambda. */
export interface Mapping {
  readonly FunctionArn: string;
  readonly EventSourceArn?: string;
  readonly DestinationConfig?: InvokeConfig["DestinationConfig"];
}

/** What happens with asynchronous invocations. */
export interface InvokeConfig {
  readonly DestinationConfig?: {
    readonly OnSuccess?: { readonly Destination?: string };
    readonly OnFailure?: { readonly Destination?: string };
  };
}

/** The uses that follow from a function's settings. */
export function usesOf(
  configuration: FunctionConfiguration,
  mappings: readonly Mapping[],
  configs: readonly InvokeConfig[],
): UsedByLambda[] {
  const targets = [
    configuration.DeadLetterConfig?.TargetArn,
    ...[...configs, ...mappings].flatMap(({ DestinationConfig }) => [
      DestinationConfig?.OnSuccess?.Destination,
      DestinationConfig?.OnFailure?.Destination,
    ]),
  ].filter((arn) => arn !== undefined && arn !== "");
  const [arn, partition, , region, account, , name] = configuration.FunctionArn.split(":");
  const logGroup = configuration.LoggingConfig?.LogGroup ?? `/aws/lambda/${name}`;
  const own = (service: string, resource: string): string =>
    [arn, partition, service, region, account, resource].join(":");
  return [
    { actions: LOG, resource: own("logs", `log-group:${logGroup}:*`), purpose: "the log" },
    ...(configuration.TracingConfig?.Mode === "Active"
      ? [{ actions: TRACES, resource: "*", purpose: "traces" }]
      : []),
    ...(configuration.VpcConfig?.SubnetIds?.length
      ? [{ actions: NETWORK, resource: "*", purpose: "the VPC" }]
      : []),
    // The settings name an access point. The file system is known to nobody here.
    ...(configuration.FileSystemConfigs?.length
      ? [{ actions: FILES, resource: own("elasticfilesystem", "file-system/*"), purpose: "the file system" }]
      : []),
    ...mappings.flatMap(({ EventSourceArn: arn }) => use(SOURCES, arn, "an event source")),
    ...targets.flatMap((arn) => use(DESTINATIONS, arn, "a destination")),
  ];
}

function use(
  table: Readonly<Record<string, readonly string[]>>,
  arn: string | undefined,
  purpose: string,
): UsedByLambda[] {
  const actions = table[arn?.split(":")[2] ?? ""];
  if (actions === undefined || arn === undefined) return [];
  return [
    { actions: actions.filter((action) => !WITHOUT_RESOURCE.includes(action)), resource: arn, purpose },
    ...actions
      .filter((action) => WITHOUT_RESOURCE.includes(action))
      .map((action) => ({ actions: [action], resource: "*", purpose })),
  ];
}

/** A list of Lambda's API. Empty if the function has none of it. */
async function list<T>(aws: LocalAws, path: string, name: string): Promise<readonly T[]> {
  const response = await awsRequest(aws, "lambda", path);
  return response.ok ? (((await response.json()) as Record<string, readonly T[]>)[name] ?? []) : [];
}
