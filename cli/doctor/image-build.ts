import { ecrRegistry } from "../../lib/ecr-registry";
import { probe } from "../process/probe";
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

/** Images that are to be built and pushed: all that decides whether this machine can. */
export interface ImagesToPush {
  readonly builder: Builder;
  readonly platforms: readonly WantedPlatform[];
  /** The registry in AWS. @default - that of the local AWS, which needs no login */
  readonly aws?: AwsRegistry;
}

/** How a builder logs in to the registry: lib/image/registry-login.ts. */
export type Login = "ephemeral-token" | "docker-config" | "token-in-state";

export interface AwsRegistry extends AwsTarget {
  readonly login: Login;
  /** Terraform takes other credentials than those of this machine (a role that its provider assumes): these tell nothing. */
  readonly ownCredentials: boolean;
  /**
   * Terraform has just planned, in the right account: no credentials, or those of another account, only mean that it takes
   * a way to them that this check doesn't know.
   */
  readonly planned: boolean;
}

/** All that an apply needs to build and push images, looked at at once. */
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
    const why = "no engine that could be asked";
    return [check, skipped("Platforms", why), skipped("Disk space", why)];
  }
  // The local AWS pulls base images and cleans up with the docker command, whoever builds.
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

/** A remote engine pushes by its own network. The docker provider reads the digest from here all the same. */
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
      : skipped("Registry login", "made with AWS credentials that this check doesn't have"),
  ];
}

async function credentialsCheck(aws: AwsRegistry): Promise<Check> {
  return aws.ownCredentials
    ? skipped("AWS credentials", "the stack's AWS provider has its own way to them")
    : trustPlan(await checkAwsCredentials(aws), aws);
}

/** What Terraform has just done with its credentials shows that these are others, or that AWS is in reach. */
const DISPROVED_BY_PLAN: readonly string[] = [
  "aws-credentials-missing",
  "aws-account-wrong",
  "aws-region-wrong",
  "aws-unreachable",
] satisfies AwsProblem[];

function trustPlan(check: Check, { planned }: AwsRegistry): Check {
  return planned && check.problem !== undefined && DISPROVED_BY_PLAN.includes(check.problem.code)
    ? skipped(check.title, `${check.found}; Terraform has its own way to AWS`)
    : check;
}
