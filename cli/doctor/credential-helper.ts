import { parseJson } from "../process/json-text";
import { type ProbeResult, probe } from "../process/probe";
import { byPlatform, type CheckProblem } from "./check";

/** The answer of a credential helper (a program `docker-credential-<name>`) for a registry. */
export type HelperAnswer =
  /** `basic` is `user:password` in base64. @default - the login is another kind of token */
  | { readonly kind: "found"; readonly basic?: string }
  | { readonly kind: "not-found" }
  | { readonly kind: "missing" }
  | { readonly kind: "failed"; readonly message: string }
  | { readonly kind: "silent" };

/** The Amazon ECR credential helper. */
const ECR_HELPER = "ecr-login";

/** The common message of helpers that don't have a login (docker/docker-credential-helpers, credentials/error.go). */
const NOT_FOUND = "credentials not found in native keychain";

/** Runs a helper as docker does, with the registry on its standard input. */
export async function askHelper(
  name: string,
  registry: string,
  environment: NodeJS.ProcessEnv,
): Promise<HelperAnswer> {
  const result = await probe(`docker-credential-${name}`, ["get"], { env: environment, input: registry });
  return classifyHelper(name, result);
}

export function classifyHelper(name: string, result: ProbeResult): HelperAnswer {
  if (result.state !== "ran") {
    return { kind: result.state };
  }
  if (result.code === 0) {
    const { Username, Secret } = parseJson(result.stdout) ?? {};
    if (!Secret) {
      return { kind: "not-found" };
    }
    return Username === "<token>"
      ? { kind: "found" }
      : { kind: "found", basic: Buffer.from(`${Username}:${Secret}`).toString("base64") };
  }
  // ECR's helper prints "not found" for every error (amazon-ecr-credential-helper, ecr-login/ecr.go).
  if (result.stdout.trim() === NOT_FOUND && name !== ECR_HELPER) {
    return { kind: "not-found" };
  }
  // Only standard error: the standard output of a helper may contain a secret.
  return { kind: "failed", message: result.stderr.replace(/\s+/g, " ").trim().slice(0, 300) };
}

const WHY = "Docker would fail at the push, and Terraform's docker provider already at the plan.";

/** The configuration names a helper that doesn't exist. */
export function helperMissing(name: string, registry: string, file: string): CheckProblem {
  const program = `docker-credential-${name}`;
  const install =
    name === ECR_HELPER
      ? `Install the Amazon ECR credential helper:\n${byPlatform({
          linux: "the package amazon-ecr-credential-helper",
          macos: "brew install docker-credential-helper-ecr",
          windows: "https://github.com/awslabs/amazon-ecr-credential-helper",
        })}\n`
      : `Install ${program} (Docker Desktop brings its own), `;
  return {
    code: "registry-helper-missing",
    what: `Docker's configuration (${file}) delegates the login for ${registry} to the program ${program}, which is not on the PATH.`,
    why: WHY,
    fix: `${install}or remove the entry from ${file} and log in again.`,
  };
}

/** The helper runs, but returns no login. */
export function helperFailed(name: string, registry: string, message: string): CheckProblem {
  const program = `docker-credential-${name}`;
  return {
    code: "registry-helper-failed",
    what: `The program ${program} fails to return the login for ${registry}.${message === "" ? "" : ` Its error: ${message}`}`,
    why: WHY,
    fix:
      name === ECR_HELPER
        ? "It uses the AWS credentials of this machine. Check them: `aws sts get-caller-identity`. Its log is in ~/.ecr/log."
        : `Run it to see the error: echo ${registry} | ${program} get`,
  };
}
