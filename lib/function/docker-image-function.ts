import { CloudwatchLogGroup } from "@cdktf/provider-aws/lib/cloudwatch-log-group";
import { LambdaFunction } from "@cdktf/provider-aws/lib/lambda-function";
import { TerraformOutput } from "cdktf";
import { Construct } from "constructs";
import { Architecture } from "../architecture";
import { AwsEnvironment, idPath } from "../aws-environment";
import { Duration } from "../duration";
import type { PolicyStatement } from "../policy-statement";
import type { Acknowledgement } from "../problems/checked-function";
import { ProblemReport } from "../problems/problem-report";
import type { BoundImage, DockerImageCode } from "./docker-image-code";
import { ExecutionRole } from "./execution-role";
import { limitProblems } from "./function-limits";
import type * as imageProblemsModule from "./image-problems";

/** The retention times in days that CloudWatch Logs accepts: API Reference, PutRetentionPolicy (read 2026-11-24). */
export type RetentionDays =
  | 1
  | 3
  | 5
  | 7
  | 14
  | 30
  | 60
  | 90
  | 120
  | 150
  | 180
  | 365
  | 400
  | 545
  | 731
  | 1096
  | 1827
  | 2192
  | 2557
  | 2922
  | 3288
  | 3653;

/** Settings of a DockerImageFunction. */
export interface DockerImageFunctionProps {
  /** The source of the image. */
  readonly code: DockerImageCode;
  /** The name in Lambda. @default - the environment's name prefix and the ids on the path to the function, for example `shop-dev-python` */
  readonly functionName?: string;
  /** What it does, for whoever looks at it in Lambda. @default - none */
  readonly description?: string;
  /** Memory in MiB, 128 to 10240. CPU grows with it. @default 128 */
  readonly memorySize?: number;
  /** The maximum time of one invocation, up to 15 minutes. @default Duration.seconds(3) */
  readonly timeout?: Duration;
  /** The instruction set, for Lambda and for the image. @default Architecture.X86_64 */
  readonly architecture?: Architecture;
  /**
   * Environment variables. Don't put secrets here: the values are readable in the state and the plan.
   * @default - none
   */
  readonly environment?: Readonly<Record<string, string>>;
  /** Size of `/tmp` in MiB, 512 to 10240. @default 512 */
  readonly ephemeralStorageSize?: number;
  /**
   * The number of concurrent invocations that is reserved for this function, which is also its maximum.
   * @default - only the account's limit applies
   */
  readonly reservedConcurrentExecutions?: number;
  /** How many days logs are kept. @default 30 */
  readonly logRetention?: RetentionDays;
  /**
   * Another tool manages the image. Terraform creates the function with the image of `code`, and ignores changes of the
   * image afterwards.
   * @default false
   */
  readonly ignoreImageChanges?: boolean;
  /** The permissions of the function, besides writing its own log. @default - none */
  readonly initialPolicy?: readonly PolicyStatement[];
  /** Acknowledged problems of its folder, with the reasons. The codes are in docs/problems.md. @default - none */
  readonly acknowledge?: readonly Acknowledgement[];
}

/**
 * A Lambda function that runs a container image, with its execution role and its log group. Its outputs are
 * `<id>_function_name`, `<id>_function_arn` and `<id>_image_uri`.
 */
export class DockerImageFunction extends Construct {
  /** The name in Lambda. A reference to the resource, so whatever uses it is created after the function. */
  readonly functionName: string;
  /** The ARN, known after the function was created. */
  readonly functionArn: string;
  /** The image that the function runs, by digest. */
  readonly imageUri: string;
  /** The instruction set, of Lambda and of the image. */
  readonly architecture: Architecture;
  private readonly role: ExecutionRole;

  /**
   * @throws Error when Lambda would refuse settings. The error lists all of them.
   * @throws BuildContextError when the image's folder can't be a build context.
   */
  constructor(scope: Construct, id: string, props: DockerImageFunctionProps) {
    super(scope, id);
    const environment = AwsEnvironment.of(this);
    const functionName = props.functionName ?? environment.nameOf(this);
    const settings = {
      ...props,
      functionName,
      memorySize: props.memorySize ?? 128,
      timeout: props.timeout ?? Duration.seconds(3),
    };
    const problems = limitProblems(settings);
    if (problems.length > 0) {
      throw new Error(
        `[${this.node.path}] Lambda would refuse this function:\n${problems.map((text) => `  - ${text}`).join("\n")}`,
      );
    }

    this.architecture = props.architecture ?? Architecture.X86_64;
    const image = props.code.bind(this, this.architecture);
    const { cmd, entrypoint, workingDirectory } = image.overrides;
    // The log group is created before the function. Otherwise Lambda would create it, without a retention time.
    const logGroupName = `/aws/lambda/${functionName}`;
    const logGroup = new CloudwatchLogGroup(this, "LogGroup", {
      name: logGroupName,
      retentionInDays: props.logRetention ?? 30,
    });
    this.role = new ExecutionRole(this, "Role", { functionName, logGroupName });
    for (const statement of props.initialPolicy ?? []) {
      this.addToRolePolicy(statement);
    }
    const resource = new LambdaFunction(this, "Resource", {
      functionName,
      packageType: "Image",
      imageUri: image.imageUri,
      role: this.role.arn,
      architectures: [this.architecture.name],
      memorySize: settings.memorySize,
      timeout: settings.timeout.toSeconds(),
      loggingConfig: { logFormat: "Text", logGroup: logGroup.name },
      ...(props.description !== undefined && { description: props.description }),
      ...(props.environment && { environment: { variables: { ...props.environment } } }),
      ...(props.ephemeralStorageSize !== undefined && {
        ephemeralStorage: { size: props.ephemeralStorageSize },
      }),
      ...(props.reservedConcurrentExecutions !== undefined && {
        reservedConcurrentExecutions: props.reservedConcurrentExecutions,
      }),
      ...((cmd || entrypoint || workingDirectory) && {
        imageConfig: {
          ...(cmd && { command: [...cmd] }),
          ...(entrypoint && { entryPoint: [...entrypoint] }),
          ...(workingDirectory && { workingDirectory }),
        },
      }),
      ...(props.ignoreImageChanges && { lifecycle: { ignoreChanges: ["image_uri"] } }),
      dependsOn: [...image.pullAllowedBy, this.role.policy],
    });
    this.checkAtSynth(image, props);
    this.functionName = resource.functionName;
    this.functionArn = resource.arn;
    this.imageUri = image.imageUri;
    this.output("function_name", this.functionName, "Name of the function");
    this.output("function_arn", this.functionArn, "ARN of the function");
    this.output("image_uri", resource.imageUri, "The image that the function runs");
  }

  /** Adds permissions to the function's role. */
  addToRolePolicy(statement: PolicyStatement): void {
    this.role.addToPolicy(statement);
  }

  private checkAtSynth(
    { asset, overrides, overriddenAt }: BoundImage,
    props: DockerImageFunctionProps,
  ): void {
    if (!asset) {
      return;
    }
    const source = asset._source;
    ProblemReport.of(this).add({
      construct: this,
      directory: source.context.directory,
      acknowledged: props.acknowledge ?? [],
      subject: () =>
        source.context.lookedOutside
          ? undefined
          : JSON.stringify([
              source.context.hash,
              source.context.patterns,
              source.buildArgs,
              source.target,
              this.architecture.name,
              [overrides.cmd, overrides.entrypoint, overrides.workingDirectory],
              // Only the names are checked.
              Object.keys(props.environment ?? {}),
            ]),
      check: (today) => {
        // Loaded only when an image has to be checked, since it loads parsers. In most synths nothing changed.
        const { imageProblems } = require("./image-problems") as typeof imageProblemsModule;
        return imageProblems({
          ...source,
          architecture: this.architecture,
          overrides,
          ...(overriddenAt && { overriddenAt }),
          environment: props.environment ?? {},
          today,
        });
      },
    });
  }

  private output(name: string, value: string, description: string): void {
    const output = new TerraformOutput(this, name, { value, description });
    output.overrideLogicalId(`${idPath(this)}_${name}`.replace(/[^A-Za-z0-9_-]/g, "_"));
  }
}
