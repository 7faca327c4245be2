import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";

const PAGES = [
  ...readdirSync(".").filter((name) => name.endsWith(".md")),
  ...readdirSync("docs", { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".md"))
    .map((name) => path.join("docs", name)),
];

/** What GitHub makes of a heading. */
function anchor(heading: string): string {
  return heading
    .replaceAll(/[`*]/g, "")
    .replaceAll(/\[([^\]]*)\]\([^)]*\)/g, "$1")
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N} _-]/gu, "")
    .replaceAll(" ", "-");
}

const known = new Map<string, ReadonlySet<string>>();

/** All anchors of a page. Many links lead to the same large page. */
function anchorsIn(file: string): ReadonlySet<string> {
  const before = known.get(file);
  if (before) return before;
  const page = readFileSync(file, "utf8");
  const ids = [...page.matchAll(/<a id="([^"]*)"/g)].map(([, id = ""]) => id);
  const all = new Set([...ids, ...anchors(page)]);
  known.set(file, all);
  return all;
}

/** The anchors of a page's headings. GitHub numbers those that occur again: `constructor`, `constructor-1`. */
function anchors(page: string): readonly string[] {
  const seen = new Map<string, number>();
  return [...page.matchAll(/^#+ (.*)$/gm)].map(([, title = ""]) => {
    const name = anchor(title);
    const before = seen.get(name) ?? 0;
    seen.set(name, before + 1);
    return before === 0 ? name : `${name}-${before}`;
  });
}

test.each(PAGES)("each link of %s to a file of this repository leads to it", (page) => {
  const text = readFileSync(page, "utf8").replaceAll(/```[\s\S]*?```/g, "");
  const broken = [...text.matchAll(/\]\(([^)\s]+)\)/g)]
    .map(([, link = ""]) => link)
    .filter((link) => !/^[a-z]+:/.test(link))
    .filter((link) => {
      const [file = "", heading] = link.split("#");
      const target = file === "" ? page : path.join(path.dirname(page), file);
      if (!existsSync(target)) return true;
      if (heading === undefined || !target.endsWith(".md")) return false;
      return !anchorsIn(target).has(heading);
    });
  expect(broken).toEqual([]);
});

test("each file and folder that a recipe of CONTRIBUTING.md names is there", () => {
  const recipes = readFileSync("CONTRIBUTING.md", "utf8");
  const names = [...recipes.matchAll(/`((?:lib|cli|docs|scripts|__tests__)\/[^`<*]*)`/g)].map(
    ([, name = ""]) => name,
  );
  expect(names.length).toBeGreaterThan(15);
  expect(names.filter((name) => !existsSync(name))).toEqual([]);
});
