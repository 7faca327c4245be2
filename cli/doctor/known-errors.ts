import { commandLine } from "../command-line";
/** What an error of Terraform, its providers or Docker means that is well known and says too little. */
export interface KnownError {
  /** Stable name; the same as that of the check which finds the cause before an apply, where there is one. */
  readonly code: string;
  /** What the error says, in the words of its source. */
  readonly pattern: RegExp;
  readonly cause: string;
  readonly fix: string;
  /** Whose words they are, and where they were read. */
  readonly source: string;
}

const DOCTOR = `\`${commandLine("doctor --")} --env <name>\` tells more.`;
const LOG_IN =
  "Log in again (aws sso login, aws login, or new keys), or name another profile in AWS_PROFILE.";

/** The first that matches is told: what is more special stands above what is less. */
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
    cause: "The clock of this machine is wrong, and AWS refuses requests that are minutes off.",
    fix: "Set the clock by network time. Linux: sudo timedatectl set-ntp true. WSL: wsl --shutdown, then open it again.",
    source: "AWS STS API Reference, Common Error Types",
  },
  {
    code: "aws-credentials-refused",
    pattern: /\bInvalidClientTokenId\b|\bUnrecognizedClientException\b|\bSignatureDoesNotMatch\b/,
    cause:
      "AWS doesn't know these credentials: keys that were deleted or mistyped, or a region that isn't enabled for the account.",
    fix: `Look which ones are used: aws configure list. ${DOCTOR}`,
    source: "AWS STS API Reference, Common Error Types",
  },
  {
    code: "aws-account-wrong",
    pattern: /AWS account ID not allowed: \d+/i,
    cause: "The AWS credentials are for another account than the environment in environments.ts.",
    fix: 'Take credentials of that account (AWS_PROFILE=<profile>), or correct "account" in environments.ts.',
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
      "No Docker engine answers, and building an image needs one. The docker provider asks DOCKER_HOST or the usual socket; it doesn't read docker's contexts.",
    fix: `Linux: sudo systemctl start docker. macOS, Windows: start Docker Desktop. ${DOCTOR}`,
    source: "moby/moby, client/errors.go and client/request.go 20.10 to 29",
  },
  {
    code: "docker-context-missing",
    pattern:
      /Error loading Docker context '[^']*'|context "[^"]*"(?: is not found| does not exist|: context not found)/,
    cause: "DOCKER_CONTEXT, or docker's configuration file, names a docker context that isn't there.",
    fix: "Unset DOCKER_CONTEXT, or choose one of: docker context ls",
    source: "kreuzwerker/docker 4.3 to 4.5, internal/provider/provider.go; docker/cli 20.10 to 29",
  },
  {
    code: "registry-login-expired",
    pattern: /Your authorization token has expired/i,
    cause: "Docker's login to the registry has expired: one to ECR lasts 12 hours.",
    fix: "aws ecr get-login-password | docker login --username AWS --password-stdin <registry>, or let the Amazon ECR credential helper do it.",
    source: "Amazon ECR, answer of the registry",
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
    fix: "Install it, or take its entry out of ~/.docker/config.json (credHelpers, credsStore).",
    source:
      "kreuzwerker/docker 4.3 to 4.5, internal/provider/provider.go; docker/docker-credential-helpers, client",
  },
  {
    code: "registry-rate-limit",
    pattern: /toomanyrequests/i,
    cause:
      "The registry of a base image gives no more to this address for now: it limits pulls without a login.",
    fix: "Wait, or log in to it: docker login (Docker Hub), or aws ecr-public get-login-password --region us-east-1 | docker login --username AWS --password-stdin public.ecr.aws.",
    source: 'OCI Distribution Specification 1.1, error code "TOOMANYREQUESTS"',
  },
  {
    code: "registry-tag-taken",
    pattern: /image tag '[^']*' already exists in the '[^']*' repository and cannot be overwritten/i,
    cause: "The repository's tags are immutable, and this one has been pushed before.",
    fix: "Plan again: with the docker provider each plan has a tag of its own, so two applies of one plan may be the reason. Otherwise delete that image in ECR.",
    source: "Amazon ECR, ImageTagAlreadyExistsException",
  },
  {
    code: "docker-platform-unsupported",
    pattern: /exec format error/i,
    cause:
      "Most likely the engine ran a program of another processor: it builds for a platform that it can't emulate.",
    fix: "Linux: docker run --privileged --rm tonistiigi/binfmt --install all. Docker Desktop: update it. Or give the function the architecture of this machine.",
    source: "Linux, ENOEXEC",
  },
  {
    code: "aws-name-taken",
    // An image or a layer that is there already is the registry's business; "ResourceConflictException" alone says that AWS is busy.
    pattern:
      /\b(?!Image|Layer)[A-Za-z]*(?:AlreadyExists|AlreadyOwnedByYou)(?:Exception)?\b|\bEntityAlreadyExists\b|\bResourceExistsException\b|\bResourceInUseException: [^.]*already exists|\bResourceConflictException: [^.]*already exist/i,
    cause:
      "Something of that name exists, and this stack's state doesn't know it: the state was lost, an apply was ended before it had noted what it made, or it was made elsewhere. " +
      "(A bucket's name may also be another account's.)",
    fix: [
      `On the local AWS begin anew: ${commandLine("local:down")}, then ${commandLine("local")}.`,
      "In AWS: adopt it with an import block (https://developer.hashicorp.com/terraform/language/import), put back the state that knew it, or delete it when nobody uses it.",
    ].join("\n       "),
    source:
      "Amazon ECR, IAM, CloudWatch Logs, Lambda, S3, SQS, DynamoDB and Secrets Manager API References, errors of the calls that create",
  },
  {
    code: "terraform-state-damaged",
    pattern: /Unsupported state file format|The state file could not be parsed as JSON/i,
    cause: "The state was cut short or written over: Terraform can't read what is deployed.",
    fix: [
      `On the local AWS begin anew: ${commandLine("local:down")}, then ${commandLine("local")}.`,
      "A file (terraform.<stack>.tfstate): the state before the last apply is beside it, with the ending .backup.",
      "S3: restore the object's version before. HCP Terraform: States, roll back to the one before.",
    ].join("\n       "),
    source: "hashicorp/terraform 1.11, internal/states/statefile/read.go",
  },
  {
    code: "local-aws-stopped",
    pattern: /\b(?:localhost|127\.0\.0\.1|\[::1\]):1\b.*connection refused/,
    cause: "The stack asks AWS while it is planned, and the local AWS of this checkout doesn't run.",
    fix: `Start it and deploy to it: ${commandLine("local")}`,
    source: "cli/app/target.ts sends Terraform to a port where nobody answers",
  },
  {
    code: "disk-full",
    pattern: /\bENOSPC: no space|\bEDQUOT\b|lock info for .*no space left|tfstate\S*: no space left/i,
    cause: "The disk that this project is on is full, or so is what this user may use of it.",
    fix: "Make room (df -h and df -i show where; docker system prune removes what Docker no longer uses), then run the command again.",
    source: "Node.js, system errors; hashicorp/terraform 1.11, internal/states/statemgr/filesystem.go",
  },
  {
    code: "docker-disk-full",
    pattern: /no space left on device/i,
    cause: "A disk is full: that of the Docker engine, most likely, or the one that Terraform writes to.",
    fix: "docker system df shows what takes the space, docker system prune removes what Docker no longer uses. df -h and df -i show the rest.",
    source: "Linux, ENOSPC",
  },
  {
    code: "provider-lock-outdated",
    pattern: /locked provider \S+ \S+ does not match configured version constraint/,
    cause: "The lock names a version of a provider that the stack doesn't allow.",
    fix: `${commandLine("lock --")} --env <name> picks a version that the stack allows. Commit what it writes.`,
    source: "hashicorp/terraform 1.11, internal/providercache/installer.go",
  },
  {
    code: "provider-version-gone",
    pattern: /the previously-selected version \S+ is no longer available/,
    cause:
      "The lock names a version of a provider that can't be had here: a mirror of this machine is asked in place of the registry and has others, or the version was withdrawn.",
    fix: `${commandLine("lock --")} --env <name> --upgrade picks one that can be had, to be committed. Or put that version into the mirror (TF_PROVIDER_MIRROR).`,
    source: "hashicorp/terraform 1.11, internal/providercache/installer.go",
  },
  {
    code: "provider-hash-unknown",
    pattern: /doesn't match any of the checksums previously recorded in the dependency lock file/,
    cause:
      "The package of a provider that this machine gets is none of those in the lock: it is for a platform that was not locked, or another build of the same version, as a mirror can have.",
    fix: `Where you trust that package, ${commandLine("lock --")} --env <name> adds its hash. Commit what it writes.`,
    source: "hashicorp/terraform 1.11, internal/providercache",
  },
  {
    code: "providers-refused",
    pattern: /no available releases match the given constraints/,
    cause: "No version of a provider that can be had here is one that the stack allows.",
    fix: `Put such a version into the mirror (TF_PROVIDER_MIRROR), or go without one, so that the registry is asked. IMAGE_BUILDER=docker-cli does without kreuzwerker/docker. ${DOCTOR}`,
    source: "hashicorp/terraform 1.11, internal/providercache/installer.go",
  },
];

/** @returns the cause and the fix of an error that is known, to stand below what was said; undefined for all others */
export function explainKnownError(text: string): string | undefined {
  const known = KNOWN_ERRORS.find(({ pattern }) => pattern.test(unwrapped(text)));
  return known && `What that means: ${known.cause} [${known.code}]\n  fix: ${known.fix}`;
}

/** Terraform breaks lines at the width of the terminal, and begins each with a bar. */
function unwrapped(text: string): string {
  return text.replace(/\s*\n[│|]?\s*/g, " ");
}
