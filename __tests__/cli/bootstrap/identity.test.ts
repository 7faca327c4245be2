import {
  gitHubIdentity,
  gitLabIdentity,
  hcpIdentity,
  roleNames,
  trustPolicy,
} from "../../../cli/bootstrap/identity";

const ARN = "arn:aws:iam::111111111111:oidc-provider/issuer";

test("GitHub plans on pull requests and main, and deploys in the environment alone", () => {
  const identity = gitHubIdentity("repo:octo@1/hello@2", "dev");
  expect(trustPolicy(identity, identity.plan, ARN)).toMatchObject({
    Statement: [
      {
        Principal: { Federated: ARN },
        Action: "sts:AssumeRoleWithWebIdentity",
        Condition: {
          StringEquals: {
            "token.actions.githubusercontent.com:aud": "sts.amazonaws.com",
            "token.actions.githubusercontent.com:sub": [
              "repo:octo@1/hello@2:pull_request",
              "repo:octo@1/hello@2:ref:refs/heads/main",
            ],
          },
        },
      },
    ],
  });
  expect(identity.deploy).toEqual(["repo:octo@1/hello@2:environment:dev"]);
});

test("GitLab plans on each branch and deploys on main, on gitlab.com or one's own", () => {
  const identity = gitLabIdentity("group/sub/project");
  expect(trustPolicy(identity, identity.plan, ARN)).toMatchObject({
    Statement: [
      {
        Condition: {
          StringEquals: { "gitlab.com:aud": "https://gitlab.com" },
          StringLike: { "gitlab.com:sub": "project_path:group/sub/project:ref_type:branch:ref:*" },
        },
      },
    ],
  });
  expect(identity.deploy).toEqual(["project_path:group/sub/project:ref_type:branch:ref:main"]);
  expect(gitLabIdentity("https://gitlab.example.com/group/project")).toMatchObject({
    url: "https://gitlab.example.com",
    deploy: ["project_path:group/project:ref_type:branch:ref:main"],
  });
});

test.each(["project", "group/*", "http://gitlab.com/group/project", ""])(
  "%j is no project on GitLab",
  (project) => {
    expect(() => gitLabIdentity(project)).toThrow(/is no project/);
  },
);

test("HCP Terraform plans and applies the workspaces of the environment", () => {
  const identity = hcpIdentity("acme", ["functions-dev"], { project: "shop" });
  expect(identity.plan).toEqual(["organization:acme:project:shop:workspace:functions-dev:run_phase:plan"]);
  expect(identity.deploy).toEqual(["organization:acme:project:shop:workspace:functions-dev:run_phase:apply"]);
});

test("roles are named after repository and environment, within IAM's limit", () => {
  expect(roleNames({ kind: "github", name: "Hello World" }, "dev")).toEqual({
    plan: "github-hello-world-dev-plan",
    deploy: "github-hello-world-dev-deploy",
  });
  const long = roleNames({ kind: "github", name: "a".repeat(100) }, "prod");
  expect(long.deploy).toHaveLength(64);
  expect(long.plan).toMatch(/-prod-plan$/);
});
