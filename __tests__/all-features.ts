import { EfsAccessPoint } from "@cdktf/provider-aws/lib/efs-access-point";
import { EfsMountTarget } from "@cdktf/provider-aws/lib/efs-mount-target";
import { KmsKey } from "@cdktf/provider-aws/lib/kms-key";
import { S3Bucket } from "@cdktf/provider-aws/lib/s3-bucket";
import { SecretsmanagerSecret } from "@cdktf/provider-aws/lib/secretsmanager-secret";
import { SnsTopic } from "@cdktf/provider-aws/lib/sns-topic";
import { SqsQueue } from "@cdktf/provider-aws/lib/sqs-queue";
import { SsmParameter } from "@cdktf/provider-aws/lib/ssm-parameter";
import type { TerraformStack } from "cdktf";
import {
  type Alias,
  BucketGrants,
  DockerImageCode,
  DockerImageFunction,
  Duration,
  EventBridgeDestination,
  EventBusGrants,
  FileSystem,
  FilterPattern,
  FunctionsDashboard,
  FunctionUrlAuthType,
  HttpMethod,
  InvokeMode,
  KeyGrants,
  LambdaDeploymentConfig,
  LambdaDeploymentGroup,
  LambdaDestination,
  LoggingFormat,
  MetricFilter,
  ParameterGrants,
  QueueGrants,
  RecursiveLoop,
  Repository,
  RetentionDays,
  S3Destination,
  Schedule,
  SecretGrants,
  Size,
  SnsDestination,
  SqsDestination,
  SubscriptionFilter,
  TableGrants,
  TopicGrants,
  Tracing,
} from "../lib";
import { addAll, FOUND, type Found, Neighbours } from "./lib/event-sources/all-sources";
import { functionFolder } from "./synth";

/**
 * Every feature of a function that AWS provider 5.100.0 has, in one stack.
 * @param emulated without what the local AWS hasn't: Kafka, CodeDeploy, Application Auto Scaling
 */
export function allFeatures(stack: TerraformStack, found: Found = FOUND, emulated = false): void {
  const neighbours = new Neighbours(stack, "n", found, emulated);
  const key = new KmsKey(stack, "Key", { enableKeyRotation: true });
  const worker = everySetting(stack, key, neighbours);
  everyGrant(stack, worker, neighbours, key);
  everyDestination(stack, worker, neighbours);
  everyEventSource(stack, neighbours);
  const alias = everyVersion(worker);
  if (!emulated) {
    everyScaling(alias);
  }
  everyMetric(stack, worker, alias, emulated);
}

function everySetting(stack: TerraformStack, key: KmsKey, neighbours: Neighbours): DockerImageFunction {
  const { fileSystemId, subnetIds, vpcId, permissionsBoundary } = neighbours.found;
  const accessPoint = new EfsAccessPoint(stack, "Models", { fileSystemId });
  const mountTargets = [new EfsMountTarget(stack, "ModelsMount", { fileSystemId, subnetId: subnetIds[0] })];
  const repository = new Repository(stack, "WorkerImages", {
    encryptionKey: key,
    protectedTags: ["worker.63c89386a493-20261124224406"],
  });
  return new DockerImageFunction(stack, "worker", {
    code: DockerImageCode.fromImageAsset(functionFolder(), {
      repository,
      buildArgs: { VERSION: "1" },
      labels: { "org.opencontainers.image.title": "worker" },
      extraHash: "1",
      cmd: ["app.handler"],
    }),
    description: "Every setting",
    memorySize: 512,
    timeout: Duration.seconds(5),
    environment: { MODE: "all" },
    environmentEncryption: key,
    ephemeralStorageSize: Size.gibibytes(1),
    reservedConcurrentExecutions: 20,
    role: {
      roleName: "worker",
      managedPolicies: ["arn:aws:iam::aws:policy/AWSXrayReadOnlyAccess"],
      permissionsBoundary,
    },
    vpc: { subnetIds: [subnetIds[0]], vpcId, ipv6AllowedForDualStack: true },
    filesystem: FileSystem.fromEfsAccessPoint(accessPoint, "/mnt/models", { mountTargets }),
    tracing: Tracing.ACTIVE,
    loggingFormat: LoggingFormat.JSON,
    applicationLogLevel: "WARN",
    systemLogLevel: "WARN",
    logGroup: { retention: RetentionDays.ONE_YEAR, encryptionKey: key },
    deadLetterQueueEnabled: true,
    onSuccess: new EventBridgeDestination(neighbours.bus),
    onFailure: new SqsDestination(neighbours.failed),
    maxEventAge: Duration.hours(1),
    retryAttempts: 1,
    recursiveLoop: RecursiveLoop.ALLOW,
    tags: { Team: "shop" },
  });
}

function everyGrant(
  stack: TerraformStack,
  worker: DockerImageFunction,
  { bucket, table, queue, topic, bus }: Neighbours,
  key: KmsKey,
): void {
  BucketGrants.fromBucket(bucket).readWrite(worker);
  TableGrants.fromTable(table).readWriteData(worker);
  TableGrants.fromTable(table).streamRead(worker);
  QueueGrants.fromQueue(queue).sendMessages(worker);
  TopicGrants.fromTopic(topic).publish(worker);
  EventBusGrants.fromEventBus(bus).allPutEvents(worker);
  KeyGrants.fromKey(key).encryptDecrypt(worker);
  SecretGrants.fromSecret(new SecretsmanagerSecret(stack, "Secret", { name: "token" })).read(worker);
  const parameter = new SsmParameter(stack, "Parameter", { name: "/shop/mode", type: "String", value: "1" });
  ParameterGrants.fromParameter(parameter).read(worker);
}

function everyDestination(stack: TerraformStack, worker: DockerImageFunction, { topic }: Neighbours): void {
  const code = DockerImageCode.fromImageAsset(functionFolder({ "app.py": "handler = print\n" }));
  new DockerImageFunction(stack, "reporter", {
    code,
    deadLetterTopic: topic,
    onSuccess: new LambdaDestination(worker),
    onFailure: new SnsDestination(topic),
  });
  new DockerImageFunction(stack, "archiver", {
    code,
    deadLetterQueue: new SqsQueue(stack, "Dead", { name: "dead" }),
    onFailure: new S3Destination(new S3Bucket(stack, "Archive", { bucket: "failed-events" })),
  });
}

function everyEventSource(stack: TerraformStack, neighbours: Neighbours): void {
  const code = DockerImageCode.fromImageAsset(functionFolder({ "app.py": "handler = str\n" }));
  addAll(new DockerImageFunction(stack, "jobs", { code }), neighbours, "jobs", 1);
  const other = new DockerImageFunction(stack, "other", { code, timeout: Duration.seconds(5) });
  addAll(other.addAlias("live"), neighbours, "other", 2);
}

function everyVersion(worker: DockerImageFunction): Alias {
  const alias = worker.addAlias("live", { provisionedConcurrentExecutions: 2, description: "for everyone" });
  worker.addAlias("old", { version: "3", additionalVersions: [{ version: "2", weight: 0.1 }] });
  alias.addFunctionUrl({
    authType: FunctionUrlAuthType.AWS_IAM,
    invokeMode: InvokeMode.RESPONSE_STREAM,
    cors: { allowedOrigins: ["https://www.example.com"], allowedMethods: [HttpMethod.GET] },
  });
  worker.addPermission("Account", { principal: "210987654321" });
  return alias;
}

function everyScaling(alias: Alias): void {
  const scaling = alias.addAutoScaling({ minCapacity: 1, maxCapacity: 10 });
  scaling.scaleOnUtilization({ utilizationTarget: 0.5 });
  scaling.scaleOnSchedule("Morning", { schedule: Schedule.cron({ hour: "8", minute: "0" }), minCapacity: 5 });
}

function everyMetric(
  stack: TerraformStack,
  worker: DockerImageFunction,
  alias: Alias,
  emulated: boolean,
): void {
  const errors = alias.metricErrors().createAlarm(stack, "Errors", { threshold: 1, evaluationPeriods: 1 });
  errors.addAlarmAction(new SnsTopic(stack, "OnCall", { name: "on-call" }));
  worker.metricThrottles().createAlarm(stack, "Throttles", { threshold: 1, evaluationPeriods: 1 });
  new FunctionsDashboard(stack, "Dashboard", { functions: [worker, alias] });
  new MetricFilter(stack, "Slow", {
    logGroup: worker.logGroup,
    filterPattern: FilterPattern.anyTerm("SLOW"),
    metricNamespace: "Shop",
    metricName: "Slow",
  });
  const reader = new DockerImageFunction(stack, "reader", {
    code: DockerImageCode.fromImageAsset(functionFolder({ "app.py": "handler = len\n" })),
  });
  new SubscriptionFilter(stack, "ToReader", { logGroup: worker.logGroup, destination: reader });
  worker.grantInvoke(reader);
  if (!emulated) {
    new LambdaDeploymentGroup(stack, "Deployments", {
      alias: reader.addAlias("live"),
      deploymentConfig: LambdaDeploymentConfig.CANARY_10PERCENT_5MINUTES,
      alarms: [errors],
      preHook: worker,
    });
  }
}
