import { mkdtempSync, realpathSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { LANGUAGES } from "../../cli/init/function/function-files";
import { main } from "../../cli/main";
import { recordPrinted } from "./printed";

const before = process.cwd();
const printed = recordPrinted();

afterEach(() => {
  process.chdir(before);
});

test.each([[["--help"], 0] as const, [[], 1] as const, [["depoly"], 1] as const])(
  "%j shows the commands",
  async (argv, code) => {
    expect(await main(argv)).toBe(code);
    expect(printed.join("\n")).toContain("deploy the stacks to a local AWS");
  },
);

test("the list of commands has all languages of new functions", async () => {
  await main(["--help"]);
  for (const language of LANGUAGES) {
    expect(printed.join("\n")).toMatch(new RegExp(`new <language> <name> .*\\b${language}\\b`));
  }
});

test.each([[["--project", "FOLDER", "synth", "--help"]], [["synth", "--project=FOLDER", "--help"]]])(
  "%j runs in that folder",
  async (argv) => {
    const folder = realpathSync(mkdtempSync(path.join(tmpdir(), "project-")));
    expect(await main(argv.map((arg) => arg.replace("FOLDER", folder)))).toBe(0);
    expect(process.cwd()).toBe(folder);
    expect(printed.join("\n")).toContain("npx lambda-images synth");
  },
);

test("a folder that isn't there is named", async () => {
  expect(await main(["--project", "/no/such/folder", "synth"])).toBe(1);
  expect(printed.join()).toContain("/no/such/folder");
});

test.each([
  ["without a cdktf.json", undefined, /There is no cdktf\.json in .*--project <folder>/s],
  ["whose cdktf.json is cut short", '{"app": "node', "cdktf.json is not JSON"],
  ["whose cdktf.json names no app", "{}", "has no command to run the app"],
])("a folder %s: a command prints what is missing", async (_, text, expected) => {
  const folder = mkdtempSync(path.join(tmpdir(), "project-"));
  if (text !== undefined) writeFileSync(path.join(folder, "cdktf.json"), text);
  expect(await main(["--project", folder, "synth"])).toBe(1);
  expect(printed.join("\n")).toMatch(expected);
});
