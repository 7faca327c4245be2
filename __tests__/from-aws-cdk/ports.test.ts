import { DynamodbTable } from "@cdktf/provider-aws/lib/dynamodb-table";
import { SecretsmanagerSecret } from "@cdktf/provider-aws/lib/secretsmanager-secret";
import { SqsQueue } from "@cdktf/provider-aws/lib/sqs-queue";
import { only } from "../synth";
import { LabelsStack } from "./bucket-events/stack";
import { ScanStack } from "./file-system/stack";
import { ChatStack } from "./function-url/stack";
import { BotStack } from "./http-api/stack";
import { ReportsStack } from "./log-group/stack";
import { PostcodesStack } from "./monorepo/stack";
import { IngestStack } from "./queue/stack";
import { SearchStack } from "./rest-api/stack";
import { StatisticsStack } from "./schedule/stack";
import { SyncStack } from "./shared-code/stack";
import { permissionsIn, synthExample } from "./synth-example";

/** The stacks of docs/moving-from-aws-cdk.md: they mean what AWS CDK's form means. */

const fn = (json: ReturnType<typeof synthExample>) => only(json, "aws_lambda_function");
const build = (json: ReturnType<typeof synthExample>) => only(json, "docker_registry_image").build[0];

/** The roles' policies name all of these: actions, or resources. */
function expectPermissions(json: ReturnType<typeof synthExample>, texts: readonly string[]): void {
  const permissions = JSON.stringify(json.resource.aws_iam_role_policy);
  for (const text of texts) {
    expect(permissions).toContain(text);
  }
}

test("function-url: everyone may call the URL, and the answer is streamed", () => {
  const json = synthExample(({ app, environment }) => new ChatStack(app, "chat", environment));
  expect(fn(json)).toMatchObject({
    architectures: ["arm64"],
    memory_size: 1024,
    timeout: 60,
    environment: { variables: { AWS_LWA_INVOKE_MODE: "response_stream" } },
  });
  expect(build(json)).toMatchObject({
    build_args: { PORT: "8080" },
    platform: "linux/arm64",
  });
  const url = only(json, "aws_lambda_function_url");
  expect(url).toMatchObject({ authorization_type: "NONE", invoke_mode: "RESPONSE_STREAM" });
  expect(url.cors).toMatchObject({ allow_headers: ["*"], allow_methods: ["*"], allow_origins: ["*"] });
  expect(JSON.stringify(json.resource.aws_lambda_permission)).toContain('"principal":"*"');
  expect(json.output.Url.value).toMatch(/\.function_url\}$/);
});

test("monorepo: the whole workspace is the context, without what is excluded", () => {
  const json = synthExample(({ app, environment }) => new PostcodesStack(app, "postcodes", environment));
  expect(fn(json)).toMatchObject({
    function_name: "postcodes-api",
    description: "Postcodes and delivery times",
    environment: { variables: { LOG_LEVEL: "info" } },
  });
  expect(build(json).dockerfile).toBe("api/Dockerfile");
  expect(Object.keys(only(json, "docker_registry_image").triggers)).toEqual(
    expect.arrayContaining(["api/index.mjs", "data/days.json"]),
  );
  expect(JSON.stringify(only(json, "docker_registry_image").triggers)).not.toContain("infrastructure");
  expect(only(json, "aws_cloudwatch_log_group").retention_in_days).toBe(30);
  const url = only(json, "aws_lambda_function_url");
  expect(url.authorization_type).toBe("AWS_IAM");
  expect(url.cors).toMatchObject({ allow_methods: ["GET"], max_age: 3600 });
  expect(json.resource.aws_lambda_permission).toBeUndefined();
});

test("bucket-events: new photos invoke it, once more after an error, and then the event is kept", () => {
  const json = synthExample(({ app, environment }) => new LabelsStack(app, "labels", environment));
  expect(fn(json).tracing_config.mode).toBe("Active");
  expect(only(json, "aws_cloudwatch_log_group").retention_in_days).toBe(5);
  expect(only(json, "aws_lambda_function_event_invoke_config").maximum_retry_attempts).toBe(1);
  expect(fn(json).dead_letter_config.target_arn).toMatch(/^\$\{aws_sqs_queue\./);
  expect(only(json, "aws_s3_bucket_notification").lambda_function).toMatchObject([
    { events: ["s3:ObjectCreated:*"], filter_prefix: "incoming/", filter_suffix: ".jpg" },
  ]);
  expect(only(json, "aws_lambda_permission")).toMatchObject({
    principal: "s3.amazonaws.com",
    source_arn: "arn:aws:s3:::shop-photos",
    source_account: "111111111111",
  });
  expect(permissionsIn(json)).toEqual([
    "rekognition:DetectLabels on *",
    "s3:GetObject on arn:aws:s3:::shop-photos/*",
    "s3:ListBucket on arn:aws:s3:::shop-photos",
    expect.stringMatching(/^sqs:SendMessage on arn:aws:sqs:eu-central-1:111111111111:/),
    "xray:PutTelemetryRecords on *",
    "xray:PutTraceSegments on *",
  ]);
});

test("http-api: the image of the repository by digest, with a role of one's own, behind a route", () => {
  const json = synthExample(({ app, environment }) => new BotStack(app, "bot", environment));
  expect(only(json, "aws_ecr_image", "data")).toMatchObject({ repository_name: "bot", image_tag: "1.4.2" });
  expect(fn(json).image_uri).toMatch(/\/bot@\$\{data\.aws_ecr_image\./);
  expect(Object.keys(json.resource.aws_iam_role)).toEqual([expect.stringMatching(/^Role/)]);
  expect(fn(json).role).toMatch(/^\$\{aws_iam_role\.Role/);
  expect(permissionsIn(json)).toEqual([
    "ssm:GetParameter on arn:aws:ssm:eu-central-1:111111111111:parameter/bot/*",
  ]);
  expect(only(json, "aws_apigatewayv2_api").protocol_type).toBe("HTTP");
  expect(only(json, "aws_apigatewayv2_route").route_key).toBe("ANY /v1/{proxy+}");
  expect(only(json, "aws_lambda_permission").principal).toBe("apigateway.amazonaws.com");
});

test("rest-api: a method of a REST API invokes it, and it runs in the given subnets", () => {
  const json = synthExample(
    ({ app, environment }) =>
      new SearchStack(app, "search", environment, {
        vpc: { subnetIds: ["subnet-1", "subnet-2"], securityGroupIds: ["sg-1"] },
      }),
  );
  expect(fn(json).vpc_config).toMatchObject({
    subnet_ids: ["subnet-1", "subnet-2"],
    security_group_ids: ["sg-1"],
  });
  expect(only(json, "aws_api_gateway_method")).toMatchObject({ http_method: "POST", authorization: "NONE" });
  expect(only(json, "aws_api_gateway_resource").path_part).toBe("search");
  expect(only(json, "aws_api_gateway_stage").stage_name).toBe("v1");
  expect(only(json, "aws_lambda_permission").source_arn).toMatch(/\/v1\/POST\/search$/);
  expect(permissionsIn(json).filter((permission) => !permission.startsWith("ec2:"))).toEqual([
    "sagemaker:InvokeEndpoint on arn:aws:sagemaker:eu-central-1:111111111111:endpoint/search",
  ]);
});

test("schedule: it runs every twenty minutes, and an error raises an alarm", () => {
  const json = synthExample(({ app, environment }) => new StatisticsStack(app, "statistics", environment));
  expect(fn(json)).toMatchObject({
    architectures: ["arm64"],
    memory_size: 1300,
    timeout: 500,
    image_config: { command: ["app.handler"] },
  });
  expect(only(json, "aws_lambda_function_event_invoke_config")).toMatchObject({
    maximum_event_age_in_seconds: 300,
    maximum_retry_attempts: 0,
  });
  expect(only(json, "aws_scheduler_schedule").schedule_expression).toBe("cron(*/20 * * * ? *)");
  expect(only(json, "aws_cloudwatch_metric_alarm")).toMatchObject({
    metric_name: "Errors",
    namespace: "AWS/Lambda",
    period: 60,
    evaluation_periods: 1,
    threshold: 1,
    treat_missing_data: "ignore",
    alarm_description: "The statistics failed",
    alarm_actions: [expect.stringMatching(/^\$\{aws_sns_topic\.Alarms/)],
  });
  expect(permissionsIn(json)).toEqual([
    expect.stringMatching(/^lambda:InvokeFunction on .*:function:statistics$/),
    "s3:AbortMultipartUpload on arn:aws:s3:::shop-numbers/*",
    "s3:DeleteObject on arn:aws:s3:::shop-numbers/*",
    "s3:GetObject on arn:aws:s3:::shop-numbers/*",
    "s3:ListBucket on arn:aws:s3:::shop-numbers",
    "s3:PutObject on arn:aws:s3:::shop-numbers/*",
  ]);
});

test("queue: messages invoke it in batches, and only the failed ones come again", () => {
  const json = synthExample(({ app, environment, neighbours }) => {
    return new IngestStack(app, "ingest", environment, {
      queue: new SqsQueue(neighbours, "Queue", { name: "ingest", visibilityTimeoutSeconds: 30 }),
      vpc: { subnetIds: ["subnet-1"], securityGroupIds: ["sg-1"] },
      databaseSecret: new SecretsmanagerSecret(neighbours, "Database", { name: "database" }),
    });
  });
  expect(build(json).dockerfile).toBe("worker/Dockerfile");
  expect(fn(json).vpc_config).toMatchObject({ subnet_ids: ["subnet-1"], security_group_ids: ["sg-1"] });
  expect(only(json, "aws_lambda_event_source_mapping")).toMatchObject({
    batch_size: 10,
    maximum_batching_window_in_seconds: 1,
    function_response_types: ["ReportBatchItemFailures"],
  });
  expectPermissions(json, [
    "secretsmanager:GetSecretValue",
    "sqs:DeleteMessage",
    "sqs:GetQueueAttributes",
    "sqs:ReceiveMessage",
  ]);
});

test("file-system: it mounts the file system in the VPC, and its records go to the bus and the queue", () => {
  const json = synthExample(
    ({ app, environment }) =>
      new ScanStack(app, "scan", environment, {
        vpc: { vpcId: "vpc-1", subnetIds: ["subnet-1", "subnet-2"] },
      }),
  );
  expect(fn(json)).toMatchObject({
    file_system_config: { local_mount_path: "/mnt/lambda" },
    memory_size: 10_240,
    timeout: 900,
    reserved_concurrent_executions: 20,
  });
  expect(Object.keys(json.resource.aws_efs_mount_target)).toHaveLength(2);
  expect(fn(json).depends_on.filter((one: string) => one.startsWith("aws_efs_mount_target."))).toHaveLength(
    2,
  );
  expect(only(json, "aws_security_group").egress ?? []).toEqual([]);
  expect(json.resource.aws_vpc_security_group_egress_rule).toBeUndefined();
  const { destination_config } = only(json, "aws_lambda_function_event_invoke_config");
  expect(destination_config.on_success.destination).toMatch(/^\$\{aws_cloudwatch_event_bus\.Results/);
  expect(destination_config.on_failure.destination).toMatch(/^\$\{aws_sqs_queue\.Errors/);
  expectPermissions(json, [
    "elasticfilesystem:ClientMount",
    "elasticfilesystem:ClientWrite",
    "events:PutEvents",
    "sqs:SendMessage",
  ]);
});

test("log-group: it logs JSON into a log group of one's own, and uses the tables and the secret", () => {
  const json = synthExample(({ app, environment, neighbours }) => {
    const table = (name: string) =>
      new DynamodbTable(neighbours, name, {
        name,
        hashKey: "id",
        attribute: [{ name: "id", type: "S" }],
        billingMode: "PAY_PER_REQUEST",
      });
    return new ReportsStack(app, "reports", environment, {
      credentials: new SecretsmanagerSecret(neighbours, "Credentials", { name: "credentials" }),
      tables: [table("orders"), table("customers")],
    });
  });
  expect(only(json, "aws_cloudwatch_log_group")).toMatchObject({
    name: "/aws/lambda/reports",
    retention_in_days: 7,
  });
  expect(fn(json)).toMatchObject({
    ephemeral_storage: { size: 2048 },
    logging_config: { log_format: "JSON", application_log_level: "WARN" },
  });
  expect(Object.keys(only(json, "docker_registry_image").triggers)).not.toContain("notes.md");
  expectPermissions(json, [
    "secretsmanager:GetSecretValue",
    "dynamodb:PutItem",
    ":table/orders",
    ":table/customers",
  ]);
});

test("shared-code: one image is built and pushed for both functions", () => {
  const json = synthExample(({ app, environment }) => new SyncStack(app, "sync", environment));
  only(json, "docker_registry_image");
  const functions: { image_uri: string; memory_size: number; image_config: object }[] = Object.values(
    json.resource.aws_lambda_function,
  );
  expect(functions.map(({ memory_size }) => memory_size).sort()).toEqual([1024, 2048]);
  expect(new Set(functions.map(({ image_uri }) => image_uri)).size).toBe(1);
  for (const { image_config } of functions) {
    expect(image_config).toEqual({ command: ["app.handler"] });
  }
  const policies: { policy: string }[] = Object.values(json.resource.aws_iam_role_policy);
  for (const { policy } of policies) {
    expect(policy).toContain("s3:PutObject");
  }
});
