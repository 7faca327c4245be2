import { FakeGitHub } from "./fake-github";
import { runScript } from "./run-script";

const github = new FakeGitHub();
const SHA = "fedcba9876543210fedcba9876543210fedcba98";
const PLANS = `functions-prod=${"1".repeat(64)}`;
const OTHER = `functions-prod=${"2".repeat(64)}`;

beforeAll(() => github.start());
afterAll(() => github.stop());
beforeEach(() => {
  github.comments.clear();
  github.pulls.clear();
  github.environments.clear();
});

function reviewed(event: "push" | "workflow_dispatch" = "push") {
  return runScript("reviewed", ["prod"], {
    GITHUB_API_URL: github.url,
    GITHUB_EVENT_NAME: event,
    GITHUB_SHA: SHA,
    PLANS,
  });
}

const merged = (number: number) => ({ number, merged_at: "2026-11-24T10:00:00Z" });
const shown = (plans: string, environment = "prod") =>
  `<!-- plan of environment: ${environment}; plans: ${plans} -->\n## Plan review`;

describe("after a push", () => {
  test("the plan that the merged pull request shows is deployed", async () => {
    github.pulls.set(SHA, [merged(7)]);
    github.comment(7, "Looks good", "somebody");
    github.comment(7, shown(OTHER, "dev"));
    const { html_url } = github.comment(7, shown(PLANS));
    const { code, log } = await reviewed();
    expect(log).toBe(`The plan is the one that was reviewed: ${html_url}\n`);
    expect(code).toBe(0);
  });

  test("another plan is refused: it says where both are, and what to do", async () => {
    github.pulls.set(SHA, [merged(7)]);
    const { html_url } = github.comment(7, shown(OTHER));
    const { code, log } = await reviewed();
    expect(code).toBe(1);
    expect(log).toContain("prod was not deployed: its plan is not the one that was reviewed");
    expect(log).toContain(html_url);
    expect(log).toContain("https://github.example/octo/shop/actions/runs/42");
    expect(log).toContain("start this workflow by hand");
  });

  test("what somebody else writes is no plan, even in the same words", async () => {
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
    github.pulls.set(SHA, [{ number: 7, merged_at: null }]);
    github.comment(7, shown(PLANS));
    expect((await reviewed()).log).toContain("comes from no pull request");
  });

  test("of two merged pull requests with the commit, either may show the plan", async () => {
    github.pulls.set(SHA, [merged(7), merged(8)]);
    github.comment(7, shown(OTHER));
    github.comment(8, shown(PLANS));
    expect((await reviewed()).code).toBe(0);
  });
});

describe("started by hand", () => {
  test("it goes on where a reviewer of the environment is asked before it deploys", async () => {
    github.environments.set("prod", [{ type: "branch_policy" }, { type: "required_reviewers" }]);
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

  test("it is refused where the environment is missing", async () => {
    const { code, log } = await reviewed("workflow_dispatch");
    expect(code).toBe(1);
    expect(log).toContain("GitHub answered 404 to GET /environments/prod");
  });
});
