import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { runScript } from "../../run-script";
import { FakeGitHub } from "./fake-github";

const github = new FakeGitHub();
const PLANS = `functions-dev=${"1".repeat(64)}`;
let page: string;

beforeAll(() => github.start());
afterAll(() => github.stop());
beforeEach(() => {
  github.comments.clear();
  page = mkdtempSync(path.join(tmpdir(), "page-"));
});
afterEach(() => rmSync(page, { recursive: true }));

function writePage(markdown: string): void {
  writeFileSync(path.join(page, "review.md"), markdown);
  writeFileSync(path.join(page, "plans"), PLANS);
}

function comment(environment = "dev", variables: Record<string, string> = {}) {
  return runScript("cli/github/comment.mjs", [environment, page, path.join(page, "copy")], {
    GITHUB_API_URL: github.url,
    PULL_REQUEST: "7",
    COMMIT: "0123456789abcdef0123456789abcdef01234567",
    ...variables,
  });
}

const bodies = () => github.commentsOf(7).map(({ body }) => body);

test("the first plan is a new comment: the page, its commit, and links to the rest", async () => {
  writePage("## Plan review\n\n### `functions-dev`: +1 ~0 -0\n");
  const { code, log } = await comment();
  expect(code).toBe(0);
  expect(log).toBe(`Added ${github.commentsOf(7)[0]?.html_url}\n`);
  expect(bodies()).toEqual([
    `<!-- plan of environment: dev; plans: ${PLANS}; run: 42 -->
## Plan review

### \`functions-dev\`: +1 ~0 -0

Environment \`dev\` at 0123456789ab. The whole plan is in the log of [the run](https://github.example/octo/shop/actions/runs/42), and the uncut page is in its artifacts.`,
  ]);
});

test("the run gets an artifact name for what was written, different for each text", async () => {
  writePage("first");
  const { outputs } = await comment();
  expect(outputs).toEqual({ record: expect.stringMatching(/^comment-dev-[0-9a-f]{64}$/) });
  expect(readFileSync(path.join(page, "copy"), "utf8")).toBe(bodies()[0]);
  writePage("second");
  expect((await comment()).outputs.record).not.toBe(outputs.record);
});

test("a comment of an older version, which names no run, is also found again", async () => {
  github.comment(7, `<!-- plan of environment: dev; plans: ${PLANS} -->\nold`);
  writePage("new");
  await comment();
  expect(bodies()).toEqual([expect.stringContaining("new")]);
});

test("the next plan replaces it, and no comment is added", async () => {
  writePage("first");
  await comment();
  github.comment(7, "Looks good", "somebody");
  writePage("second");
  const { log } = await comment();
  expect(log).toMatch(/^Updated /);
  expect(bodies()).toEqual([expect.stringContaining("second"), "Looks good"]);
  expect(bodies()[0]).not.toContain("first");
});

test("it is found again after hundreds of comments", async () => {
  for (let i = 0; i < 250; i++) {
    github.comment(7, `${i}`, "somebody");
  }
  writePage("first");
  await comment();
  for (let i = 0; i < 250; i++) {
    github.comment(7, `${i}`, "somebody");
  }
  writePage("second");
  await comment();
  expect(bodies()).toHaveLength(501);
  expect(bodies()[250]).toContain("second");
});

test("each environment has its own comment, also when one name is a prefix of another", async () => {
  writePage("of dev");
  await comment("dev");
  writePage("of dev-eu");
  await comment("dev-eu");
  writePage("of dev, again");
  await comment("dev");
  expect(bodies()).toEqual([expect.stringContaining("of dev, again"), expect.stringContaining("of dev-eu")]);
});

test("a comment of a person is never overwritten, even one with the marker", async () => {
  const copied = `<!-- plan of environment: dev; plans: ${PLANS} -->\nmine`;
  github.comment(7, copied, "somebody");
  writePage("the plan");
  await comment();
  expect(bodies()).toEqual([copied, expect.stringContaining("the plan")]);
});

test("a failed plan replaces an old one, and approves nothing", async () => {
  writePage("first");
  await comment();
  rmSync(path.join(page, "review.md"));
  await comment();
  expect(bodies()).toEqual([
    expect.stringMatching(/^<!-- plan of environment: dev; plans: ; run: 42 -->\n[\s\S]*The plan failed/),
  ]);
  expect(bodies()[0]).not.toContain("first");
});

test("a refusal of GitHub is printed with the request", async () => {
  writePage("the plan");
  const { code, log } = await comment("dev", { GITHUB_TOKEN: "expired" });
  expect(code).toBe(1);
  expect(log).toMatch(/^::error::GitHub answered 401 to GET \/issues\/7\/comments.*Bad credentials/);
});

test("a missing variable of the workflow is named", async () => {
  const { code, log } = await comment("dev", { PULL_REQUEST: "" });
  expect(code).toBe(1);
  expect(log).toBe("::error::The variable PULL_REQUEST is not set: the workflow has to pass it.\n");
});
