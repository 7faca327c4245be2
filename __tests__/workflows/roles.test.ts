import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { App } from "cdktf";
import { rolePolicies } from "../../cli/permissions/roles/role-policies";
import { environments } from "../../environments";
import { readEnvironment } from "../../stacks/environment";
import { FunctionsStack } from "../../stacks/functions-stack";

interface Statement {
  readonly Effect: string;
  readonly Action: string | readonly string[];
  readonly Resource?: string | readonly string[];
}

const [[, trustJson = ""] = []] = [
  ...readFileSync("docs/pull-requests.md", "utf8").matchAll(/^```json\n(\{[\s\S]*?)^```/gm),
];
const trust = JSON.parse(trustJson).Statement as readonly Statement[];

const app = new App({ outdir: mkdtempSync(path.join(tmpdir(), "roles-")) });
new FunctionsStack(app, "functions-dev", readEnvironment(environments, "dev"));
app.synth();
const json = JSON.parse(readFileSync(path.join(app.outdir, "stacks/functions-dev/cdk.tf.json"), "utf8"));
const policies = rolePolicies([{ name: "functions-dev", json }]);
const plan: readonly Statement[] = policies.plan.Statement as readonly Statement[];
const deploy: readonly Statement[] = policies.deploy.Statement as readonly Statement[];

afterAll(() => rmSync(app.outdir, { recursive: true }));

const list = (value: string | readonly string[] = []): readonly string[] => [value].flat();

function covers(pattern: string, text: string): boolean {
  return new RegExp(`^${pattern.replace(/[.+?^${}()|[\]\\]/g, "\\$&").replaceAll("*", ".*")}$`).test(text);
}

function allowed(statements: readonly Statement[], action: string, resource: string): boolean {
  return statements.some(
    (statement) =>
      statement.Effect === "Allow" &&
      list(statement.Action).some((pattern) => covers(pattern, action)) &&
      list(statement.Resource).some((pattern) => covers(pattern, resource)),
  );
}

const STATE = "arn:aws:s3:::111111111111-terraform-state";
const KEY = `${STATE}/functions-dev.tfstate`;
const LOCK = `${KEY}.tflock`;
const REPOSITORY = "arn:aws:ecr:eu-central-1:111111111111:repository/hello-dev/python";
const FUNCTION = "arn:aws:lambda:eu-central-1:111111111111:function:hello-dev-python";
const LOG_GROUP = "arn:aws:logs:eu-central-1:111111111111:log-group:/aws/lambda/hello-dev-python";
const ROLE = "arn:aws:iam::111111111111:role/hello-dev-python-eu-central-1";
const BUCKET = "arn:aws:s3:::hello-dev-documents-111111111111";
const OBJECT = `${BUCKET}/welcome.txt`;

/** What Terraform 1.11.4 with AWS provider 5.100.0 asks for when it plans the example, and the two registry logins. */
const READS: readonly (readonly [resource: string, actions: string])[] = [
  [STATE, "s3:ListBucket"],
  [KEY, "s3:GetObject"],
  ["*", "ecr:GetAuthorizationToken logs:DescribeLogGroups"],
  [
    REPOSITORY,
    "ecr:DescribeRepositories ecr:GetLifecyclePolicy ecr:GetRepositoryPolicy ecr:ListTagsForResource",
  ],
  [REPOSITORY, "ecr:BatchGetImage ecr:DescribeImages"],
  [ROLE, "iam:GetRole iam:GetRolePolicy iam:ListAttachedRolePolicies iam:ListRolePolicies"],
  [FUNCTION, "lambda:GetFunction lambda:ListVersionsByFunction"],
  [LOG_GROUP, "logs:ListTagsForResource"],
  [BUCKET, "s3:ListBucket s3:GetAccelerateConfiguration s3:GetBucketAcl s3:GetBucketCORS"],
  [BUCKET, "s3:GetEncryptionConfiguration s3:GetLifecycleConfiguration s3:GetBucketLogging"],
  [BUCKET, "s3:GetBucketObjectLockConfiguration s3:GetBucketPolicy s3:GetBucketPublicAccessBlock"],
  [BUCKET, "s3:GetReplicationConfiguration s3:GetBucketRequestPayment s3:GetBucketTagging"],
  [BUCKET, "s3:GetBucketVersioning s3:GetBucketWebsite"],
  [OBJECT, "s3:GetObject s3:GetObjectTagging"],
];

/** What it asks for when it deploys, changes and destroys the example. */
const WRITES: readonly (readonly [resource: string, actions: string])[] = [
  [KEY, "s3:PutObject"],
  [LOCK, "s3:GetObject s3:PutObject s3:DeleteObject"],
  [
    REPOSITORY,
    "ecr:CreateRepository ecr:PutLifecyclePolicy ecr:SetRepositoryPolicy ecr:TagResource ecr:DeleteRepository",
  ],
  [REPOSITORY, "ecr:InitiateLayerUpload ecr:UploadLayerPart ecr:CompleteLayerUpload ecr:PutImage"],
  [REPOSITORY, "ecr:BatchCheckLayerAvailability ecr:GetDownloadUrlForLayer"],
  [ROLE, "iam:CreateRole iam:PutRolePolicy iam:TagRole iam:PassRole iam:DeleteRolePolicy iam:DeleteRole"],
  [ROLE, "iam:ListInstanceProfilesForRole"],
  [
    FUNCTION,
    "lambda:CreateFunction lambda:UpdateFunctionCode lambda:UpdateFunctionConfiguration lambda:TagResource",
  ],
  [FUNCTION, "lambda:DeleteFunction"],
  [LOG_GROUP, "logs:CreateLogGroup logs:PutRetentionPolicy logs:TagResource logs:DeleteLogGroup"],
  [BUCKET, "s3:CreateBucket s3:PutBucketPublicAccessBlock s3:PutBucketTagging s3:DeleteBucket"],
  [OBJECT, "s3:PutObject s3:PutObjectTagging s3:DeleteObject"],
];

/** Those of the requests that the statements don't allow. */
function refused(statements: readonly Statement[], resource: string, actions: string): string[] {
  return actions.split(" ").filter((action) => !allowed(statements, action, resource));
}

describe("the policy of the role that plans", () => {
  test.each(READS)("may read what a plan needs: of %s %s", (resource, actions) => {
    expect(refused(plan, resource, actions)).toEqual([]);
  });

  test("may only read", () => {
    for (const action of plan.flatMap(({ Action }) => list(Action))) {
      expect(action).toMatch(/:(Get|List|Describe|BatchGet)/);
    }
  });

  test("reads neither the state nor the functions of another environment", () => {
    expect(allowed(plan, "s3:GetObject", `${STATE}/functions-prod.tfstate`)).toBe(false);
    expect(allowed(plan, "lambda:GetFunction", FUNCTION.replace("dev", "prod"))).toBe(false);
  });
});

describe("the policy of the role that deploys", () => {
  test.each([...READS, ...WRITES])("may do what an apply needs: to %s %s", (resource, actions) => {
    expect(refused(deploy, resource, actions)).toEqual([]);
  });

  test("changes no role but those of the functions", () => {
    expect(allowed(deploy, "iam:PutRolePolicy", "arn:aws:iam::111111111111:role/github-deploy")).toBe(false);
  });
});

test("the roles trust GitHub's tokens of two kinds of runs, and nothing else", () => {
  expect(trust).toEqual([
    expect.objectContaining({
      Action: "sts:AssumeRoleWithWebIdentity",
      Condition: {
        StringEquals: {
          "token.actions.githubusercontent.com:aud": "sts.amazonaws.com",
          "token.actions.githubusercontent.com:sub": [
            expect.stringMatching(/:pull_request$/),
            expect.stringMatching(/:ref:refs\/heads\/main$/),
          ],
        },
      },
    }),
  ]);
});
