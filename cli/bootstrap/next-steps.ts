import { shellWord } from "../process/shell-word";
import type { AppEnvironment } from "./app-environment";
import type { Identity } from "./identity";

/** The roles that a bootstrap made. */
export interface RoleArns {
  readonly plan: string;
  readonly deploy: string;
}

/** GitHub's variables: for everybody the roles that plan, by environment, and in the environment the role that deploys. */
export interface GitHubVariables {
  readonly repository: string;
  readonly environment: string;
  /** `PLAN_ROLES`, as JSON. */
  readonly planRoles: string;
  /** `DEPLOY_ROLE`. */
  readonly deployRole: string;
}

/** @param before the present `PLAN_ROLES`, whose other environments stay */
export function gitHubVariables(
  repository: string,
  environment: string,
  roles: RoleArns,
  before: Readonly<Record<string, unknown>> = {},
): GitHubVariables {
  return {
    repository,
    environment,
    planRoles: JSON.stringify({ ...before, [environment]: roles.plan }),
    deployRole: roles.deploy,
  };
}

/** The commands that set them, each as its arguments. */
export function gitHubCommands({
  repository,
  environment,
  planRoles,
  deployRole,
}: GitHubVariables): readonly (readonly string[])[] {
  const where = ["--repo", repository];
  return [
    ["variable", "set", "PLAN_ROLES", ...where, "--body", planRoles],
    ["variable", "set", "DEPLOY_ROLE", ...where, "--env", environment, "--body", deployRole],
  ];
}

/** An environment that only main deploys to. Without that, each branch could. */
export function environmentCommands({
  repository,
  environment,
}: Pick<GitHubVariables, "repository" | "environment">): readonly (readonly string[])[] {
  const path = `repos/${repository}/environments/${environment}`;
  return [
    [
      "api",
      "--method",
      "PUT",
      path,
      "-F",
      "deployment_branch_policy[protected_branches]=false",
      "-F",
      "deployment_branch_policy[custom_branch_policies]=true",
    ],
    ["api", "--method", "POST", `${path}/deployment-branch-policies`, "-f", "name=main"],
  ];
}

/** A command of GitHub's CLI as text for a shell. */
export function gitHubCommandText(args: readonly string[]): string {
  return ["gh", ...args].map(shellWord).join(" ");
}

/** What to set on GitLab or in HCP Terraform, as text. */
export function nextStepsText(identity: Identity, environment: AppEnvironment, roles: RoleArns): string {
  if (identity.kind === "gitlab") {
    return [
      "Variables for GitLab (Settings, CI/CD, Variables). DEPLOY_ROLE is for the protected branch main only:",
      "",
      `  PLAN_ROLE    ${roles.plan}`,
      `  DEPLOY_ROLE  ${roles.deploy}`,
      "",
      "A job that uses one (.gitlab-ci.yml):",
      "",
      "  id_tokens:",
      `    AWS_TOKEN: { aud: ${identity.audience} }`,
      "  before_script:",
      '    - echo "$AWS_TOKEN" > /tmp/aws-token',
      '    - export AWS_WEB_IDENTITY_TOKEN_FILE=/tmp/aws-token AWS_ROLE_ARN="$PLAN_ROLE"',
    ].join("\n");
  }
  const workspaces = environment.backend.type === "cloud" ? environment.backend.workspaces.join(", ") : "";
  return [
    `Environment variables for the workspaces in HCP Terraform (${workspaces}), or for a set of variables that they share:`,
    "",
    "  TFC_AWS_PROVIDER_AUTH   true",
    `  TFC_AWS_PLAN_ROLE_ARN   ${roles.plan}`,
    `  TFC_AWS_APPLY_ROLE_ARN  ${roles.deploy}`,
  ].join("\n");
}
