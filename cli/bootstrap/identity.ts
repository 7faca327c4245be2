import { CommandError } from "../process/steps";

/** Who plans and deploys: an issuer of tokens (OpenID Connect), and the subjects whose tokens AWS accepts. */
export interface Identity {
  readonly kind: "github" | "gitlab" | "hcp";
  /** The issuer's address, with `https://`. */
  readonly url: string;
  /** The audience of its tokens for AWS. */
  readonly audience: string;
  /** Subjects of the role that plans. `*` stands for any text. */
  readonly plan: readonly string[];
  /** Subjects of the role that deploys. */
  readonly deploy: readonly string[];
  /** The middle of the roles' names: the repository, the project or the organization. */
  readonly name: string;
}

/**
 * GitHub Actions: plans on pull requests and on main, deploys in the environment, whose protection decides who may.
 * (GitHub Docs, "OpenID Connect reference", read 2026-11-28)
 * @param prefix of the subjects, as GitHub gives it: `repo:<owner>@<owner id>/<repository>@<repository id>`
 */
export function gitHubIdentity(prefix: string, environment: string): Identity {
  const repository = prefix.slice(prefix.lastIndexOf("/") + 1).replace(/@\d+$/, "");
  return {
    kind: "github",
    url: "https://token.actions.githubusercontent.com",
    audience: "sts.amazonaws.com",
    plan: [`${prefix}:pull_request`, `${prefix}:ref:refs/heads/main`],
    deploy: [`${prefix}:environment:${environment}`],
    name: repository,
  };
}

/**
 * GitLab: plans on every branch, deploys on main, which has to be a protected branch. A token of a merge request names its
 * source branch. (GitLab Docs, "OpenID Connect (OIDC) Authentication Using ID Tokens", read 2026-11-28)
 * @param project `group/project`, or its address on a GitLab of one's own
 * @throws CommandError for something else
 */
export function gitLabIdentity(project: string): Identity {
  const [, host = "gitlab.com", path = ""] =
    /^(?:https:\/\/([\w.:-]+)\/)?([\w.-]+(?:\/[\w.-]+)+?)(?:\.git)?$/.exec(project) ?? [];
  if (path === "") {
    throw new CommandError(
      `--gitlab ${JSON.stringify(project)} is no project: group/project, or https://gitlab.example.com/group/project.`,
    );
  }
  const url = `https://${host}`;
  const branch = `project_path:${path}:ref_type:branch:ref:`;
  return {
    kind: "gitlab",
    url,
    audience: url,
    plan: [`${branch}*`],
    deploy: [`${branch}main`],
    name: path.slice(path.lastIndexOf("/") + 1),
  };
}

/**
 * HCP Terraform's dynamic credentials: one role for the plans of the workspaces, another one for their applies. (HashiCorp
 * Developer, "Use dynamic credentials with the AWS provider", read 2026-11-28)
 */
export function hcpIdentity(
  organization: string,
  workspaces: readonly string[],
  { hostname = "app.terraform.io", project }: { readonly hostname?: string; readonly project?: string } = {},
): Identity {
  // Workspaces' names are unique in an organization, so any project is as narrow as the right one.
  const subject = (workspace: string, phase: string): string =>
    `organization:${organization}:project:${project ?? "*"}:workspace:${workspace}:run_phase:${phase}`;
  return {
    kind: "hcp",
    url: `https://${hostname}`,
    audience: "aws.workload.identity",
    plan: workspaces.map((workspace) => subject(workspace, "plan")),
    deploy: workspaces.map((workspace) => subject(workspace, "apply")),
    name: organization,
  };
}

/** The issuer's host, as in the ARN of its provider and in the keys of conditions. */
export function issuerHost({ url }: Pick<Identity, "url">): string {
  return url.slice("https://".length);
}

/** A role's trust policy: who may assume it. */
export function trustPolicy(identity: Identity, subjects: readonly string[], providerArn: string): object {
  const host = issuerHost(identity);
  const operator = subjects.some((subject) => subject.includes("*")) ? "StringLike" : "StringEquals";
  const audience = { [`${host}:aud`]: identity.audience };
  const subject = { [`${host}:sub`]: subjects.length === 1 ? subjects[0] : subjects };
  return {
    Version: "2012-10-17",
    Statement: [
      {
        Effect: "Allow",
        Principal: { Federated: providerArn },
        Action: "sts:AssumeRoleWithWebIdentity",
        Condition:
          operator === "StringEquals"
            ? { StringEquals: { ...audience, ...subject } }
            : { StringEquals: audience, StringLike: subject },
      },
    ],
  };
}

/** The names of what a bootstrap makes in IAM. */
export interface RoleNames {
  readonly plan: string;
  readonly deploy: string;
}

/** IAM's limit for the name of a role ("IAM and AWS STS quotas", IAM User Guide, read 2026-11-28). */
const LONGEST = 64;

/**
 * The names of the roles: `github-<repository>-<environment>-plan`. They contain repository and environment, since an account can have
 * several of each, and don't begin with an app's prefix, whose roles a deploy may change.
 */
export function roleNames({ kind, name }: Pick<Identity, "kind" | "name">, environment: string): RoleNames {
  const end = `-${environment}-deploy`.length;
  const start = `${kind}-${name.toLowerCase()}`.replace(/[^a-z0-9_.-]+/g, "-").slice(0, LONGEST - end);
  return { plan: `${start}-${environment}-plan`, deploy: `${start}-${environment}-deploy` };
}
