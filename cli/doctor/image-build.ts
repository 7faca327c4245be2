import { ecrRegistry } from "../../lib/tooling";
import { probe } from "../process/probe";
import type { Login } from "../terraform/stack-aws";
import { checkAwsCredentials } from "./aws-credentials";
import type { AwsProblem, AwsTarget } from "./aws-problem";
import { type Check, failed, skipped, softened } from "./check";
import { checkDisk } from "./disk";
import { checkDockerLogin } from "./docker-login";
import { checkEcrToken } from "./ecr-token";
import { checkEngine } from "./engine";
import { type Builder, engineEndpoint } from "./engine-endpoint";
import { explainEngineProblem } from "./engine-problem";
import { checkPlatforms, type WantedPlatform } from "./platforms";
import { checkRegistry } from "./registry";

/** The facts about the images to build and push that decide what this machine needs. */
export interface ImagesToPush {
  readonly builder: Builder;
  readonly platforms: readonly WantedPlatform[];
  /** The registry in AWS. @default - the local AWS's, which needs no login */
  readonly aws?: AwsRegistry;
}

export interface AwsRegistry extends AwsTarget {
  readonly login: Login;
  /**
   * Whether Terraform uses other credentials than this machine's (a role that its provider assumes). Then checks of the
   * machine's credentials prove nothing.
   */
  readonly ownCredentials: boolean;
  /**
   * Whether Terraform has just planned, in the right account. If this check finds no credentials, or those of another
   * account, Terraform gets its credentials in a way that the check doesn't know.
   */
  readonly planned: boolean;
}

/** Checks everything that an apply needs to build and push images, in parallel. */
export async function checkImageBuild(images: ImagesToPush): Promise<readonly Check[]> {
  const [engine, registry] = await Promise.all([
    engineChecks(images),
    images.aws ? registryChecks(images.aws, images.builder) : NO_AWS,
  ]);
  return [...engine, ...registry];
}

const LOCAL = "the local AWS needs none";
const NO_AWS = [
  skipped("AWS credentials", LOCAL),
  skipped("Registry login", LOCAL),
  skipped("Registry", "the local AWS has its own"),
];

async function engineChecks({ builder, platforms, aws }: ImagesToPush): Promise<Check[]> {
  const { check, endpoint, engine } = await checkEngine(builder);
  if (engine === undefined) {
    const why = "no engine to check";
    return [check, skipped("Platforms", why), skipped("Disk space", why)];
  }
  // With any builder, the local AWS pulls base images and cleans up with the docker command.
  const program =
    aws === undefined && builder === "docker-provider" ? await probe("docker", ["--version"]) : undefined;
  const shown =
    program?.state === "missing"
      ? failed(
          check.title,
          "no docker program",
          explainEngineProblem("docker-program-missing", { endpoint, builder }),
        )
      : check;
  return [shown, await checkPlatforms(platforms, engine, endpoint), checkDisk(engine)];
}

async function registryChecks(aws: AwsRegistry, builder: Builder): Promise<Check[]> {
  const registry = ecrRegistry(aws.account, aws.region);
  const [[credentials, login], reached] = await Promise.all([
    loginChecks(aws, registry),
    checkRegistry(registry),
  ]);
  return [credentials, login, pushesFromElsewhere(builder) ? softened(reached) : reached];
}

/** A remote engine pushes from its own network. But the docker provider reads the digest from this machine. */
function pushesFromElsewhere(builder: Builder): boolean {
  return builder === "docker-cli" && /^(?:tcp|ssh|https?):/.test(engineEndpoint(builder).host ?? "");
}

async function loginChecks(aws: AwsRegistry, registry: string): Promise<[credentials: Check, login: Check]> {
  if (aws.login === "docker-config") {
    return Promise.all([credentialsCheck(aws), checkDockerLogin(registry, aws.region)]);
  }
  const credentials = await credentialsCheck(aws);
  return [
    credentials,
    credentials.status === "ok"
      ? trustPlan(await checkEcrToken(aws), aws)
      : skipped("Registry login", "needs AWS credentials that this check doesn't have"),
  ];
}

async function credentialsCheck(aws: AwsRegistry): Promise<Check> {
  return aws.ownCredentials
    ? skipped("AWS credentials", "the stack's AWS provider has its own credentials")
    : trustPlan(await checkAwsCredentials(aws), aws);
}

/** Problems that a successful plan disproves: Terraform has working credentials, and it reaches AWS. */
const DISPROVED_BY_PLAN: readonly string[] = [
  "aws-credentials-missing",
  "aws-account-wrong",
  "aws-region-wrong",
  "aws-unreachable",
] satisfies AwsProblem[];

function trustPlan(check: Check, { planned }: AwsRegistry): Check {
  return planned && check.problem !== undefined && DISPROVED_BY_PLAN.includes(check.problem.code)
    ? skipped(check.title, `${check.found}; Terraform has its own credentials`)
    : check;
}
