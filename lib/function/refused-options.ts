/**
 * What AWS CDK's functions have, but not a function that runs an image, and what to do instead. AWS Lambda Developer
 * Guide: "Working with layers", "Lambda SnapStart", "Using code signing" (read 2026-11-28): only for .zip archives.
 */
export const REFUSED_OPTIONS = {
  layers:
    "An image has no layers. Copy the layer's files in the Dockerfile, for example from its own image: COPY --from=<image> /opt /opt",
  insightsVersion:
    "Lambda Insights is an extension, and an image has no layers. Install it in the Dockerfile: RUN rpm -U <the extension's package>, and add " +
    "the managed policy CloudWatchLambdaInsightsExecutionRolePolicy (role: { managedPolicies: […] })",
  adotInstrumentation:
    "The OpenTelemetry layer can't be added to an image. Install the collector and the SDK in the Dockerfile",
  paramsAndSecrets:
    "The Parameters and Secrets extension is a layer. Copy it in the Dockerfile to /opt/extensions, or read the secret with the SDK",
  profiling: "CodeGuru Profiler's agent is a package of your code. Install it in the Dockerfile",
  profilingGroup: "CodeGuru Profiler's agent is a package of your code. Install it in the Dockerfile",
  codeSigningConfig:
    "Lambda checks signatures of .zip archives only. Sign the image in its repository, and check the signature before you deploy its digest",
  snapStart: "SnapStart needs a managed runtime. Use provisioned concurrency for an image",
  runtime: "The image brings its runtime. Choose it in the Dockerfile: FROM",
  runtimeManagementMode: "The image brings its runtime. Pin it in the Dockerfile: FROM <image>@<digest>",
  handler: "The image names its handler. Set it in the Dockerfile (CMD), or with `cmd` of the code",
} as const;

/** Options that an image function can't have. The text of each is in the error. */
export type RefusedOptions = { readonly [name in keyof typeof REFUSED_OPTIONS]?: never };

/** Describes options that a program without types passed. Empty when there are none. */
export function refusedOptionProblems(props: object): readonly string[] {
  return Object.entries(REFUSED_OPTIONS)
    .filter(([name]) => (props as Record<string, unknown>)[name] !== undefined)
    .map(([name, instead]) => `${name}: ${instead}`);
}
