/**
 * The constructs: `DockerImageFunction` is a Lambda function that runs a container image, and the others are the parts
 * that it needs. Where AWS CDK has the same construct, the names are AWS CDK's.
 *
 * ```ts
 * import { AwsEnvironment, DockerImageCode, DockerImageFunction, DockerProviderBuilder } from "cdktf-lambda-images";
 *
 * // In the constructor of a stack that has its provider "aws":
 * AwsEnvironment.define(this, { account: "123456789012", region: "eu-central-1", namePrefix: "shop-dev" });
 * DockerProviderBuilder.addTo(this);
 * new DockerImageFunction(this, "hello", { code: DockerImageCode.fromImageAsset("lambdas/hello") });
 * ```
 *
 * @module cdktf-lambda-images
 */
export { Architecture } from "./architecture";
export { type ArnPlace, AwsEnvironment, type AwsEnvironmentProps } from "./aws-environment";
export { SymlinkFollowMode } from "./build-context/link";
export {
  type ILambdaDeploymentConfig,
  LambdaDeploymentConfig,
  type LambdaDeploymentConfigProps,
} from "./codedeploy/lambda-deployment-config";
export {
  type AutoRollbackConfig,
  type IAlarm,
  LambdaDeploymentGroup,
  type LambdaDeploymentGroupProps,
} from "./codedeploy/lambda-deployment-group";
export { type TimeBasedTrafficRoutingProps, TrafficRouting } from "./codedeploy/traffic-routing";
export { EventBridgeDestination } from "./destinations/event-bridge-destination";
export { LambdaDestination } from "./destinations/lambda-destination";
export { S3Destination } from "./destinations/s3-destination";
export { SnsDestination } from "./destinations/sns-destination";
export { SqsDestination } from "./destinations/sqs-destination";
export { Duration } from "./duration";
export { AlbEventSource, type AlbEventSourceProps } from "./event-sources/alb";
export { ApiEventSource, type ApiEventSourceProps } from "./event-sources/api";
export type { ApiMethod } from "./event-sources/api-path";
export {
  CloudWatchLogsEventSource,
  type CloudWatchLogsEventSourceProps,
} from "./event-sources/cloudwatch-logs";
export {
  CognitoEventSource,
  type CognitoEventSourceProps,
  UserPoolOperation,
  type UserPoolTrigger,
} from "./event-sources/cognito";
export { DynamoEventSource, type DynamoEventSourceProps } from "./event-sources/dynamodb";
export {
  type DeliveryOptions,
  EventBridgeRuleEventSource,
  type EventBridgeRuleEventSourceProps,
  type EventPattern,
} from "./event-sources/event-bridge-rule";
export {
  type EventSourceMappingOptions,
  type FailureOptions,
  type MetricsConfig,
  MetricType,
  PolledEventSource,
  type ProvisionedPollerConfig,
} from "./event-sources/event-source-mapping";
export {
  type EventFilter,
  type EventFilterPattern,
  FilterCriteria,
  type FilterOptions,
  FilterRule,
} from "./event-sources/filter";
export {
  HttpApiEventSource,
  type HttpApiEventSourceProps,
  PayloadFormatVersion,
} from "./event-sources/http-api";
export { IoTRuleEventSource, type IoTRuleEventSourceProps } from "./event-sources/iot-rule";
export {
  AuthenticationMethod,
  type KafkaEventSourceProps,
  type KafkaOptions,
} from "./event-sources/kafka";
export { KinesisEventSource, type KinesisEventSourceProps } from "./event-sources/kinesis";
export { ListenerCondition } from "./event-sources/listener-condition";
export { ManagedKafkaEventSource, type ManagedKafkaEventSourceProps } from "./event-sources/managed-kafka";
export type { DeployOptions } from "./event-sources/rest-api";
export {
  EventType,
  type NotificationKeyFilter,
  S3EventSource,
  type S3EventSourceProps,
} from "./event-sources/s3";
export { ScheduleEventSource, type ScheduleEventSourceProps } from "./event-sources/schedule";
export {
  type KafkaInVpc,
  type KafkaOverInternet,
  type KafkaVpc,
  SelfManagedKafkaEventSource,
  type SelfManagedKafkaEventSourceProps,
} from "./event-sources/self-managed-kafka";
export {
  type SnsBodyFilterPolicy,
  SnsEventSource,
  type SnsEventSourceProps,
  type SnsFilterPolicy,
  type SnsOptions,
  type SnsWithBodyFilterPolicy,
  type SnsWithFilterPolicy,
} from "./event-sources/sns";
export {
  SqsEventSource,
  type SqsEventSourceProps,
  type SqsOptions,
  type SqsWithMaxConcurrency,
  type SqsWithProvisionedPollers,
} from "./event-sources/sqs";
export {
  type StartAtEnd,
  type StartAtTimestamp,
  StartingPosition,
  type StreamOptions,
} from "./event-sources/stream";
export type { Alias } from "./function/alias";
export type { AliasOptions, AliasProps, VersionWeight } from "./function/alias-options";
export type {
  AutoScalingOptions,
  ScalableFunctionAttribute,
  ScalingSchedule,
  UtilizationScalingOptions,
} from "./function/alias-scaling";
export type { EventInvokeConfigOptions } from "./function/async-invoke-options";
export type { DeadLetterOptions } from "./function/dead-letter";
export type { DestinationConfig, IDestination, SuccessDestination } from "./function/destination";
export {
  type AssetImageCodeProps,
  DockerImageCode,
  type EcrImageCodeProps,
  type ImageOverrides,
} from "./function/docker-image-code";
export { DockerImageFunction } from "./function/docker-image-function";
export { type DockerImageFunctionProps, RecursiveLoop } from "./function/docker-image-function-props";
export type { IEventSource } from "./function/event-source";
export type { ExistingRole, ManagedPolicy, RoleOptions } from "./function/execution-role";
export { FileSystem, type FileSystemOptions } from "./function/file-system";
export { FunctionBase } from "./function/function-base";
export type { FunctionUrl } from "./function/function-url";
export {
  type CorsMethod,
  FunctionUrlAuthType,
  type FunctionUrlCorsOptions,
  type FunctionUrlOptions,
  InvokeMode,
} from "./function/function-url-options";
export type { ExistingLogGroup, LogGroupOptions } from "./function/log-group";
export { ApplicationLogLevel, LoggingFormat, type LoggingOptions, SystemLogLevel } from "./function/logging";
export {
  type CapacityProviderOptions,
  type DurableConfig,
  type NewerSettings,
  TenancyConfig,
} from "./function/newer-settings";
export type {
  AccountsServicePermission,
  AlexaPermission,
  Permission,
  PermissionOptions,
  PrincipalPermission,
  ServicePermission,
} from "./function/permission";
export { PermissionsBoundary } from "./function/permissions-boundary";
export { ProductionDefaults, type ProductionDefaultsProps } from "./function/production-defaults";
export type { RefusedOptions } from "./function/refused-options";
export { RetentionDays } from "./function/retention-days";
export { Tracing } from "./function/tracing";
export type { Version } from "./function/version";
export type { VpcOptions, VpcSubnets, VpcWithNewSecurityGroup, VpcWithSecurityGroups } from "./function/vpc";
export type { Grantee, IGrantable } from "./grantable";
export { type Bucket, BucketGrants } from "./grants/bucket-grants";
export type { EncryptedResourceOptions } from "./grants/encryption-key";
export { type EventBus, EventBusGrants } from "./grants/event-bus-grants";
export { type Key, KeyGrants } from "./grants/key-grants";
export { type Parameter, ParameterGrants } from "./grants/parameter-grants";
export { type Queue, QueueGrants } from "./grants/queue-grants";
export { type Secret, SecretGrants } from "./grants/secret-grants";
export { type StateMachine, StateMachineGrants } from "./grants/state-machine-grants";
export { type Table, TableGrants, type TableGrantsOptions } from "./grants/table-grants";
export { type Topic, TopicGrants } from "./grants/topic-grants";
export { HttpMethod } from "./http-method";
export { DockerBuildSecret } from "./image/docker-build-secret";
export type { DockerCacheOption } from "./image/docker-cache-option";
export { DockerCliBuilder, type DockerCliBuilderProps } from "./image/docker-cli-builder";
export { DockerImageAsset, type DockerImageAssetProps } from "./image/docker-image-asset";
export type {
  DockerImageAssetInvalidationOptions,
  DockerImageAssetOptions,
} from "./image/docker-image-asset-options";
export { DockerImageLabel } from "./image/docker-image-label";
export { DockerProviderBuilder, type DockerProviderBuilderProps } from "./image/docker-provider-builder";
export { IgnoreMode } from "./image/ignore-mode";
export { NetworkMode } from "./image/network-mode";
export { RegistryLogin, type RegistryScheme } from "./image/registry-login";
export {
  RegistryReplication,
  type RegistryReplicationProps,
  type ReplicationDestination,
} from "./image/registry-replication";
export { type IRepository, Repository, type RepositoryProps } from "./image/repository";
export { RepositoryEncryption, type RepositoryEncryptionOptions } from "./image/repository-encryption";
export { FilterPattern } from "./logs/filter-pattern";
export { MetricFilter, type MetricFilterProps } from "./logs/metric-filter";
export {
  type DataStream,
  type DeliveryStream,
  type LogSubscriptionDestination,
  SubscriptionFilter,
  type SubscriptionFilterProps,
} from "./logs/subscription-filter";
export { Alarm, type AlarmAction, type AlarmProps, type CreateAlarmOptions } from "./metrics/alarm";
export { ComparisonOperator, TreatMissingData } from "./metrics/alarm-options";
export { Dashboard, type DashboardProps } from "./metrics/dashboard";
export {
  type FunctionMetrics,
  FunctionsDashboard,
  type FunctionsDashboardProps,
} from "./metrics/functions-dashboard";
export { GraphWidget, type GraphWidgetProps } from "./metrics/graph-widget";
export { Metric, type MetricOptions, type MetricProps } from "./metrics/metric";
export { type Statistic, Stats } from "./metrics/statistic";
export { Effect, type PolicyStatement, policyDocument } from "./policy-statement";
export type { Problem, Severity } from "./problem";
export type { ProblemCode } from "./problem-code";
export type { CheckCacheOptions } from "./problems/check-cache";
export type { Acknowledgement } from "./problems/checked-function";
export { ProblemReport, type ProblemReportOptions } from "./problems/problem-report";
export { RequiredVersion } from "./required-version";
export { type CronOptions, Schedule } from "./schedule";
export { Size } from "./size";
