import { readFileSync } from "node:fs";
import { withResults } from "../../bench/page";

const PAGE = "# Title\n\n<!-- bench: begin -->\n\nold\n\n<!-- bench: end -->\n\nMore text.\n";

test("results replace those of the run before, and nothing else", () => {
  expect(withResults(PAGE, "\nnew\n")).toBe(PAGE.replace("old", "new"));
});

test("the same results again change nothing", () => {
  const once = withResults(PAGE, "new");
  expect(withResults(once, "new")).toBe(once);
});

test.each([
  ["without markers", "# Title\n"],
  ["without an end", PAGE.replace("<!-- bench: end -->", "")],
  ["with the end first", "<!-- bench: end -->\n<!-- bench: begin -->\n"],
  ["with two places", PAGE + PAGE],
])("a page %s is not written to", (_, page) => {
  expect(() => withResults(page, "new")).toThrow("<!-- bench: begin -->");
});

test.each(["docs/performance.md", "docs/problems.md"])("%s has its place for results", (page) => {
  expect(withResults(readFileSync(page, "utf8"), "new")).toContain(
    "<!-- bench: begin -->\n\nnew\n\n<!-- bench: end -->",
  );
});
