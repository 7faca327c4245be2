import { readFileSync } from "node:fs";
import { PAGES } from "./blocks";

const { projectDocuments } = JSON.parse(readFileSync("typedoc.site.json", "utf8"));
const GUIDES = PAGES.filter((page) => page.startsWith("docs/"));

test.each(GUIDES)("%s answers one question, in its first paragraph", (page) => {
  const [title = "", , first = ""] = readFileSync(page, "utf8").split("\n");
  expect(title).toMatch(/^# .*\?$/);
  // Text, and not a list, a table, a picture or code.
  expect(first).toMatch(/^[A-Z`[]/);
});

test("the site has all pages", () => {
  expect([...projectDocuments].sort()).toEqual([...GUIDES].sort());
});
