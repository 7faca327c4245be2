import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

const project = process.cwd();
afterEach(() => process.chdir(project));

/** The module, loaded in a folder with this package.json. */
function load(packageJson?: object): typeof import("../../cli/command-line") {
  process.chdir(mkdtempSync(path.join(tmpdir(), "app-")));
  if (packageJson) writeFileSync("package.json", JSON.stringify(packageJson));
  jest.resetModules();
  return require("../../cli/command-line");
}

test("a command that package.json has a script for is run by that", () => {
  const { commandLine } = load({
    scripts: { local: "lambda-images local", "local:invoke": "lambda-images invoke" },
  });
  expect(commandLine("local")).toBe("npm run local");
  expect(commandLine("local:invoke --")).toBe("npm run local:invoke --");
  expect(commandLine("plan --")).toBe("npx lambda-images plan");
});

test("options come after --, and without options there is no --", () => {
  const { commandLine } = load({ scripts: { doctor: "lambda-images doctor" } });
  expect(commandLine("doctor", " --env dev")).toBe("npm run doctor -- --env dev");
  expect(commandLine("doctor", "")).toBe("npm run doctor");
  expect(commandLine("plan", " --env dev")).toBe("npx lambda-images plan --env dev");
});

test("in an app without scripts, commands are run by npx", () => {
  for (const { commandLine } of [load({}), load()]) {
    expect(commandLine("local:invoke --")).toBe("npx lambda-images invoke");
    expect(commandLine("local:down")).toBe("npx lambda-images down");
    expect(commandLine("deploy")).toBe("npx lambda-images deploy");
  }
});
