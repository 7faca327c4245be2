import path from "node:path";
import { LOCAL_FOLDER } from "../app/local-folder";
import { stackProviders } from "../terraform/required-providers";
import { defaultRegion } from "../terraform/stack-aws";
import { LOCAL_OVERRIDE_FILE, type TerraformBlock } from "../terraform/stack-json";

/** The folder of the states of stacks on the local AWS. */
export const LOCAL_STATES = path.join(LOCAL_FOLDER, "states");

/** Terraform's variables for the key to the local AWS, by the provider's argument. */
export const KEY_VARIABLES = {
  access_key: "local_aws_access_key",
  secret_key: "local_aws_secret_key",
  token: "local_aws_session_token",
} as const;

/** The files beside a stack's cdk.tf.json that redirect it to the local AWS. */
export const LOCAL_FILES = { override: LOCAL_OVERRIDE_FILE, variables: "local.tf.json" } as const;

/**
 * The services that go to the emulator even when Terraform is run by hand, without the variable AWS_ENDPOINT_URL.
 * Requests of a service that is missing here reach AWS, which refuses the emulator's key, so nothing is changed there.
 */
const SERVICES = [
  "apigateway",
  "apigatewayv2",
  "cloudwatch",
  "cognitoidp",
  "dynamodb",
  "ec2",
  "ecr",
  "efs",
  "elbv2",
  "events",
  "firehose",
  "iam",
  "iot",
  "kinesis",
  "kms",
  "lambda",
  "logs",
  "s3",
  "scheduler",
  "secretsmanager",
  "sfn",
  "sns",
  "sqs",
  "ssm",
  "sts",
] as const;

/**
 * Arguments of the AWS provider that select other credentials, accounts or hosts (hashicorp/aws 5 and 6). They are
 * removed if a stack has them.
 */
const ARGUMENTS = [
  "allowed_account_ids",
  "custom_ca_bundle",
  "ec2_metadata_service_endpoint",
  "ec2_metadata_service_endpoint_mode",
  "forbidden_account_ids",
  "http_proxy",
  "https_proxy",
  "no_proxy",
  "profile",
  "s3_us_east_1_regional_endpoint",
  "shared_config_files",
  "shared_credentials_files",
  "sts_region",
  "use_dualstack_endpoint",
  "use_fips_endpoint",
];

/** The same for nested blocks. */
const BLOCKS = ["assume_role", "assume_role_with_web_identity"];

type Json = Readonly<Record<string, unknown>>;

/** The facts that decide where a synthesized stack is deployed to. */
export interface StackPlaces {
  readonly terraform?: Pick<TerraformBlock, "required_providers"> & {
    readonly backend?: Readonly<Record<string, unknown>>;
  };
  readonly provider?: Readonly<Record<string, Json | readonly Json[] | undefined>>;
  readonly data?: {
    readonly terraform_remote_state?: Readonly<Record<string, { readonly backend?: string }>>;
  };
}

export interface LocalOverrideOptions {
  readonly port: number;
  /** The name of the stack. */
  readonly stack: string;
  /** The names of all stacks of the app. A stack that reads from another one reads its local state. */
  readonly stacks: readonly string[];
  /** The path from the stack's folder to that of the states. */
  readonly states: string;
  /**
   * Versions of providers that this machine has, instead of those that the stack requires, by the provider's local
   * name.
   */
  readonly versions: Readonly<Record<string, string>>;
}

/**
 * The override files that redirect a synthesized stack to the local AWS. They override its backend, credentials and
 * endpoints (Terraform's "Override Files"; OpenTofu has the same). The stack's own file is not changed.
 */
export function localOverride(
  stack: StackPlaces,
  options: LocalOverrideOptions,
): { readonly override: Json; readonly variables: Json } {
  const { terraform, provider, data } = stack;
  // By whatever name the stack calls it.
  const aws = stackProviders(stack).filter(({ address }) => path.posix.basename(address) === "aws");
  const blocks = aws.map(({ name }) => [name, blocksOf(provider?.[name])] as const);
  const overridden = blocks
    .filter(([, list]) => list.length > 0)
    .map(([name, list]) => [name, list.map((block) => awsOverride(block, options.port))] as const);
  // Terraform configures a provider by itself when a resource needs one without an alias. An override file can't add a block.
  const added = blocks
    .filter(([, list]) => list.every(({ alias }) => alias !== undefined))
    .map(([name]) => [name, [awsOverride({}, options.port)]] as const);
  const versions = Object.entries(options.versions).map(
    ([name, version]) => [name, { ...terraform?.required_providers?.[name], version }] as const,
  );
  const states = remoteStates(data?.terraform_remote_state ?? {}, options);
  return {
    override: {
      terraform: {
        backend: { local: { path: localState(options.states, options.stack) } },
        ...(versions.length > 0 && { required_providers: Object.fromEntries(versions) }),
      },
      ...(overridden.length > 0 && { provider: Object.fromEntries(overridden) }),
      ...(Object.keys(states).length > 0 && { data: { terraform_remote_state: states } }),
    },
    variables: {
      variable: Object.fromEntries(
        Object.values(KEY_VARIABLES).map((name) => [
          name,
          // An ephemeral value is neither in the state nor in a saved plan (Terraform 1.10 and newer). The default is
          // an invalid key.
          {
            type: "string",
            default: name === KEY_VARIABLES.token ? "" : "none",
            sensitive: true,
            ephemeral: true,
            description: "Key of the local AWS",
          },
        ]),
      ),
      ...(added.length > 0 && { provider: Object.fromEntries(added) }),
    },
  };
}

function blocksOf(blocks: Json | readonly Json[] | undefined): readonly Json[] {
  return blocks === undefined ? [] : Array.isArray(blocks) ? blocks : [blocks as Json];
}

function awsOverride(block: Json, port: number): Json {
  const endpoint = `http://localhost:${port}`;
  const isSet = (name: string): boolean => block[name] !== undefined || dynamicOf(block)[name] !== undefined;
  return {
    ...(block.alias !== undefined && { alias: block.alias }),
    ...(block.region === undefined && {
      region: defaultRegion(),
    }),
    ...Object.fromEntries(ARGUMENTS.filter(isSet).map((name) => [name, null])),
    ...Object.fromEntries(
      Object.entries(KEY_VARIABLES).map(([argument, variable]) => [argument, `\${var.${variable}}`]),
    ),
    skip_credentials_validation: true,
    skip_metadata_api_check: "true",
    skip_requesting_account_id: true,
    s3_use_path_style: true,
    endpoints: [Object.fromEntries(SERVICES.map((service) => [service, endpoint]))],
    // An override file replaces nested blocks of a kind. A dynamic block without elements leaves none.
    ...(BLOCKS.some(isSet) && {
      dynamic: Object.fromEntries(BLOCKS.filter(isSet).map((name) => [name, { for_each: [], content: {} }])),
    }),
  };
}

function dynamicOf(block: Json): Json {
  return (block.dynamic ?? {}) as Json;
}

/**
 * The states of this app's stacks that a stack reads, replaced by those on the local AWS (by the names of cdktf
 * 0.21.0).
 */
function remoteStates(
  sources: Readonly<Record<string, { readonly backend?: string }>>,
  { stacks, states }: LocalOverrideOptions,
): Json {
  const read = Object.keys(sources).flatMap((name) => {
    const stack = stackOfRemoteState(name, stacks);
    return stack === undefined
      ? []
      : [[name, { backend: "local", config: { path: localState(states, stack) } }] as const];
  });
  return Object.fromEntries(read);
}

/** The stack of this app whose state a data source reads (by the names of cdktf 0.21.0). */
export function stackOfRemoteState(name: string, stacks: readonly string[]): string | undefined {
  return stacks.find((stack) => name === `cross-stack-reference-input-${stack}`);
}

function localState(folder: string, stack: string): string {
  return `${folder}/${stack}.tfstate`;
}
