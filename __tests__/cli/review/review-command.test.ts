import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { runCommand } from "../../../cli/command";
import { command } from "../../../cli/review/review-command";
import { recordPrinted } from "../printed";

const PLANS = path.resolve("__tests__/cli/review/plans");
const project = process.cwd();
const printed = recordPrinted();
const { isTTY, columns, hasColors } = process.stdout;
const before = { isTTY, columns, hasColors };

beforeEach(() => {
  process.chdir(mkdtempSync(path.join(tmpdir(), "review-")));
  delete process.env.GITHUB_STEP_SUMMARY;
});

afterEach(() => {
  process.chdir(project);
  delete process.env.GITHUB_STEP_SUMMARY;
});

describe("npm run review", () => {
  test("reviews all plans of .plans/ by their stacks' names, but not its own output", async () => {
    mkdirSync(".plans");
    copyFileSync(path.join(PLANS, "url-made-public.json"), ".plans/functions-dev.json");
    copyFileSync(path.join(PLANS, "nothing-changed.json"), ".plans/network-dev.json");
    expect(await runCommand(command, [])).toBe(0);
    const first = readFileSync(".plans/review.md", "utf8");
    expect(printed[0]).toBe(first);
    expect(first).toMatch(/functions-dev`: \+1 ~1 -0[\s\S]*network-dev`: no changes/);
    expect(readFileSync(".plans/review.html", "utf8")).toContain("network-dev");
    expect(JSON.parse(readFileSync(".plans/review.json", "utf8")).stacks).toHaveLength(2);
    expect(await runCommand(command, [])).toBe(0);
    expect(readFileSync(".plans/review.md", "utf8")).toBe(first);
  });

  test("is Markdown only elsewhere than in a terminal", async () => {
    Object.assign(process.stdout, { isTTY: true, columns: 80, hasColors: () => false });
    try {
      expect(await runCommand(command, [path.join(PLANS, "policy-widened.json")])).toBe(0);
    } finally {
      Object.assign(process.stdout, before);
    }
    expect(printed[0]).toContain("policy-widened: +0 ~1 -0");
    expect(printed[0]).not.toMatch(/[#`]|\[!/);
    expect(readFileSync(".plans/review.md", "utf8")).toContain("### `policy-widened`: +0 ~1 -0");
  });

  test("adds the page to the summary of a GitHub job", async () => {
    process.env.GITHUB_STEP_SUMMARY = path.resolve("summary.md");
    writeFileSync("summary.md", "# Before\n");
    expect(await runCommand(command, [path.join(PLANS, "moved.json")])).toBe(0);
    expect(readFileSync("summary.md", "utf8")).toBe(`# Before\n${readFileSync(".plans/review.md", "utf8")}`);
  });

  test("prints the command to run when there are no plans", async () => {
    expect(await runCommand(command, [])).toBe(1);
    expect(printed.join()).toContain("npm run plan -- --env <name>");
  });

  test("names a file that is not a plan, or doesn't exist", async () => {
    writeFileSync("state.json", '{"version":4,"serial":1,"lineage":"x"}');
    expect(await runCommand(command, ["state.json"])).toBe(1);
    expect(await runCommand(command, ["missing.json"])).toBe(1);
    expect(printed.join()).toMatch(
      /state\.json is not a plan: it is a state file[\s\S]*missing\.json can't be read/,
    );
  });
});
