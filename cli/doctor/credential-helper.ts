import { type ProbeResult, parseJson, probe } from "../process/probe";
import { byPlatform, type CheckProblem } from "./check";

/** What a credential helper, a program `docker-credential-<name>`, answered about a registry. */
export type HelperAnswer =
  /** `basic` is `user:password` in base64. @default - the login is a token of another kind */
  | { readonly kind: "found"; readonly basic?: string }
  | { readonly kind: "not-found" }
  | { readonly kind: "missing" }
  | { readonly kind: "failed"; readonly said: string }
  | { readonly kind: "silent" };

/** The Amazon ECR credential helper. */
const ECR_HELPER = "ecr-login";

/** The common sentence of helpers for a login that they don't have (docker/docker-credential-helpers, credentials/error.go). */
const NOT_FOUND = "credentials not found in native keychain";

/** Asks a helper as docker does: the registry on its standard input. */
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
  // ECR's helper says "not found" of whatever goes wrong (amazon-ecr-credential-helper, ecr-login/ecr.go).
  if (result.stdout.trim() === NOT_FOUND && name !== ECR_HELPER) {
    return { kind: "not-found" };
  }
  // Only its errors: what a helper prints on its standard output may be a secret.
  return { kind: "failed", said: result.stderr.replace(/\s+/g, " ").trim().slice(0, 300) };
}

const WHY = "Docker would fail at the push, and Terraform's docker provider at the plan.";

/** The configuration names a helper that isn't there. */
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
    what: `Docker's configuration (${file}) leaves the login for ${registry} to the program ${program}, and there is none on the PATH.`,
    why: WHY,
    fix: `${install}or take the entry out of ${file} and log in again.`,
  };
}

/** The helper runs, and gives no login. */
export function helperFailed(name: string, registry: string, said: string): CheckProblem {
  const program = `docker-credential-${name}`;
  return {
    code: "registry-helper-failed",
    what: `The program ${program} fails to give the login for ${registry}.${said === "" ? "" : ` It says: ${said}`}`,
    why: WHY,
    fix:
      name === ECR_HELPER
        ? "It uses the AWS credentials of this machine: see that `aws sts get-caller-identity` answers. Its log is in ~/.ecr/log."
        : `See what it says: echo ${registry} | ${program} get`,
  };
}
