import { partitionOf } from "../../lib/tooling";
import type { SynthesizedStack } from "../app/manifest";
import { CommandError } from "../process/steps";
import { defaultRegion, regionOf, type StackRegions, stackRegistries } from "../terraform/stack-aws";
import { readStackJson } from "../terraform/stack-json";

/** An S3 backend's arguments, as a synthesized stack has them. */
export interface S3BackendSettings {
  readonly bucket: string;
  readonly key: string;
  readonly region?: string;
  readonly [argument: string]: unknown;
}

/** HCP Terraform as a synthesized stack names it. */
export interface CloudSettings {
  readonly organization: string;
  readonly hostname?: string;
  readonly workspaces?: { readonly name?: string; readonly project?: string };
}

/** Where the states of an environment's stacks are. */
export type StateBackend =
  | { readonly type: "s3"; readonly settings: S3BackendSettings }
  | { readonly type: "cloud"; readonly settings: CloudSettings; readonly workspaces: readonly string[] };

/** What an app's synthesized stacks say about their environment. */
export interface AppEnvironment {
  /** The value of `$ENVIRONMENT`. */
  readonly name: string;
  /** 12 digits. */
  readonly account: string;
  readonly region: string;
  /** `aws`, `aws-cn` or `aws-us-gov`. */
  readonly partition: string;
  /** The backend of the bootstrap's own stack: that of the app, with a state of its own. */
  readonly backend: StateBackend;
  /** The name of the bootstrap's own stack. */
  readonly stackName: string;
}

interface StackJson extends StackRegions {
  readonly terraform?: {
    readonly backend?: Readonly<Record<string, unknown>>;
    readonly cloud?: CloudSettings;
  };
  readonly provider?: {
    readonly aws?: readonly {
      readonly region?: string;
      readonly alias?: string;
      readonly allowed_account_ids?: readonly string[];
    }[];
  };
}

/**
 * Reads account, region and backend from the stacks, so that they are the same as those of the app.
 * @throws CommandError when the stacks leave one of them open, differ in it, or have a backend on this machine
 */
export function readAppEnvironment(name: string, stacks: readonly SynthesizedStack[]): AppEnvironment {
  const jsons = stacks.map(({ folder }) => readStackJson<StackJson>(folder));
  const region = only("region", jsons.map(regionOf)) ?? defaultRegion();
  const account = only("account", [
    ...jsons.flatMap(({ provider }) =>
      (provider?.aws ?? []).flatMap(({ allowed_account_ids = [] }) => allowed_account_ids),
    ),
    ...stacks.flatMap(({ folder }) => stackRegistries(folder).map((registry) => registry.account)),
  ]);
  if (account === undefined) {
    throw new CommandError(
      "The stacks name no AWS account. Set allowedAccountIds of the AWS provider, so that nothing is created in another account.",
    );
  }
  const stackName = `bootstrap-${name}`;
  return {
    name,
    account,
    region,
    partition: partitionOf(region),
    backend: readBackend(name, stackName, stacks, jsons, { account, region }),
    stackName,
  };
}

function readBackend(
  environment: string,
  stackName: string,
  stacks: readonly SynthesizedStack[],
  jsons: readonly StackJson[],
  { account, region }: { readonly account: string; readonly region: string },
): StateBackend {
  const clouds = jsons.flatMap(({ terraform }) => terraform?.cloud ?? []);
  const [cloud] = clouds;
  if (cloud !== undefined) {
    only(
      "organization of HCP Terraform",
      clouds.map(({ organization }) => organization),
    );
    const workspaces = clouds.flatMap(({ workspaces }) => workspaces?.name ?? []);
    return { type: "cloud", settings: ownWorkspace(cloud, stacks, stackName), workspaces };
  }
  const s3 = jsons.flatMap(
    ({ terraform }) => (terraform?.backend?.s3 as S3BackendSettings | undefined) ?? [],
  );
  const [first] = s3;
  if (first === undefined || s3.length < jsons.length) {
    throw new CommandError(
      `The states of the environment "${environment}" are on this machine, or in a backend that isn't S3, so nobody else could plan or deploy it. ` +
        `Name a bucket for them in environments.ts, and run the command again. It makes the bucket:\n\n` +
        `    backend: { type: "s3", bucket: "${account}-terraform-state", region: "${region}" },\n\n` +
        `In an app that init made: stateBucket: "${account}-terraform-state",`,
    );
  }
  only(
    "bucket",
    s3.map(({ bucket }) => bucket),
  );
  return { type: "s3", settings: ownState(first, stacks, stackName) };
}

/** The same backend with a key beside those of the stacks. A table of DynamoDB for the lock isn't made here. */
function ownState(
  { key, ...settings }: S3BackendSettings,
  stacks: readonly SynthesizedStack[],
  stackName: string,
): S3BackendSettings {
  const own = stacks.map(({ name }) => `${name}.tfstate`).find((file) => key.endsWith(file));
  const prefix =
    own === undefined ? key.slice(0, key.lastIndexOf("/") + 1) : key.slice(0, key.length - own.length);
  const { dynamodb_table: _, ...kept } = settings;
  return {
    ...(kept as Omit<S3BackendSettings, "key">),
    bucket: settings.bucket as string,
    key: `${prefix}${stackName}.tfstate`,
    encrypt: true,
    use_lockfile: true,
  };
}

function ownWorkspace(
  cloud: CloudSettings,
  stacks: readonly SynthesizedStack[],
  stackName: string,
): CloudSettings {
  const name = cloud.workspaces?.name ?? "";
  const own = stacks.map((stack) => stack.name).find((stack) => name.endsWith(stack));
  const prefix = own === undefined ? "" : name.slice(0, name.length - own.length);
  return { ...cloud, workspaces: { ...cloud.workspaces, name: `${prefix}${stackName}` } };
}

/** The one value that all of them have. @throws CommandError when they differ */
function only(what: string, values: readonly (string | undefined)[]): string | undefined {
  const [first, ...others] = [...new Set(values.filter((value) => value !== undefined))];
  if (others.length > 0) {
    throw new CommandError(
      `The stacks of this environment differ in their ${what}: ${[first, ...others].join(", ")}. A bootstrap is for one ${what}.`,
    );
  }
  return first;
}
