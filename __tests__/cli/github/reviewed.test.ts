import { createHash } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { runScript } from "../../run-script";
import { FakeGitHub } from "./fake-github";

const github = new FakeGitHub();
const SHA = "fedcba9876543210fedcba9876543210fedcba98";
/** The last commit of the pull request. */
const HEAD = "0123456789abcdef0123456789abcdef01234567";
const PLANS = `functions-prod=${"1".repeat(64)}`;
const OTHER = `functions-prod=${"2".repeat(64)}`;

beforeAll(() => github.start());
afterAll(() => github.stop());
beforeEach(() => {
  github.comments.clear();
  github.pulls.clear();
  github.environments.clear();
  github.runs.clear();
});

function reviewed(event: "push" | "workflow_dispatch" = "push") {
  return runScript("cli/github/reviewed.mjs", ["prod"], {
    GITHUB_API_URL: github.url,
    GITHUB_EVENT_NAME: event,
    GITHUB_SHA: SHA,
    GITHUB_REF_NAME: "main",
    PLANS,
  });
}

const merged = (number: number, ref = "main") => ({
  number,
  merged_at: "2026-11-24T10:00:00Z",
  base: { ref },
  head: { sha: HEAD },
});
const shown = (plans: string, environment = "prod") =>
  `<!-- plan of environment: ${environment}; plans: ${plans}; run: 41 -->\n## Plan review`;

/** A run of the workflow that plans pull requests, which wrote these comments on prod. */
const run = (...bodies: string[]) => ({
  path: ".github/workflows/pull-request.yml",
  event: "pull_request",
  head_sha: HEAD,
  artifacts: bodies.map((body) => `comment-prod-${createHash("sha256").update(body).digest("hex")}`),
});

describe("after a push", () => {
  test("the plan that the merged pull request shows is deployed", async () => {
    github.pulls.set(SHA, [merged(7)]);
    github.comment(7, "Looks good", "somebody");
    github.comment(7, shown(OTHER, "dev"));
    const { html_url } = github.comment(7, shown(PLANS));
    github.runs.set("41", run(shown(PLANS)));
    const { code, log } = await reviewed();
    expect(log).toBe(`The plan is the one that was reviewed: ${html_url}\n`);
    expect(code).toBe(0);
  });

  test("the comment and the artifact are those that the pull request's own step makes", async () => {
    const page = mkdtempSync(path.join(tmpdir(), "page-"));
    writeFileSync(path.join(page, "review.md"), "## Plan review\n\nÄöü ⚠\n");
    writeFileSync(path.join(page, "plans"), PLANS);
    const { outputs } = await runScript("cli/github/comment.mjs", ["prod", page, path.join(page, "copy")], {
      GITHUB_API_URL: github.url,
      GITHUB_RUN_ID: "41",
      PULL_REQUEST: "7",
      COMMIT: HEAD,
    });
    rmSync(page, { recursive: true });
    github.pulls.set(SHA, [merged(7)]);
    github.runs.set("41", { ...run(), artifacts: [outputs.record ?? ""] });
    expect((await reviewed()).code).toBe(0);
    // As an editor in a browser ends its lines.
    for (const comment of github.commentsOf(7)) {
      comment.body = comment.body.replaceAll("\n", "\r\n");
    }
    expect((await reviewed()).code).toBe(0);
  });

  test("an edited comment is refused, with any edit", async () => {
    github.pulls.set(SHA, [merged(7)]);
    github.runs.set("41", run(`${shown(PLANS)}\n⚠ IAM policy allows more.`));
    const { html_url } = github.comment(7, shown(PLANS));
    const { code, log } = await reviewed();
    expect(code).toBe(1);
    expect(log).toContain("but not by a trusted comment");
    expect(log).toContain(`${html_url}: it is not what that run wrote: somebody edited it`);
  });

  test.each<[string, object, string]>([
    [
      "another workflow",
      { path: ".github/workflows/greet.yml" },
      "is not a run of .github/workflows/pull-request.yml",
    ],
    ["a run that was not of a pull request", { event: "workflow_dispatch" }, "on a pull request"],
    [
      "a run on an earlier commit",
      { head_sha: "a".repeat(40) },
      "it shows the plan of aaaaaaaaaaaa, but 0123456789ab was merged",
    ],
  ])("a comment of %s is refused", async (_, other, why) => {
    github.pulls.set(SHA, [merged(7)]);
    github.comment(7, shown(PLANS));
    github.runs.set("41", { ...run(shown(PLANS)), ...other });
    const { code, log } = await reviewed();
    expect(code).toBe(1);
    expect(log).toContain(why);
  });

  test("a comment that names no run, or a deleted one, is refused, with a fix", async () => {
    github.pulls.set(SHA, [merged(7)]);
    github.comment(7, shown(PLANS).replace("; run: 41", ""));
    github.comment(7, shown(PLANS));
    const { code, log } = await reviewed();
    expect(code).toBe(1);
    expect(log.match(/it doesn't name the run that wrote it, or that run was deleted/g)).toHaveLength(2);
    expect(log).toContain("Run the checks of the pull request again");
  });

  test("a pull request that was merged into another branch counts for nothing", async () => {
    github.pulls.set(SHA, [merged(7, "feature")]);
    github.comment(7, shown(PLANS));
    github.runs.set("41", run(shown(PLANS)));
    const { code, log } = await reviewed();
    expect(code).toBe(1);
    expect(log).toContain("comes from no pull request to main");
    expect(log).toContain("#7, which was merged into feature");
  });

  test("another plan is refused, with links to both and a fix", async () => {
    github.pulls.set(SHA, [merged(7)]);
    const { html_url } = github.comment(7, shown(OTHER));
    const { code, log } = await reviewed();
    expect(code).toBe(1);
    expect(log).toContain("prod was not deployed: its plan is not the one that was reviewed");
    expect(log).toContain(html_url);
    expect(log).toContain("https://github.example/octo/shop/actions/runs/42");
    expect(log).toContain("start this workflow by hand");
  });

  test("a comment of someone else is not a plan, even with the same text", async () => {
    github.pulls.set(SHA, [merged(7)]);
    github.comment(7, shown(PLANS), "somebody");
    const { code, log } = await reviewed();
    expect(code).toBe(1);
    expect(log).toContain("pull request #7 shows no plan of it");
  });

  test("a plan that failed on the pull request is none", async () => {
    github.pulls.set(SHA, [merged(7)]);
    github.comment(7, shown(""));
    expect((await reviewed()).log).toContain("pull request #7 shows no plan of it");
  });

  test("the plan of another environment is none", async () => {
    github.pulls.set(SHA, [merged(7)]);
    github.comment(7, shown(PLANS, "dev"));
    expect((await reviewed()).code).toBe(1);
  });

  test("a commit that comes from no pull request is refused", async () => {
    const { code, log } = await reviewed();
    expect(code).toBe(1);
    expect(log).toContain("fedcba987654 comes from no pull request");
  });

  test("a pull request that has the commit but was not merged counts for nothing", async () => {
    github.pulls.set(SHA, [{ ...merged(7), merged_at: null }]);
    github.comment(7, shown(PLANS));
    expect((await reviewed()).log).toContain("comes from no pull request");
  });

  test("of two merged pull requests with the commit, either may show the plan", async () => {
    github.pulls.set(SHA, [merged(7), merged(8)]);
    github.comment(7, shown(OTHER));
    github.comment(8, shown(PLANS));
    github.runs.set("41", run(shown(PLANS)));
    expect((await reviewed()).code).toBe(0);
  });
});

describe("started by hand", () => {
  test("it continues if the environment requires a reviewer before it deploys", async () => {
    github.environments.set("prod", [
      { type: "branch_policy" },
      { type: "required_reviewers", prevent_self_review: true },
    ]);
    const { code, log } = await reviewed("workflow_dispatch");
    expect(log).toContain("a reviewer of prod has to approve it");
    expect(code).toBe(0);
  });

  test.each([[[]], [[{ type: "branch_policy" }]]])(
    "it is refused where nobody is asked (rules: %j)",
    async (rules) => {
      github.environments.set("prod", rules);
      const { code, log } = await reviewed("workflow_dispatch");
      expect(code).toBe(1);
      expect(log).toContain('the environment "prod" has no required reviewers');
    },
  );

  test.each([{}, { prevent_self_review: false }])(
    "it is refused where whoever started it could approve it (%j)",
    async (setting) => {
      github.environments.set("prod", [{ type: "required_reviewers", ...setting }]);
      const { code, log } = await reviewed("workflow_dispatch");
      expect(code).toBe(1);
      expect(log).toContain('the environment "prod" doesn\'t prevent self-review');
    },
  );

  test("it is refused where the environment is missing", async () => {
    const { code, log } = await reviewed("workflow_dispatch");
    expect(code).toBe(1);
    expect(log).toContain("GitHub answered 404 to GET /environments/prod");
  });
});
