import { byPlatform, failed, ok, skipped, softened } from "../../../cli/doctor/check";
import { checkTable, problemsText, problemText } from "../../../cli/doctor/report";

const PROBLEM = {
  code: "docker-engine-stopped",
  what: "No engine runs.",
  why: "It builds.",
  fix: byPlatform({ linux: "start it", macos: "open it", windows: "open it" }),
};

describe("the table of checks", () => {
  const checks = [
    ok("Node.js", "20.20.2"),
    failed("Docker engine", "not running", PROBLEM),
    skipped("AWS credentials", "the local AWS needs none"),
    ok("Providers", Array.from({ length: 12 }, (_, n) => `provider/number-${n} 1.0.0`).join(", ")),
  ];

  test("has a mark, the title, and the result, aligned", () => {
    expect(checkTable(checks, 120).split("\n").slice(0, 3)).toEqual([
      "✓ Node.js          20.20.2",
      "✗ Docker engine    not running",
      "- AWS credentials  the local AWS needs none",
    ]);
  });

  test.each([
    [20, 80],
    [80, 80],
    [100, 100],
    [undefined, 120],
    [300, 120],
  ])("fits a terminal of %s columns, within %i", (columns, width) => {
    const lines = checkTable(checks, columns).split("\n");
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(width);
    expect(lines.length).toBeGreaterThan(4);
    expect(lines.at(-1)).toMatch(/^ {19}\S/);
  });
});

test("a problem is printed with its code, cause and fix, platform by platform", () => {
  expect(problemText(PROBLEM)).toBe(`No engine runs. [docker-engine-stopped]
  why: It builds.
  fix: Linux:          start it
       macOS, Windows: open it`);
});

test("problems are printed together, each once, and warnings only on request", () => {
  const one = failed("a", "x", PROBLEM);
  const other = softened(failed("b", "y", { ...PROBLEM, code: "other" }));
  expect(problemsText([one, one, other], ["problem"])).toBe(`✗ ${problemText(PROBLEM)}`);
  expect(problemsText([one, other], ["problem", "warning"])).toMatch(/^✗ [\s\S]*\n\n! [\s\S]*\[other\]/);
  expect(problemsText([ok("c", "z")], ["problem", "warning"])).toBe("");
});
