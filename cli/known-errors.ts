import { commandLine } from "./command-line";
/**
 * The explanation of a well-known error of Terraform, its providers or Docker whose own message is not clear enough.
 */
export interface KnownError {
  /** A stable name. If a check finds the cause before an apply, it has the same name. */
  readonly code: string;
  /** The text of the error. */
  readonly pattern: RegExp;
  readonly cause: string;
  readonly fix: string;
  /** The source of the text. */
  readonly source: string;
}

const DOCTOR = `\`${commandLine("doctor --")} --env <name>\` shows more.`;
const LOG_IN = "Log in again (aws sso login, aws login, or new keys), or set AWS_PROFILE to another profile.";

/** The first match is reported. More specific errors come before more general ones. */
export const KNOWN_ERRORS: readonly KnownError[] = [
  {
    code: "aws-credentials-expired",
    pattern: /\bExpiredToken(?:Exception)?\b|\bRequestExpired\b|SSO session has expired/,
    cause: "The AWS credentials have expired.",
    fix: LOG_IN,
    source: "AWS STS API Reference, Common Error Types; hashicorp/terraform-provider-aws #38965",
  },
  {
    code: "aws-credentials-missing",
    pattern: /No valid credential sources found/i,
    cause: "Terraform found no AWS credentials on this machine, or those it found have expired.",
    fix: `${LOG_IN} ${DOCTOR}`,
    source: "hashicorp/terraform-provider-aws 5 and 6, backend s3",
  },
  {
    code: "aws-clock-wrong",
    pattern: /\bRequestTimeTooSkewed\b|Signature (?:expired|not yet current)/,
    cause:
      "The clock of this machine is wrong, and AWS refuses requests whose time is off by several minutes.",
    fix: "Set the clock by network time. Linux: sudo timedatectl set-ntp true. WSL: wsl --shutdown, then open it again.",
    source: "AWS STS API Reference, Common Error Types",
  },
  {
    code: "aws-credentials-refused",
    pattern: /\bInvalidClientTokenId\b|\bUnrecognizedClientException\b|\bSignatureDoesNotMatch\b/,
    cause:
      "AWS doesn't know these credentials. The keys were deleted or mistyped, or the region isn't enabled for the account.",
    fix: `Check which credentials are used: aws configure list. ${DOCTOR}`,
    source: "AWS STS API Reference, Common Error Types",
  },
  {
    code: "aws-account-wrong",
    pattern: /AWS account ID not allowed: \d+/i,
    cause: "The AWS credentials are for another account than the environment in environments.ts.",
    fix: 'Use credentials of that account (AWS_PROFILE=<profile>), or correct "account" in environments.ts.',
    source: "hashicorp/aws-sdk-go-base, in hashicorp/terraform-provider-aws 5 and 6",
  },
  {
    code: "ecr-token-denied",
    pattern: /not authorized to perform: ecr:GetAuthorizationToken/,
    cause: "These AWS credentials may not log in to ECR.",
    fix: 'Add to their policy: {"Effect": "Allow", "Action": "ecr:GetAuthorizationToken", "Resource": "*"}',
    source: "Amazon ECR API Reference, AccessDeniedException",
  },
  {
    code: "docker-engine-no-permission",
    pattern: /permission denied while trying to connect to the docker (?:daemon socket|API)/i,
    cause: "A Docker engine runs, but this user may not use its socket.",
    fix: 'Linux: sudo usermod -aG docker "$USER", then log in again. Elsewhere: start Docker Desktop as this user.',
    source: "moby/moby, client/request.go 20.10 to 29",
  },
  {
    code: "docker-engine-stopped",
    pattern: /Cannot connect to the Docker daemon|failed to connect to the docker API/i,
    cause:
      "No Docker engine answers, but building an image needs one. The docker provider uses DOCKER_HOST or the usual socket. It doesn't read docker's contexts.",
    fix: `Linux: sudo systemctl start docker. macOS, Windows: start Docker Desktop. ${DOCTOR}`,
    source: "moby/moby, client/errors.go and client/request.go 20.10 to 29",
  },
  {
    code: "docker-context-missing",
    pattern:
      /Error loading Docker context '[^']*'|context "[^"]*"(?: is not found| does not exist|: context not found)/,
    cause: "DOCKER_CONTEXT, or docker's configuration file, names a docker context that doesn't exist.",
    fix: "Unset DOCKER_CONTEXT, or choose one of: docker context ls",
    source: "kreuzwerker/docker 4.3 to 4.5, internal/provider/provider.go; docker/cli 20.10 to 29",
  },
  {
    code: "registry-login-expired",
    pattern: /Your authorization token has expired/i,
    cause: "Docker's login to the registry has expired. A login to ECR is valid for 12 hours.",
    fix: "aws ecr get-login-password | docker login --username AWS --password-stdin <registry>, or use the Amazon ECR credential helper.",
    source: "Amazon ECR, response of the registry",
  },
  {
    code: "registry-login-missing",
    pattern: /no basic auth credentials|could not open config file from filePath/,
    cause: "Docker has no login for the registry.",
    fix: 'aws ecr get-login-password | docker login --username AWS --password-stdin <registry>; or registryLogin: "ephemeral-token" in environments.ts.',
    source: "moby/moby, registry; kreuzwerker/docker 4.3 to 4.5, internal/provider/provider.go",
  },
  {
    code: "registry-helper-failed",
    pattern: /the credentialhelper did not work or was not found|error getting credentials - err:/,
    cause: "The credential helper that docker's configuration names is missing, or fails.",
    fix: "Install it, or remove its entry from ~/.docker/config.json (credHelpers, credsStore).",
    source:
      "kreuzwerker/docker 4.3 to 4.5, internal/provider/provider.go; docker/docker-credential-helpers, client",
  },
  {
    code: "registry-rate-limit",
    pattern: /toomanyrequests/i,
    cause:
      "The registry of a base image limits pulls without a login, and this address has reached the limit for now.",
    fix: "Wait, or log in to it: docker login (Docker Hub), or aws ecr-public get-login-password --region us-east-1 | docker login --username AWS --password-stdin public.ecr.aws.",
    source: 'OCI Distribution Specification 1.1, error code "TOOMANYREQUESTS"',
  },
  {
    code: "registry-tag-taken",
    pattern: /image tag '[^']*' already exists in the '[^']*' repository and cannot be overwritten/i,
    cause: "The repository's tags are immutable, and this tag was pushed before.",
    fix: "Plan again. With the docker provider each plan has its own tag, so the cause may be two applies of one plan. Otherwise delete that image in ECR.",
    source: "Amazon ECR, ImageTagAlreadyExistsException",
  },
  {
    code: "docker-platform-unsupported",
    pattern: /exec format error/i,
    cause:
      "Most likely the engine ran a program for another architecture. It builds for a platform that it can't emulate.",
    fix: "Linux: docker run --privileged --rm tonistiigi/binfmt --install all. Docker Desktop: update it. Or give the function the architecture of this machine.",
    source: "Linux, ENOEXEC",
  },
  {
    code: "aws-name-taken",
    // Excludes an image or layer that exists already in the registry. "ResourceConflictException" alone means that AWS
    // is busy.
    pattern:
      /\b(?!Image|Layer)[A-Za-z]*(?:AlreadyExists|AlreadyOwnedByYou)(?:Exception)?\b|\bEntityAlreadyExists\b|\bResourceExistsException\b|\bResourceInUseException: [^.]*already exists|\bResourceConflictException: [^.]*already exist/i,
    cause:
      "Something of that name exists, but it is not in this stack's state. The state was lost, an apply was killed before it saved the state, or it was created elsewhere. " +
      "(A bucket's name may also be another account's.)",
    fix: [
      `On the local AWS, start again: ${commandLine("local:down")}, then ${commandLine("local")}.`,
      "In AWS: adopt it with an import block (https://developer.hashicorp.com/terraform/language/import), restore the state that contained it, or delete it if nobody uses it.",
    ].join("\n       "),
    source:
      "Amazon ECR, IAM, CloudWatch Logs, Lambda, S3, SQS, DynamoDB and Secrets Manager API References, errors of the calls that create",
  },
  {
    code: "terraform-state-damaged",
    pattern: /Unsupported state file format|The state file could not be parsed as JSON/i,
    cause: "The state was cut short or overwritten, so Terraform can't read it.",
    fix: [
      `On the local AWS, start again: ${commandLine("local:down")}, then ${commandLine("local")}.`,
      "State in a file (terraform.<stack>.tfstate): the state before the last apply is beside it, with the extension .backup.",
      "S3: restore the previous version of the object. HCP Terraform: States, roll back to the previous one.",
    ].join("\n       "),
    source: "hashicorp/terraform 1.11, internal/states/statefile/read.go",
  },
  {
    code: "local-aws-stopped",
    pattern: /\b(?:localhost|127\.0\.0\.1|\[::1\]):1\b.*connection refused/,
    cause: "The stack reads from AWS while it is planned, but the local AWS of this checkout doesn't run.",
    fix: `Start it and deploy to it: ${commandLine("local")}`,
    source: "cli/local/local-target.ts sends Terraform to a port where nothing listens",
  },
  {
    code: "disk-full",
    pattern: /\bENOSPC: no space|\bEDQUOT\b|lock info for .*no space left|tfstate\S*: no space left/i,
    cause: "The disk of this project is full, or this user's quota on it.",
    fix: "Free some space (df -h and df -i show where; docker system prune removes what Docker no longer uses), then run the command again.",
    source: "Node.js, system errors; hashicorp/terraform 1.11, internal/states/statemgr/filesystem.go",
  },
  {
    code: "docker-disk-full",
    pattern: /no space left on device/i,
    cause: "A disk is full: most likely the Docker engine's, or the one that Terraform writes to.",
    fix: "docker system df shows what takes the space, docker system prune removes what Docker no longer uses. df -h and df -i show the rest.",
    source: "Linux, ENOSPC",
  },
  {
    code: "provider-lock-outdated",
    pattern: /locked provider \S+ \S+ does not match configured version constraint/,
    cause: "The lock names a version of a provider that the stack doesn't allow.",
    fix: `${commandLine("lock --")} --env <name> picks a version that the stack allows. Commit the lock.`,
    source: "hashicorp/terraform 1.11, internal/providercache/installer.go",
  },
  {
    code: "provider-version-gone",
    pattern: /the previously-selected version \S+ is no longer available/,
    cause:
      "The lock names a version of a provider that isn't available here. This machine uses a mirror instead of the registry and the mirror has other versions, or the version was withdrawn.",
    fix: `${commandLine("lock --")} --env <name> --upgrade picks an available version. Commit the lock. Or add that version to the mirror (TF_PROVIDER_MIRROR).`,
    source: "hashicorp/terraform 1.11, internal/providercache/installer.go",
  },
  {
    code: "provider-hash-unknown",
    pattern: /doesn't match any of the checksums previously recorded in the dependency lock file/,
    cause:
      "This machine gets a package of a provider that is not in the lock. It is for a platform that was not locked, or it is another build of the same version, as a mirror can have.",
    fix: `If you trust that package, ${commandLine("lock --")} --env <name> adds its hash. Commit the lock.`,
    source: "hashicorp/terraform 1.11, internal/providercache",
  },
  {
    code: "providers-refused",
    pattern: /no available releases match the given constraints/,
    cause: "The stack allows none of the versions of a provider that are available here.",
    fix: `Add such a version to the mirror (TF_PROVIDER_MIRROR), or use no mirror, so that the registry is asked. With IMAGE_BUILDER=docker-cli, kreuzwerker/docker is not needed. ${DOCTOR}`,
    source: "hashicorp/terraform 1.11, internal/providercache/installer.go",
  },
];

/** @returns the cause and the fix of a known error, to print below the error; undefined for all others */
export function explainKnownError(text: string): string | undefined {
  const known = KNOWN_ERRORS.find(({ pattern }) => pattern.test(unwrapped(text)));
  return known && `Cause: ${known.cause} [${known.code}]\n  fix: ${known.fix}`;
}

/** Terraform wraps lines at the width of the terminal, and begins each with a bar. */
function unwrapped(text: string): string {
  return text.replace(/\s*\n[│|]?\s*/g, " ");
}
