import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { ApiNames } from "./api-names";
import others from "./features-of-others.json";

/** Keeps our column of docs/features.md true: each name in it exists, and a test uses it. */

const PAGE = readFileSync("docs/features.md", "utf8");

/** What the page calls a construct, and its class. */
const CLASSES: Readonly<Record<string, string>> = { fn: "DockerImageFunction", alias: "Alias" };

interface Name {
  /** As in the page. */
  readonly text: string;
  readonly owner?: string;
  readonly name: string;
}

/** The cells of a table's row. */
function cells(line: string): string[] {
  return line
    .slice(1, -1)
    .split("|")
    .map((cell) => cell.trim());
}

/** The names in the column "here" of a section. */
function namesIn(section: string): Name[] {
  const owner = /^Names without a class are properties of `(\w+)`/m.exec(section)?.[1];
  const rows = section.split("\n").filter((line) => line.startsWith("|"));
  const column = rows[0] ? cells(rows[0]).indexOf("here") : -1;
  if (column === -1) return [];
  return rows
    .slice(2)
    .map((row) => cells(row)[column] ?? "")
    .flatMap((cell) => [...cell.matchAll(/`([^`]+)`/g)].map(([, code = ""]) => code))
    .filter((code) => !NOT_OURS.test(code))
    .map((text) => {
      const [first = "", member] = text.split(".");
      if (member !== undefined) return { text, owner: CLASSES[first] ?? first, name: member };
      return owner !== undefined && /^[a-z]/.test(text) ? { text, owner, name: text } : { text, name: text };
    });
}

/** Commands, files, methods of the bindings' resources. */
const NOT_OURS = /^(docker load|addOverride\(.*|addOverride|\.dockerignore|LambdaEventSourceMapping)$/;

/** The texts of all tests, besides this one. */
const TESTS = readdirSync("__tests__", { recursive: true, encoding: "utf8" })
  .filter((name) => name.endsWith(".ts") && path.basename(name) !== path.basename(__filename))
  .map((name) => readFileSync(path.join("__tests__", name), "utf8"));

/** The words of each test. */
const WORDS = TESTS.map((text) => new Set(text.match(/\w+/g)));

const API = new ApiNames();
const SECTIONS = PAGE.split(/^## /m).slice(1);

test.each(SECTIONS.map((section) => [section.split("\n")[0] ?? "", namesIn(section)] as const))(
  "%s: each of our names exists",
  (_, names) => {
    const missing = names.filter(({ owner, name }) =>
      owner === undefined ? !API.has(name) : !API.hasMember(owner, name),
    );
    expect(missing.map(({ text }) => text)).toEqual([]);
  },
);

test.each(SECTIONS.map((section) => [section.split("\n")[0] ?? "", namesIn(section)] as const))(
  "%s: each of our names is used in a test",
  (_, names) => {
    const unused = names.filter(({ name }) => !WORDS.some((words) => words.has(name)));
    expect(unused.map(({ text }) => text)).toEqual([]);
  },
);

/** The properties, inputs and events of the other tools, from the versions that the page names. */
test.each(Object.entries(others))("the page has each feature of %s", (_, features) => {
  const words = new Set([...PAGE.matchAll(/`([^`]+)`/g)].flatMap(([, code = ""]) => code.split(/\W+/)));
  expect(features.filter((feature) => !words.has(feature))).toEqual([]);
});

test("a name that exists nowhere is found", () => {
  const [name] = namesIn("Title\n\n| | here |\n| - | - |\n| x | `fn.addNothing`, no: `docker load` |");
  expect(name).toEqual({ text: "fn.addNothing", owner: "DockerImageFunction", name: "addNothing" });
  expect(API.hasMember("DockerImageFunction", "addNothing")).toBe(false);
  expect(API.hasMember("DockerImageFunction", "addEventSource")).toBe(true);
  expect(API.hasMember("DockerImageFunctionProps", "retryAttempts")).toBe(true);
  expect(API.hasMember("VpcOptions", "subnetIds")).toBe(true);
});

test("each row says something about us", () => {
  const empty = SECTIONS.flatMap((section) => {
    const rows = section.split("\n").filter((line) => line.startsWith("|"));
    const width = rows[0] ? cells(rows[0]).length : 0;
    return rows.filter(
      (row) => cells(row).length !== width || cells(row).at(-1) === "" || cells(row).at(-1) === "–",
    );
  });
  expect(empty).toEqual([]);
});
