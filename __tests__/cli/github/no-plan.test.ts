import { runScript } from "../../run-script";

test("a pull request from a fork shows why it has no plan, and how it gets one", async () => {
  const { code, log, summary } = await runScript("cli/github/no-plan.mjs", [], { FORK: "true" });
  expect(code).toBe(0);
  expect(log).toContain("::notice title=No plan::A pull request from a fork gets no credentials");
  expect(summary).toContain("A maintainer who has read it pushes its branch");
});

test("a project that is not set up yet shows the page about the setup", async () => {
  const { code, summary } = await runScript("cli/github/no-plan.mjs", [], { FORK: "false" });
  expect(code).toBe(0);
  expect(summary).toContain("docs/pull-requests.md");
});
