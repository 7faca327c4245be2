import { spawnSync } from "node:child_process";
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { type Command, runCommand } from "../../cli/command";
import { COMMANDS } from "../../cli/main";
import { optionsTakenByNpm } from "../../cli/options-taken-by-npm";

// Each command would add its handlers to this process.
jest.mock("../../cli/process/interrupt", () => ({
  ...jest.requireActual("../../cli/process/interrupt"),
  handleInterrupts: () => undefined,
}));

const printed: string[] = [];
let ran = 0;

beforeEach(() => {
  printed.length = 0;
  ran = 0;
  jest.spyOn(console, "error").mockImplementation((text: string) => void printed.push(text));
});

afterEach(() => jest.restoreAllMocks());

const deploy: Command = {
  help: "npm run deploy",
  options: {
    env: { type: "string" },
    yes: { type: "boolean" },
    approved: { type: "string" },
    destroy: { type: "boolean" },
  },
  async run() {
    ran++;
  },
};

/** The variables that npm 10 and 11 set for `npm run deploy`, with `yes=false` in the user's .npmrc. */
const NPM = {
  npm_config_user_agent: "npm/11.19.1 node/v20.20.2 linux x64 workspaces/false",
  npm_command: "run",
  npm_lifecycle_event: "deploy",
  npm_config_yes: "",
  npm_config_cache: "/home/me/.npm",
  npm_config_local_prefix: "/home/me/project",
  npm_config_prefix: "/usr",
};

/** The typed line, the variables that npm set for it, and the intended line. */
const TAKEN: readonly (readonly [
  typed: string,
  variables: NodeJS.ProcessEnv,
  argv: readonly string[],
  meant: string,
])[] = [
  ["--env=dev", { npm_config_env: "dev" }, [], "--env=dev"],
  ["--env dev", { npm_config_env: "true" }, ["dev"], "--env=dev"],
  ["--env=", { npm_config_env: "" }, [], "--env=<env>"],
  ["--destroy", { npm_config_destroy: "true" }, [], "--destroy"],
  [
    "--env=dev --yes functions-dev",
    { npm_config_env: "dev", npm_config_yes: "true" },
    ["functions-dev"],
    "--env=dev --yes functions-dev",
  ],
  ["--env=dev -- --destroy", { npm_config_env: "dev" }, ["--destroy"], "--env=dev --destroy"],
  ["--env dev -- --destroy", { npm_config_env: "true" }, ["dev", "--destroy"], "--env=dev --destroy"],
  ["--env=dev -- --env=prod", { npm_config_env: "dev" }, ["--env=prod"], "--env=dev --env=prod"],
  ["--approved='a=1, b=2'", { npm_config_approved: "a=1, b=2" }, [], "--approved='a=1, b=2'"],
];

describe("an option that npm took, because it came before --, is named, and nothing is done", () => {
  test.each(TAKEN)("npm run deploy %s", async (_, variables, argv, meant) => {
    expect(await runCommand(deploy, argv, { ...NPM, ...variables })).toBe(1);
    expect(ran).toBe(0);
    expect(printed.join()).toContain(`\n  npm run deploy -- ${meant}\n`.trimEnd());
  });
});

// Which variables npm was started with is only known on Linux.
(process.platform === "linux" ? describe : describe.skip)(
  "an option that neither npm nor the command knows",
  () => {
    const folder = mkdtempSync(path.join(tmpdir(), "npm-"));
    writeFileSync(path.join(folder, "package.json"), '{"scripts": {"deploy": "node run.cjs"}}');
    writeFileSync(path.join(folder, ".npmrc"), "sharp_binary_host=https://example.com\n");
    writeFileSync(
      path.join(folder, "run.cjs"),
      `require(${JSON.stringify(require.resolve("tsx/cjs"))});
    const { unknownTakenByNpm } = require(${JSON.stringify(path.resolve("cli/options-taken-by-npm.ts"))});
    console.log(JSON.stringify(unknownTakenByNpm({ env: { type: "string" } }, process.env)));`,
    );

    test.each([
      [["--environment=prod"], [{ name: "environment", text: "prod" }]],
      // npm has a setting of this name, and deploys all the same.
      [["--dry-run"], [{ name: "dry-run" }]],
      [["--env=dev"], []],
      [["--foreground-scripts"], []],
      [["--", "--environment=prod"], []],
      [[], []],
    ])("npm run deploy %j", (args, expected) => {
      const { stdout } = spawnSync("npm", ["run", "--silent", "deploy", ...args], {
        cwd: folder,
        encoding: "utf8",
        env: { ...process.env, npm_config_sass_binary_site: "https://example.com" },
      });
      expect(JSON.parse(stdout)).toEqual(expected);
    });
  },
);

describe("no false alarm", () => {
  test.each<readonly [string, NodeJS.ProcessEnv, readonly string[]]>([
    ["variables that npm sets itself", NPM, ["--env=dev"]],
    ["a variable of another option's name", { ...NPM, npm_config_json: "true" }, []],
    [
      "the same given to both",
      { ...NPM, npm_config_env: "dev", npm_config_destroy: "true" },
      ["--env", "dev", "--destroy"],
    ],
    ["--no-destroy", { ...NPM, npm_config_destroy: "" }, []],
    [
      "a package manager that passes all options on",
      { ...NPM, npm_config_user_agent: "pnpm/10.1.0", npm_config_env: "dev" },
      [],
    ],
    [
      "npx, which hands all on that stands after the name of the command",
      { ...NPM, npm_command: "exec", npm_lifecycle_event: "npx", npm_config_env: "dev" },
      ["--env=prod"],
    ],
    ["no package manager", { npm_config_env: "dev" }, ["--env=dev"]],
  ])("%s", async (_, environment, argv) => {
    expect(await runCommand(deploy, argv, environment)).toBe(0);
    expect(ran).toBe(1);
  });

  test("an option that switches something off, which npm takes for a setting of the other name", () => {
    const off: Command = {
      help: "",
      options: { "no-iam": { type: "boolean" } },
      run: () => Promise.resolve(),
    };
    const given = { positionals: [], text: () => undefined, flag: () => false };
    expect(optionsTakenByNpm(off.options ?? {}, given, { ...NPM, npm_config_iam: "" })).toEqual([
      { name: "no-iam" },
    ]);
    expect(optionsTakenByNpm(off.options ?? {}, given, NPM)).toEqual([]);
    expect(
      optionsTakenByNpm(off.options ?? {}, { ...given, flag: () => true }, { ...NPM, npm_config_iam: "" }),
    ).toEqual([]);
  });

  test("a setting of npm from its own configuration", async () => {
    // Replaces npm, which is asked for the setting.
    const npm = path.join(__dirname, "fake-npm.cjs");
    const environment = { ...NPM, npm_config_yes: "true", npm_execpath: npm, PATH: process.env.PATH };
    expect(await runCommand(deploy, [], { ...environment, FAKE_NPMRC_YES: "true" })).toBe(0);
    expect(await runCommand(deploy, [], { ...environment, FAKE_NPMRC_YES: "null" })).toBe(1);
    expect(ran).toBe(1);
  });
});

// npm takes some names without setting a variable: --local, --only, --quiet, --silent, --verbose, --help and others are
// shorthands or deprecated settings (npm help config). And for its own settings npm has to be asked (SETTINGS_OF_NPM).
test("the names of all options were compared with those of npm", () => {
  const own = ["bench", "check", "test"].map(
    (name) => require(path.resolve("scripts", name)).command as Command,
  );
  const names = [...Object.values(COMMANDS).map((load) => load()), ...own].flatMap(({ options = {} }) =>
    Object.keys(options),
  );
  expect([...new Set(names)].sort()).toEqual([
    "all",
    "allow-provider",
    "approved",
    "boundary",
    "budget",
    "check",
    "checks",
    "ci",
    "corpus",
    "debug",
    "deploy",
    "destroy",
    "email",
    "env",
    "event",
    "first",
    "follow",
    "full",
    "github",
    "github-repository",
    "gitlab",
    "hcp",
    "json",
    "kms",
    "local-aws",
    "missed",
    "nightly",
    "no-iam",
    // Of init, which npx runs: npx hands on what stands after the name of the command.
    "no-install",
    "package",
    "pin",
    "plan",
    "platform",
    "push-again",
    "quick",
    "role",
    "rows",
    "split",
    "ui",
    "upgrade",
    "watch",
    "with-local",
    "yes",
  ]);
});
