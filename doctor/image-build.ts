import { checkAwsCredentials } from "./aws-credentials";
import type { AwsTarget } from "./aws-problem";
import { type Check, failed, skipped } from "./check";
import { checkDisk } from "./disk";
import { checkDockerLogin } from "./docker-login";
import { checkEcrToken } from "./ecr-token";
import { checkEngine } from "./engine";
import type { Builder } from "./engine-endpoint";
import { explainEngineProblem } from "./engine-problem";
import { checkPlatforms, type WantedPlatform } from "./platforms";
import { probe } from "./probe";
import { checkRegistry, ecrRegistry } from "./registry";

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
  /**
   * Terraform has just planned with its credentials: then AWS is in reach, and it is no problem when this check finds
   * no credentials, because Terraform knows places that it doesn't.
   */
  readonly planned: boolean;
}

/** All that an apply needs to build and push images, looked at at once. */
export async function checkImageBuild(images: ImagesToPush): Promise<readonly Check[]> {
  const [engine, registry] = await Promise.all([
    engineChecks(images),
    images.aws ? registryChecks(images.aws) : NO_AWS,
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

async function registryChecks(aws: AwsRegistry): Promise<Check[]> {
  const registry = ecrRegistry(aws.account, aws.region);
  const [[credentials, login], reached] = await Promise.all([
    loginChecks(aws, registry),
    checkRegistry(registry),
  ]);
  return [credentials, login, reached];
}

async function loginChecks(aws: AwsRegistry, registry: string): Promise<[Check, Check]> {
  if (aws.login === "docker-config") {
    const [credentials, login] = await Promise.all([
      checkAwsCredentials(aws),
      checkDockerLogin(registry, aws.region),
    ]);
    return [trustPlan(credentials, aws), login];
  }
  const credentials = trustPlan(await checkAwsCredentials(aws), aws);
  return credentials.status === "ok"
    ? [credentials, trustPlan(await checkEcrToken(aws), aws)]
    : [credentials, skipped("Registry login", "it is made with AWS credentials")];
}

/** What Terraform has just done is not doubted. */
function trustPlan(check: Check, { planned }: AwsRegistry): Check {
  const code = check.problem?.code;
  return planned && (code === "aws-credentials-missing" || code === "aws-unreachable")
    ? skipped(check.title, `${check.found}; Terraform has its own way to them`)
    : check;
}
