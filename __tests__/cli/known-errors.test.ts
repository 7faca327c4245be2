import { explainKnownError, KNOWN_ERRORS } from "../../cli/known-errors";

/** Errors of Terraform, its providers, Docker and AWS, as printed. */
const PRINTED: Readonly<Record<string, readonly string[]>> = {
  "aws-credentials-missing": [
    'Error: No valid credential sources found\n\n  with provider["registry.terraform.io/hashicorp/aws"],\n  on cdk.tf.json line 22, in provider.aws[0]:\n\nPlease see https://registry.terraform.io/providers/hashicorp/aws\nfor more information about providing credentials.\n\nError: failed to refresh cached credentials, no EC2 IMDS role found',
  ],
  "aws-credentials-expired": [
    "Error: No valid credential sources found\n\nError: failed to refresh cached credentials, the SSO session has expired or is invalid",
    "Error: Retrieving AWS account details: validating provider credentials: retrieving caller identity from STS: operation error STS: GetCallerIdentity, https response error StatusCode: 403, RequestID: 1, api error ExpiredToken: The security token included in the request is expired",
  ],
  "aws-credentials-refused": [
    "Error: Retrieving AWS account details: operation error STS: GetCallerIdentity, https response error StatusCode: 403, api error InvalidClientTokenId: The security token included in the request is invalid.",
  ],
  "aws-clock-wrong": [
    "api error SignatureDoesNotMatch: Signature expired: 20260820T090000Z is now earlier than 20260820T093000Z (20260820T094500Z - 15 min.)",
  ],
  "aws-account-wrong": ["Error: AWS account ID not allowed: 123456789012"],
  "ecr-token-denied": [
    "Error: opening ephemeral resource: operation error ECR: GetAuthorizationToken, api error AccessDeniedException: User: arn:aws:iam::1:user/x is not authorized to perform:\n│ ecr:GetAuthorizationToken on resource: *",
  ],
  "docker-engine-stopped": [
    "Error: Error running buildx build: Cannot connect to the Docker daemon at unix:///var/run/docker.sock. Is the docker daemon running?",
    "│ failed to connect to the docker API at unix:///var/run/docker.sock; check if the path is correct and if\n│ the daemon is running: dial unix /var/run/docker.sock: connect: no such file or directory",
    "╷\n│ Error: Cannot connect to the Docker\n│ daemon at unix:///var/run/docker.sock. Is the docker daemon running?\n╵",
  ],
  "docker-engine-no-permission": [
    "permission denied while trying to connect to the Docker daemon socket at unix:///var/run/docker.sock",
    "permission denied while trying to connect to the docker API at unix:///var/run/docker.sock",
  ],
  "docker-context-missing": [
    "Error: Error loading Docker context 'nope': context 'nope' not found",
    'Failed to initialize: unable to resolve docker endpoint: context "nope": context not found: open /x',
  ],
  "registry-login-expired": ["denied: Your authorization token has expired. Reauthenticate and try again."],
  "registry-login-missing": [
    "Error: Error pushing docker image: Error pushing image. . Full error: no basic auth credentials",
    "Error: Error loading registry auth config: could not open config file from filePath: /root/.docker/config.json. Error: open /root/.docker/config.json: no such file or directory",
  ],
  "registry-helper-failed": [
    "Error: Error loading registry auth config: could not get auth config (the credentialhelper did not work or was not found): exit status 1",
    'error getting credentials - err: exec: "docker-credential-desktop": executable file not found in $PATH, out: ``',
  ],
  "registry-rate-limit": [
    "toomanyrequests: Rate exceeded",
    "toomanyrequests: You have reached your pull rate limit. You may increase the limit by authenticating and upgrading",
  ],
  "registry-tag-taken": [
    "tag invalid: The image tag 'abc-20260820' already exists in the 'shop-dev/python' repository and cannot be overwritten because the repository is immutable.",
  ],
  "docker-platform-unsupported": [
    "exec /bin/sh: exec format error",
    "standard_init_linux.go:228: exec user process caused: exec format error",
  ],
  "provider-lock-outdated": [
    "Error: Failed to query available provider packages\n\nCould not retrieve the list of available versions for provider\nkreuzwerker/docker: locked provider registry.terraform.io/kreuzwerker/docker\n4.5.0 does not match configured version constraint >= 4.3.0, != 4.5.0, <\n5.0.0; must use terraform init -upgrade to allow selection of new versions",
  ],
  "provider-version-gone": [
    "Error: Failed to query available provider packages\n\nCould not retrieve the list of available versions for provider\nkreuzwerker/docker: the previously-selected version 4.4.0 is no longer\navailable",
    "│ Could not retrieve the list of available versions for provider kreuzwerker/docker: the previously-selected version 4.4.0 is\n│ no longer available",
  ],
  "provider-hash-unknown": [
    "Error while installing kreuzwerker/docker v4.5.0: the local package for\nregistry.terraform.io/kreuzwerker/docker 4.5.0 doesn't match any of the\nchecksums previously recorded in the dependency lock file (this might be\nbecause the available checksums are for packages targeting different\nplatforms); for more information:",
  ],
  "providers-refused": [
    "Could not retrieve the list of available versions for provider\nhashicorp/aws: no available releases match the given constraints >= 6.22.0,\n< 7.0.0",
  ],
  "aws-name-taken": [
    "Error: creating ECR Repository (x): operation error ECR: CreateRepository, https response error StatusCode: 400, RequestID: 1, RepositoryAlreadyExistsException: The repository with name 'x' already exists in the registry",
    "Error: creating IAM Role (x): operation error IAM: CreateRole, https response error StatusCode: 409, RequestID: 1, EntityAlreadyExists: Role with name x already exists.",
    "Error: creating CloudWatch Logs Log Group (/aws/lambda/x): operation error CloudWatch Logs: CreateLogGroup, ResourceAlreadyExistsException: The specified log group already exists",
    "Error: creating Lambda Function (x): operation error Lambda: CreateFunction, https response error StatusCode: 409, RequestID: 1, ResourceConflictException: Function already exist: x",
    "Error: creating Lambda Alias (live): operation error Lambda: CreateAlias, https response error StatusCode: 409, ResourceConflictException: Alias already exists: arn:aws:lambda:us-east-1:1:function:x:live",
    "Error: adding Lambda Permission (x/y): operation error Lambda: AddPermission, https response error StatusCode: 409, ResourceConflictException: The statement id (y) provided already exists",
    "Error: creating S3 Bucket (x): operation error S3: CreateBucket, https response error StatusCode: 409, RequestID: 1, HostID: , BucketAlreadyOwnedByYou: Your previous request to create the named bucket succeeded",
    "Error: creating S3 Bucket (x): BucketAlreadyExists",
    "Error: creating SQS Queue (x): operation error SQS: CreateQueue, QueueAlreadyExists: A queue already exists with the same name and a different value for attribute VisibilityTimeout",
    "Error: creating Amazon DynamoDB Table (x): operation error DynamoDB: CreateTable, ResourceInUseException: Table already exists: x",
    "Error: creating Secrets Manager Secret (x): operation error Secrets Manager: CreateSecret, ResourceExistsException: The operation failed because the secret x already exists.",
  ],
  "terraform-state-damaged": [
    "Error: Error acquiring the state lock\n\nError message: 2 problems:\n\n- Unsupported state file format: The state file could not be parsed as JSON: syntax\nerror at byte offset 40.",
    'Error: Unsupported state file format\n\nThe state file does not have a "version" attribute, which is required to\nidentify the format version.',
  ],
  "local-aws-stopped": [
    'Error: reading SSM Parameter (/x): operation error SSM: GetParameter, exceeded maximum number of attempts, 9, https response error StatusCode: 0, RequestID: , request send failed, Post "http://localhost:1/": dial tcp 127.0.0.1:1: connect: connection refused',
  ],
  "disk-full": [
    "ENOSPC: no space left on device, write",
    'Error: Error acquiring the state lock\n\nError message: could not write lock info for "terraform.x.tfstate": write\n.terraform.x.tfstate.lock.info: no space left on device',
  ],
  "docker-disk-full": ["write /var/lib/docker/tmp/docker-builder1/x: no space left on device"],
};

const CASES = Object.entries(PRINTED).flatMap(([code, texts]) => texts.map((text) => [code, text] as const));

describe("an error that is well known", () => {
  test.each(CASES)("is explained: %s: %j", (code, text) => {
    const explained = explainKnownError(text);
    expect(explained).toContain(`[${code}]`);
    expect(explained).toMatch(/\n {2}fix: \S/);
  });

  test("has an example here and a source", () => {
    expect(KNOWN_ERRORS.map(({ code }) => code).sort()).toEqual(Object.keys(PRINTED).sort());
    for (const { source } of KNOWN_ERRORS) {
      expect(source).not.toBe("");
    }
  });
});

describe("any other error is unchanged", () => {
  test.each([
    "Error: creating Lambda Function (x): operation error Lambda: CreateFunction, api error AccessDeniedException: not authorized to perform: lambda:CreateFunction",
    "Error: updating Lambda Function (x) code: operation error Lambda: UpdateFunctionCode, https response error StatusCode: 409, ResourceConflictException: The operation cannot be performed at this time. An update is in progress for resource: x",
    "Error: operation error ECR: PutImage, ImageAlreadyExistsException: Image with digest 'sha256:1' and tag 'x' already exists in the repository",
    'Error: Post "http://localhost:14566/": dial tcp 127.0.0.1:14566: connect: connection refused',
    'ERROR: failed to solve: process "/bin/sh -c pip install x" did not complete successfully: exit code: 1',
    "Error: permission denied: open cdk.tf.json",
    "Error: context deadline exceeded",
  ])("%s", (text) => {
    expect(explainKnownError(text)).toBeUndefined();
  });
});
