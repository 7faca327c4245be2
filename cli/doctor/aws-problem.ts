import type { CheckProblem } from "./check";

/** Why AWS doesn't do what it is asked. */
export type AwsProblem =
  | "aws-credentials-missing"
  | "aws-credentials-expired"
  | "aws-credentials-refused"
  | "aws-clock-wrong"
  | "aws-account-wrong"
  | "aws-region-wrong"
  | "aws-unreachable"
  | "ecr-token-denied";

/** What AWS's client threw: the name of the error, what it says, and the system's code for a failed connection. */
export interface AwsFailure {
  readonly name: string;
  readonly message: string;
  /** For example `ENOTFOUND`. */
  readonly code?: string;
}

interface Pattern {
  readonly problem: AwsProblem;
  /** Tried against `<name>: <message>`. */
  readonly pattern: RegExp;
}

/**
 * The first that matches. Names are those of the services' own errors ("Common Error Types" in the API references of AWS STS
 * and Amazon ECR); texts are those of AWS's clients for JavaScript (@aws-sdk 3.1174).
 */
const PATTERNS: readonly Pattern[] = [
  { problem: "aws-clock-wrong", pattern: /^RequestTimeTooSkewed|Signature (?:expired|not yet current)/ },
  {
    problem: "aws-credentials-expired",
    pattern:
      /^ExpiredToken|^RequestExpired|token (?:included in the request )?(?:is|has) expired|session (?:associated with this profile )?has expired|session associated with this profile is invalid|session token .* was not found or is invalid|re-authenticate using aws login/i,
  },
  {
    problem: "aws-credentials-refused",
    pattern:
      /^(?:InvalidClientTokenId|UnrecognizedClientException|InvalidAccessKeyId|SignatureDoesNotMatch|InvalidSignatureException|IncompleteSignature|AuthFailure)/,
  },
  { problem: "ecr-token-denied", pattern: /^AccessDenied.*ecr:GetAuthorizationToken/s },
  { problem: "aws-credentials-refused", pattern: /^AccessDenied/ },
  { problem: "aws-credentials-missing", pattern: /^(?:CredentialsProviderError|TokenProviderError)/ },
];

/** Codes of node and OpenSSL for a connection that didn't come about; a certificate that node doesn't know is none. */
const UNREACHABLE =
  /^(?:ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|EHOSTUNREACH|ENETUNREACH|ETIMEDOUT|EPIPE)$/;

/** @returns undefined for a failure that says nothing sure about credentials, account or network */
export function classifyAwsFailure({ name, message, code }: AwsFailure): AwsProblem | undefined {
  const found = PATTERNS.find(({ pattern }) => pattern.test(`${name}: ${message}`));
  if (found !== undefined) {
    return found.problem;
  }
  return /^(?:AbortError|TimeoutError)$/.test(name) || (code !== undefined && UNREACHABLE.test(code))
    ? "aws-unreachable"
    : undefined;
}

/** Where an environment is deployed to. */
export interface AwsTarget {
  /** The value of `$ENVIRONMENT` that the app was run with. @default - none */
  readonly environment?: string;
  /** 12 digits. */
  readonly account: string;
  readonly region: string;
}

/** What is known besides the kind of problem. */
export interface AwsCircumstances {
  readonly target: AwsTarget;
  /** The account that the credentials are for. */
  readonly account?: string;
  /** What AWS or its client said. */
  readonly said?: string;
  /** `AWS_PROFILE`. */
  readonly profile?: string | undefined;
}

const WHY = "Terraform and the push of an image to ECR need AWS: an apply would fail on the way.";

export function explainAwsProblem(
  problem: AwsProblem,
  { target, account, said, profile }: AwsCircumstances,
): CheckProblem {
  const quoted = said ? ` AWS says: ${said}` : "";
  const login = `${profile ? `aws sso login --profile ${profile}` : "aws sso login"} (or: aws login, or new keys in your environment)`;
  const told = { code: problem, why: WHY };
  switch (problem) {
    case "aws-credentials-missing":
      return {
        ...told,
        what: profile
          ? `The AWS profile "${profile}" (AWS_PROFILE) gives no credentials. ${said ?? ""}`.trim()
          : "There are no AWS credentials on this machine.",
        fix: `Log in: ${login}; with several profiles name one in AWS_PROFILE. \`aws sts get-caller-identity\` shows whether it worked.`,
      };
    case "aws-credentials-expired":
      return { ...told, what: `The AWS credentials have expired.${quoted}`, fix: `Log in again: ${login}` };
    case "aws-credentials-refused":
      return {
        ...told,
        what: `AWS refuses the credentials in the region ${target.region}.${quoted}`,
        fix: `Check which ones are used: \`aws configure list\`. Keys that were deleted or mistyped need new ones (${login}); a region that has to be enabled for an account (AWS console > Account > AWS Regions) refuses all until it is.`,
      };
    case "aws-clock-wrong":
      return {
        ...told,
        what: `The clock of this machine is wrong, and AWS refuses requests that are more than minutes off.${quoted}`,
        fix: "Set the clock by network time (Linux: sudo timedatectl set-ntp true; in WSL: wsl --shutdown, then open it again).",
      };
    case "aws-account-wrong":
      return {
        ...told,
        what: `The AWS credentials are for account ${account}; ${stacksOf(target)} are in account ${target.account}.`,
        why: "Terraform refuses to run with another account's credentials, so that nothing is made in the wrong place.",
        fix: `Take credentials of ${target.account} (AWS_PROFILE=<profile>), or correct the account in the app (environments.ts).`,
      };
    case "aws-region-wrong":
      return {
        ...told,
        what: `There is no AWS in the region "${target.region}" of ${stacksOf(target)}: its address doesn't exist.`,
        fix: `Correct the region in the app (environments.ts), for example "eu-central-1".`,
      };
    case "aws-unreachable":
      return {
        ...told,
        what: `AWS (region ${target.region}) can't be reached from this machine.${quoted}`,
        fix: "Check the network, the VPN and its firewall: https://sts.<region>.amazonaws.com and https://api.ecr.<region>.amazonaws.com have to be reachable. AWS_ENDPOINT_URL, if it is set, replaces both.",
      };
    case "ecr-token-denied":
      return {
        ...told,
        what: `The AWS credentials may not log in to ECR: ecr:GetAuthorizationToken is missing.${quoted}`,
        why: "Without that token nothing can be pushed; docker would only say that its login exited with code 1.",
        fix: 'Add to the policy of that role or user: {"Effect": "Allow", "Action": "ecr:GetAuthorizationToken", "Resource": "*"}. The permissions to push to the repository are others: the managed policy AmazonEC2ContainerRegistryPowerUser has all of them.',
      };
  }
}

function stacksOf({ environment }: AwsTarget): string {
  return environment === undefined ? "the app's stacks" : `the stacks of the environment "${environment}"`;
}
