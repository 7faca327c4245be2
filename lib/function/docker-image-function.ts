import type { DataAwsKmsKey } from "@cdktf/provider-aws/lib/data-aws-kms-key";
import type { DataAwsSqsQueue } from "@cdktf/provider-aws/lib/data-aws-sqs-queue";
import type { KmsKey } from "@cdktf/provider-aws/lib/kms-key";
import { LambdaFunction } from "@cdktf/provider-aws/lib/lambda-function";
import type { SqsQueue } from "@cdktf/provider-aws/lib/sqs-queue";
import { type ITerraformDependable, TerraformOutput } from "cdktf";
import type { Construct } from "constructs";
import { Architecture } from "../architecture";
import { AwsEnvironment, idPath } from "../aws-environment";
import { Duration } from "../duration";
import type { PolicyStatement } from "../policy-statement";
import { Size } from "../size";
import { throwProblems, throwProblemsInLine } from "../throw-problems";
import type * as aliasModule from "./alias";
import type { Alias } from "./alias";
import type { AliasOptions } from "./alias-options";
import { hasEventInvokeOptions } from "./async-invoke-options";
import { checkAtSynth } from "./check-at-synth";
import { deadLetterPart } from "./dead-letter";
import type { DockerImageFunctionProps } from "./docker-image-function-props";
import { ExecutionRole, type ExistingRole } from "./execution-role";
import { FunctionBase } from "./function-base";
import { environmentProblems } from "./function-limits";
import { takeFunctionName } from "./function-names";
import type { FunctionPart } from "./function-part";
import { functionProblems } from "./function-problems";
import { imagePart } from "./image-part";
import { type ExistingLogGroup, logGroupOf, writeLogs } from "./log-group";
import { loggingPart } from "./logging";
import { applyNewerSettings, durableStatements } from "./newer-settings";
import { ProductionDefaults } from "./production-defaults";
import type * as recursionConfigModule from "./recursion-config";
import { refuseTwice } from "./refuse-twice";
import { tracingPart } from "./tracing";
import { Version } from "./version";
import { vpcPart } from "./vpc";

const REFUSED = "Lambda would refuse this function";

/**
 * A Lambda function that runs a container image, with its execution role and its log group. Its outputs are
 * `<id>_function_name`, `<id>_function_arn` and `<id>_image_uri`.
 */
export class DockerImageFunction extends FunctionBase {
  /** The resource itself, for arguments that this construct doesn't have: `fn.resource.addOverride(…)`. */
  readonly resource: LambdaFunction;
  readonly role: ExistingRole;
  /** Where the function logs. */
  readonly logGroup: ExistingLogGroup;
  /** The queue for events that failed each time. @default - undefined if there is none */
  readonly deadLetterQueue: SqsQueue | DataAwsSqsQueue | undefined;
  /** The ids of its security groups, for rules of other groups. @default - empty if it is not connected to a VPC */
  readonly securityGroupIds: readonly string[];
  /** The name in Lambda. A reference to the resource, so whatever uses it is created after the function. */
  readonly functionName: string;
  /** The ARN, known after the function was created. */
  readonly functionArn: string;
  readonly invokeArn: string;
  readonly qualifier = undefined;
  /** The image that the function runs, by digest. */
  readonly imageUri: string;
  /** The instruction set, of Lambda and of the image. */
  readonly architecture: Architecture;
  /** @internal */
  readonly _arnInPolicies: string;
  /** Whether it separates its tenants. @internal */
  readonly _hasTenants: boolean;
  private readonly executionRole: ExecutionRole;
  private readonly variables: Record<string, string>;
  private readonly variablesKey: KmsKey | DataAwsKmsKey | undefined;
  private version: Version | undefined;

  /**
   * @throws Error when Lambda would refuse settings, or when they contradict each other. The error lists all of them.
   * @throws BuildContextError when the image's folder can't be a build context.
   */
  constructor(scope: Construct, id: string, own: DockerImageFunctionProps) {
    super(scope, id);
    const props = ProductionDefaults.of(this)?._with(own) ?? own;
    const environment = AwsEnvironment.of(this);
    const functionName = props.functionName ?? environment.nameOf(this);
    const { ephemeralStorageSize: storage } = props;
    const settings = {
      ...props,
      functionName,
      ephemeralStorageSize: storage instanceof Size ? storage.toMebibytes() : storage,
      memorySize: props.memorySize ?? 128,
      timeout: props.timeout ?? Duration.seconds(3),
    };
    throwProblems(this.node.path, REFUSED, functionProblems(settings));

    takeFunctionName(this, functionName);
    const { tags, vpc } = props;
    this._hasTenants = props.tenancyConfig !== undefined;
    this.variables = { ...props.environment };
    // Without variables Lambda stores no key, and each plan would add it again (aws_lambda_function, `kms_key_arn`).
    this.variablesKey = props.environmentEncryption;
    this._arnInPolicies = environment.arn("lambda", `function:${functionName}`);
    this.architecture = props.architecture ?? Architecture.X86_64;
    const image = props.code.bind(this, this.architecture);
    this.logGroup = logGroupOf(
      this,
      functionName,
      props.logGroup ?? (props.logRetention === undefined ? {} : { retention: props.logRetention }),
      tags,
    );
    const deadLetters = deadLetterPart(this, functionName, props, tags);
    const network = vpc && vpcPart(this, functionName, this._arnInPolicies, vpc, tags);
    const parts: readonly FunctionPart[] = [
      imagePart(image),
      loggingPart(props, this.logGroup.name),
      deadLetters,
      ...(network ? [network] : []),
      ...(props.filesystem ? [props.filesystem.part] : []),
      ...(props.tracing ? [tracingPart(props.tracing)] : []),
    ];
    this.executionRole = new ExecutionRole(this, "Role", {
      functionName,
      ...(props.role && { role: props.role }),
      statements: [
        writeLogs(this.logGroup),
        ...(props.initialPolicy ?? []),
        ...parts.flatMap(({ statements = [] }) => statements),
        ...(props.durableConfig ? durableStatements(this._arnInPolicies) : []),
      ],
      ...(tags && { tags }),
    });
    this.resource = new LambdaFunction(this, "Resource", {
      functionName,
      role: this.executionRole.resource.arn,
      architectures: [this.architecture.name],
      memorySize: settings.memorySize,
      timeout: settings.timeout.toSeconds(),
      ...(props.description !== undefined && { description: props.description }),
      ...(props.environment && {
        environment: { variables: { ...this.variables } },
        ...(this.variablesKey && { kmsKeyArn: this.variablesKey.arn }),
      }),
      ...(settings.ephemeralStorageSize !== undefined && {
        ephemeralStorage: { size: settings.ephemeralStorageSize },
      }),
      ...(props.reservedConcurrentExecutions !== undefined && {
        reservedConcurrentExecutions: props.reservedConcurrentExecutions,
      }),
      ...(props.ignoreImageChanges && { lifecycle: { ignoreChanges: ["image_uri"] } }),
      ...(tags && { tags: { ...tags } }),
      ...Object.assign({}, ...parts.map(({ config }) => config)),
      dependsOn: [...parts.flatMap(({ dependsOn = [] }) => dependsOn), ...this.executionRole.permissions],
    });
    applyNewerSettings(this.resource, props);
    checkAtSynth(this, image, {
      architecture: this.architecture,
      environment: this.variables,
      ...(props.acknowledge && { acknowledge: props.acknowledge }),
    });
    this.role = this.executionRole.resource;
    this.deadLetterQueue = deadLetters.deadLetterQueue;
    this.securityGroupIds = network?.securityGroupIds ?? [];
    this.functionName = this.resource.functionName;
    this.functionArn = this.resource.arn;
    this.invokeArn = this.resource.invokeArn;
    this.imageUri = image.imageUri;
    this.output("function_name", this.functionName, "Name of the function");
    this.output("function_arn", this.functionArn, "ARN of the function");
    this.output("image_uri", this.resource.imageUri, "The image that the function runs");
    this.addRest(props);
  }

  /** @internal */
  get _function(): DockerImageFunction {
    return this;
  }

  get permissions(): readonly ITerraformDependable[] {
    return this.executionRole.permissions;
  }

  addToRolePolicy(statement: PolicyStatement): void {
    this.executionRole.addToPolicy(statement);
  }

  /** Adds an environment variable, or changes its value. @throws Error when Lambda would refuse it */
  addEnvironment(name: string, value: string): void {
    throwProblemsInLine(this.node.path, REFUSED, environmentProblems({ ...this.variables, [name]: value }));
    this.variables[name] = value;
    this.resource.putEnvironment({ variables: { ...this.variables } });
    if (this.variablesKey) this.resource.kmsKeyArn = this.variablesKey.arn;
  }

  /**
   * The version of the code and settings that this stack deploys. Using it sets `publish`: each apply that changes the
   * function publishes a version. Versions stay, also when the function changes, and so must their images.
   *
   * With `ignoreImageChanges`, Terraform publishes only when a setting changes, and the newest version counts, also when
   * another tool has published it. On the local AWS, an alias runs the image of its version, but the version that the
   * code reads may be another one with the same image.
   */
  get currentVersion(): Version {
    this.resource.publish = true;
    this.version ??= new Version(this, this.resource.version);
    return this.version;
  }

  /**
   * Adds a name for a version, for example `live`. Without other settings it moves to the new version with each apply
   * that changes the function.
   * @throws Error when Lambda would refuse it
   */
  addAlias(aliasName: string, options: AliasOptions = {}): Alias {
    const id = `Alias${aliasName}`;
    refuseTwice(
      this,
      id,
      `There is an alias ${JSON.stringify(aliasName)} already. Use the one that addAlias returned.`,
    );
    const { Alias } = require("./alias") as typeof aliasModule;
    return new Alias(this, id, { ...options, aliasName });
  }

  /** What needs the function itself. */
  private addRest(props: DockerImageFunctionProps): void {
    if (props.recursiveLoop !== undefined) {
      const { recursionConfig } = require("./recursion-config") as typeof recursionConfigModule;
      recursionConfig(this, this.functionName, props.recursiveLoop);
    }
    if (hasEventInvokeOptions(props)) {
      this.configureAsyncInvoke(props);
    }
    for (const source of props.events ?? []) {
      this.addEventSource(source);
    }
  }

  private output(name: string, value: string, description: string): void {
    const output = new TerraformOutput(this, name, { value, description });
    output.overrideLogicalId(`${idPath(this)}_${name}`.replace(/[^A-Za-z0-9_-]/g, "_"));
  }
}
