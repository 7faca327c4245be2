/**
 * What functions of AWS CDK have, but not a function that runs an image. AWS Lambda Developer Guide: "Working with
 * layers", "Lambda SnapStart", "Using code signing" (read 2026-11-28): these are for .zip archives.
 */
export interface RefusedOptions {
  /** An image has no layers: copy their files in the Dockerfile. */
  readonly layers?: never;
  /** An extension: install it in the Dockerfile. */
  readonly insightsVersion?: never;
  /** A layer: install the collector and the SDK in the Dockerfile. */
  readonly adotInstrumentation?: never;
  /** An extension: copy it in the Dockerfile. */
  readonly paramsAndSecrets?: never;
  /** CodeGuru Profiler's agent: install it in the Dockerfile. */
  readonly profiling?: never;
  /** CodeGuru Profiler's agent: install it in the Dockerfile. */
  readonly profilingGroup?: never;
  /** Lambda checks signatures of .zip archives only. */
  readonly codeSigningConfig?: never;
  /** Only for managed runtimes: use provisioned concurrency. */
  readonly snapStart?: never;
  /** The Dockerfile chooses it: FROM. */
  readonly runtime?: never;
  /** The Dockerfile chooses it: FROM. */
  readonly runtimeManagementMode?: never;
  /** The Dockerfile names it: CMD. Or `cmd` of the code. */
  readonly handler?: never;
}

/** What to do instead. */
const INSTEAD: Readonly<Record<keyof RefusedOptions, string>> = {
  layers:
    "an image has no layers. Copy the layer's files in the Dockerfile: COPY --from=<an image that has them> /opt /opt",
  insightsVersion:
    "Lambda Insights is an extension, and an image has no layers. Install its package in the Dockerfile (RUN rpm -U …), and add the managed " +
    "policy CloudWatchLambdaInsightsExecutionRolePolicy: role: { managedPolicies: […] }",
  adotInstrumentation:
    "the OpenTelemetry layer can't be added to an image. Install the collector and the SDK in the Dockerfile",
  paramsAndSecrets:
    "this extension is a layer. Copy it in the Dockerfile to /opt/extensions, or read the secret with the SDK",
  profiling: "the profiler's agent is a package of your code. Install it in the Dockerfile",
  profilingGroup: "the profiler's agent is a package of your code. Install it in the Dockerfile",
  codeSigningConfig:
    "Lambda checks signatures of .zip archives only. Sign the image in its repository, and check the signature before a deploy",
  snapStart: "it needs a managed runtime. Use provisioned concurrency",
  runtime: "the image brings its runtime. Choose it in the Dockerfile: FROM",
  runtimeManagementMode: "the image brings its runtime. Pin it in the Dockerfile: FROM <image>@<digest>",
  handler: "the image names its handler. Set CMD in the Dockerfile, or `cmd` of the code",
};

/** Describes such options, for a program that isn't checked for types. Empty when there are none. */
export function refusedOptionProblems(props: object): readonly string[] {
  return Object.entries(INSTEAD)
    .filter(([name]) => (props as Readonly<Record<string, unknown>>)[name] !== undefined)
    .map(([name, instead]) => `${name}: ${instead}`);
}
