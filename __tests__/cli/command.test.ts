import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { type Command, errorText, runCommand } from "../../cli/command";
import { COMMANDS } from "../../cli/main";
import { succeed } from "../../cli/process/run-program";
import { CommandError } from "../../cli/process/steps";
import { recordPrinted } from "./printed";

const printed = recordPrinted();

const greet: Command = {
  help: "npm run greet -- [--loud] [--to <name>]",
  positionals: 1,
  options: { loud: { type: "boolean" }, to: { type: "string" } },
  async run(args) {
    if (args.positionals.includes("fail")) {
      throw new CommandError("It can't be done.");
    }
    console.log(`${args.flag("loud")} ${args.text("to")} ${args.positionals}`);
  },
};

describe("a command", () => {
  test("gets its options and the other words of its line", async () => {
    expect(await runCommand(greet, ["--loud", "--to", "you", "now"])).toBe(0);
    expect(printed).toEqual(["true you now"]);
  });

  test.each(["--help", "-h"])("prints its help for %s and does nothing", async (option) => {
    expect(await runCommand(greet, ["fail", option])).toBe(0);
    expect(printed).toEqual([greet.help]);
  });

  test("that fails prints the reason, without a stack trace, and exits with 1", async () => {
    expect(await runCommand(greet, ["fail"])).toBe(1);
    expect(printed.join()).toBe("\nIt can't be done.");
  });

  test("refuses an unknown option, and ends with the line that shows its options", async () => {
    expect(await runCommand(greet, ["--quiet"])).toBe(1);
    expect(printed.join()).toMatch(/--quiet[\s\S]*\n\nIts options: npm run greet -- --help$/);
  });

  test("refuses more arguments than it takes, so that none gets lost", async () => {
    expect(await runCommand(greet, ["you", "and", "--loud", "your friends"])).toBe(1);
    expect(printed.join()).toMatch(
      /takes one argument besides options, and got and 'your friends' too\. Nothing was done\./,
    );
  });

  test("takes no argument unless it says so", async () => {
    expect(await runCommand({ help: "npm run down", run: async () => undefined }, ["python"])).toBe(1);
    expect(printed.join()).toMatch(/takes no arguments[\s\S]*npm run down -- --help$/);
  });

  test("shows its examples before anything else", async () => {
    const examples = [
      ["npm run greet -- --to you", "greets you"],
      ["npm run greet", "greets all"],
    ] as const;
    expect(await runCommand({ ...greet, examples }, ["--help"])).toBe(0);
    expect(printed.join()).toBe(
      `  npm run greet -- --to you  greets you\n  npm run greet              greets all\n\n${greet.help}`,
    );
  });
});

describe("an error", () => {
  const onLinux = process.platform === "linux" ? test : test.skip;

  // Each write to this device fails as on a full disk.
  onLinux("of a full disk is explained, without a stack trace", async () => {
    const command: Command = { help: "", run: () => Promise.resolve(writeFileSync("/dev/full", "text")) };
    expect(await runCommand(command, [])).toBe(1);
    expect(printed.join()).toContain("ENOSPC: no space left on device");
    expect(printed.join()).toContain("[disk-full]");
    expect(printed.join()).not.toMatch(/^ +at /m);
  });

  test("of a program is explained when it is well known", async () => {
    const fail = 'console.error("write /var/lib/docker/tmp: no space left on device"); process.exit(1)';
    const command: Command = {
      help: "",
      run: async () => void (await succeed(process.execPath, ["-e", fail])),
    };
    expect(await runCommand(command, [])).toBe(1);
    expect(printed.join()).toContain("[docker-disk-full]");
  });

  test("that is unexpected has its stack trace", () => {
    expect(errorText(new TypeError("x is not a function"))).toMatch(/^TypeError: x is not a function\n +at /);
  });
});

describe("the commands of package.json", () => {
  const scripts: Record<string, string> = JSON.parse(readFileSync("package.json", "utf8")).scripts;
  const commands = Object.values(scripts).flatMap(
    (script) => /^node scripts\/run\.mjs ([\w-]+)$/.exec(script)?.[1] ?? [],
  );

  test.each(commands)("%s exists and has help, with an example first", (name) => {
    const command: Command | undefined = COMMANDS[name]?.() ?? require(path.resolve("scripts", name)).command;
    expect(command?.help).toMatch(/^npm (run|test)/);
    const [line = ""] = command?.examples?.[0] ?? [];
    expect(line).toMatch(/^npm (run|test)/);
    // An example can be typed as it is.
    expect(line).not.toMatch(/[<[]/);
  });

  test("are in the file help", () => {
    const help = readFileSync("help", "utf8");
    for (const script of Object.keys(scripts).filter((name) => name !== "help")) {
      expect(help).toContain(script === "test" ? "npm test" : `npm run ${script}`);
    }
  });
});
