import type { CheckProblem } from "./check";

/** The reason why a request to AWS fails. */
export type AwsProblem =
  | "aws-credentials-missing"
  | "aws-credentials-expired"
  | "aws-credentials-refused"
  | "aws-clock-wrong"
  | "aws-account-wrong"
  | "aws-region-wrong"
  | "aws-unreachable"
  | "ecr-token-denied";

/** The error of AWS's client: its name, its message, and the system's code for a failed connection. */
export interface AwsFailure {
  readonly name: string;
  readonly message: string;
  /** For example `ENOTFOUND`. */
  readonly code?: string;
}

interface Pattern {
  readonly problem: AwsProblem;
  /** Matched against `<name>: <message>`. */
  readonly pattern: RegExp;
}

/**
 * The first match counts. The names are those of the services' own errors ("Common Error Types" in the API references
 * of AWS STS and Amazon ECR). The texts are those of AWS's clients for JavaScript (@aws-sdk 3.1174).
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

/**
 * The codes of Node.js and OpenSSL for a failed connection. A certificate that Node.js doesn't trust is not among them.
 */
const UNREACHABLE =
  /^(?:ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|EHOSTUNREACH|ENETUNREACH|ETIMEDOUT|EPIPE)$/;

/** @returns undefined for a failure that proves nothing about credentials, account or network */
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

/** Further facts about a problem. */
export interface AwsCircumstances {
  readonly target: AwsTarget;
  /** The account that the credentials are for. */
  readonly account?: string;
  /** The message of AWS or its client. */
  readonly message?: string;
  /** `AWS_PROFILE`. */
  readonly profile?: string | undefined;
}

const WHY = "Terraform and the push of an image to ECR need AWS. An apply would fail halfway.";

export function explainAwsProblem(
  problem: AwsProblem,
  { target, account, message, profile }: AwsCircumstances,
): CheckProblem {
  const quoted = message ? ` AWS answered: ${message}` : "";
  const login = `${profile ? `aws sso login --profile ${profile}` : "aws sso login"} (or: aws login, or new keys in your environment)`;
  const base = { code: problem, why: WHY };
  switch (problem) {
    case "aws-credentials-missing":
      return {
        ...base,
        what: profile
          ? `The AWS profile "${profile}" (AWS_PROFILE) gives no credentials. ${message ?? ""}`.trim()
          : "There are no AWS credentials on this machine.",
        fix: `Log in: ${login}. If there are several profiles, set AWS_PROFILE. \`aws sts get-caller-identity\` shows whether it worked.`,
      };
    case "aws-credentials-expired":
      return { ...base, what: `The AWS credentials have expired.${quoted}`, fix: `Log in again: ${login}` };
    case "aws-credentials-refused":
      return {
        ...base,
        what: `AWS refuses the credentials in the region ${target.region}.${quoted}`,
        fix: `Check which credentials are used: \`aws configure list\`. Replace deleted or mistyped keys by new ones (${login}). If the region is not enabled for the account, it refuses all credentials: enable it in AWS console > Account > AWS Regions.`,
      };
    case "aws-clock-wrong":
      return {
        ...base,
        what: `The clock of this machine is wrong, and AWS refuses requests whose time is off by several minutes.${quoted}`,
        fix: "Set the clock by network time (Linux: sudo timedatectl set-ntp true; in WSL: wsl --shutdown, then open it again).",
      };
    case "aws-account-wrong":
      return {
        ...base,
        what: `The AWS credentials are for account ${account}, but ${stacksOf(target)} are in account ${target.account}.`,
        why: "Terraform refuses to run with another account's credentials, so that nothing is created in the wrong account.",
        fix: `Use credentials of ${target.account} (AWS_PROFILE=<profile>), or correct the account in the app (environments.ts).`,
      };
    case "aws-region-wrong":
      return {
        ...base,
        what: `The region "${target.region}" of ${stacksOf(target)} doesn't exist in AWS: its address can't be resolved.`,
        fix: `Correct the region in the app (environments.ts), for example "eu-central-1".`,
      };
    case "aws-unreachable":
      return {
        ...base,
        what: `AWS (region ${target.region}) can't be reached from this machine.${quoted}`,
        fix: "Check the network, the VPN and its firewall: https://sts.<region>.amazonaws.com and https://api.ecr.<region>.amazonaws.com have to be reachable. If AWS_ENDPOINT_URL is set, it replaces both.",
      };
    case "ecr-token-denied":
      return {
        ...base,
        what: `The AWS credentials may not log in to ECR: ecr:GetAuthorizationToken is missing.${quoted}`,
        why: "Without that token nothing can be pushed. Docker would only report that its login exited with code 1.",
        fix: 'Add to the policy of that role or user: {"Effect": "Allow", "Action": "ecr:GetAuthorizationToken", "Resource": "*"}. Pushing to the repository needs further permissions. The managed policy AmazonEC2ContainerRegistryPowerUser has all of them.',
      };
  }
}

function stacksOf({ environment }: AwsTarget): string {
  return environment === undefined ? "the app's stacks" : `the stacks of the environment "${environment}"`;
}
