import { CloudwatchLogGroup } from "@cdktf/provider-aws/lib/cloudwatch-log-group";
import { DynamodbTable } from "@cdktf/provider-aws/lib/dynamodb-table";
import { KinesisStream } from "@cdktf/provider-aws/lib/kinesis-stream";
import { S3Bucket } from "@cdktf/provider-aws/lib/s3-bucket";
import { SnsTopic } from "@cdktf/provider-aws/lib/sns-topic";
import { SqsQueue } from "@cdktf/provider-aws/lib/sqs-queue";
import { App, TerraformOutput } from "cdktf";
import {
  ApiEventSource,
  CloudWatchLogsEventSource,
  DockerImageCode,
  DockerImageFunction,
  Duration,
  DynamoEventSource,
  EventBridgeRuleEventSource,
  EventType,
  FilterCriteria,
  FilterRule,
  HttpApiEventSource,
  HttpMethod,
  KinesisEventSource,
  S3EventSource,
  Schedule,
  ScheduleEventSource,
  SnsEventSource,
  SqsEventSource,
  StartingPosition,
} from "cdktf-lambda-images";
import type { Construct } from "constructs";
import { environments } from "../environments";
import { type Environment, readEnvironment } from "../stacks/environment";
import { EnvironmentStack } from "../stacks/environment-stack";

/**
 * One function, invoked by all event sources of the local AWS: queue, topic, bucket, table, stream, event bus, schedule, two
 * APIs, logs. docs/event-sources.md has the rest.
 *
 *     npx cdktf deploy --app "node cli/app/run-app.cjs examples/event-sources.ts"
 */
class EventSourcesStack extends EnvironmentStack {
  constructor(scope: Construct, id: string, environment: Environment) {
    super(scope, id, environment);
    const prefix = environment.namePrefix;
    const fn = new DockerImageFunction(this, "events", {
      code: DockerImageCode.fromImageAsset("examples/event-sources"),
      timeout: Duration.seconds(5),
    });

    const queue = new SqsQueue(this, "Queue", { name: `${prefix}-jobs`, sqsManagedSseEnabled: true });
    fn.addEventSource(
      new SqsEventSource(queue, {
        batchSize: 5,
        reportBatchItemFailures: true,
        filters: [FilterCriteria.filter({ body: { kind: FilterRule.isEqual("new") } })],
      }),
    );

    const topic = new SnsTopic(this, "Topic", { name: `${prefix}-news` });
    fn.addEventSource(new SnsEventSource(topic));

    const bucket = new S3Bucket(this, "Uploads", {
      bucket: `${prefix}-uploads-${environment.account}`,
      forceDestroy: environment.disposable,
    });
    fn.addEventSource(
      new S3EventSource(bucket, { events: [EventType.OBJECT_CREATED], filters: [{ prefix: "images/" }] }),
    );

    const table = new DynamodbTable(this, "Orders", {
      name: `${prefix}-orders`,
      billingMode: "PAY_PER_REQUEST",
      hashKey: "id",
      attribute: [{ name: "id", type: "S" }],
      streamEnabled: true,
      streamViewType: "NEW_AND_OLD_IMAGES",
    });
    fn.addEventSource(
      new DynamoEventSource(table, { startingPosition: StartingPosition.LATEST, retryAttempts: 3 }),
    );

    const stream = new KinesisStream(this, "Clicks", { name: `${prefix}-clicks`, shardCount: 1 });
    fn.addEventSource(new KinesisEventSource(stream, { startingPosition: StartingPosition.TRIM_HORIZON }));

    fn.addEventSource(
      new EventBridgeRuleEventSource("Placed", {
        eventPattern: { source: ["shop"], detailType: ["Order placed"] },
      }),
    );
    fn.addEventSource(
      new ScheduleEventSource("EachMinute", {
        schedule: Schedule.rate(Duration.minutes(1)),
        event: { kind: "each minute" },
      }),
    );

    const httpApi = new HttpApiEventSource(HttpMethod.GET, "/http/{id}");
    fn.addEventSource(httpApi);
    const restApi = new ApiEventSource(HttpMethod.GET, "/rest/{id}");
    fn.addEventSource(restApi);

    const audit = new CloudwatchLogGroup(this, "Audit", { name: `/${prefix}/audit`, retentionInDays: 7 });
    fn.addEventSource(new CloudWatchLogsEventSource(audit, { filterPattern: '"ERROR"' }));

    new TerraformOutput(this, "http_api", { value: httpApi.api?.apiEndpoint });
    new TerraformOutput(this, "rest_api", { value: restApi.stage?.invokeUrl });
  }
}

const environment = readEnvironment(environments, process.env.ENVIRONMENT ?? "dev", {
  imageBuilder: process.env.IMAGE_BUILDER,
});

const app = new App();
new EventSourcesStack(app, `event-sources-${environment.name}`, environment);
app.synth();
