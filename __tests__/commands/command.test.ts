import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { type Command, runCommand } from "../../commands/command";
import { CommandError } from "../../process/steps";

const printed: string[] = [];

beforeEach(() => {
  printed.length = 0;
  for (const method of ["log", "error"] as const) {
    jest
      .spyOn(console, method)
      .mockImplementation((...texts: unknown[]) => void printed.push(texts.join(" ")));
  }
});

afterEach(() => jest.restoreAllMocks());

const greet: Command = {
  help: "npm run greet -- [--loud] [--to <name>]",
  options: { loud: { type: "boolean" }, to: { type: "string" } },
  async run(args) {
    if (args.positionals.includes("fail")) {
      throw new CommandError("It can't be done.");
    }
    console.log(`${args.flag("loud")} ${args.text("to")} ${args.positionals}`);
  },
};

describe("a command", () => {
  test("gets its options and what else is on its line", async () => {
    expect(await runCommand(greet, ["--loud", "--to", "you", "now"])).toBe(0);
    expect(printed).toEqual(["true you now"]);
  });

  test.each(["--help", "-h"])("prints its help for %s and does nothing", async (option) => {
    expect(await runCommand(greet, ["fail", option])).toBe(0);
    expect(printed).toEqual([greet.help]);
  });

  test("that fails says why, without a stack trace, and exits with 1", async () => {
    expect(await runCommand(greet, ["fail"])).toBe(1);
    expect(printed.join()).toBe("\nIt can't be done.");
  });

  test("refuses an option that it doesn't know, and shows those it has", async () => {
    expect(await runCommand(greet, ["--quiet"])).toBe(1);
    expect(printed.join()).toMatch(/--quiet[\s\S]*npm run greet/);
  });
});

describe("the commands of package.json", () => {
  const scripts: Record<string, string> = JSON.parse(readFileSync("package.json", "utf8")).scripts;
  const commands = Object.values(scripts).flatMap(
    (script) => /^node commands\/run\.mjs ([\w-]+)$/.exec(script)?.[1] ?? [],
  );

  test.each(commands)("%s exists and has help", (name) => {
    expect(readdirSync("commands")).toContain(`${name}.ts`);
    const { command } = require(path.resolve("commands", name)) as { command: Command };
    expect(command.help).toMatch(/^npm (run|test)/);
  });

  test("are in the file help", () => {
    const help = readFileSync("help", "utf8");
    for (const script of Object.keys(scripts).filter((name) => name !== "help")) {
      expect(help).toContain(script === "test" ? "npm test" : `npm run ${script}`);
    }
  });
});
