import { existsSync, readFileSync } from "node:fs";
import { parseArgs } from "node:util";
import type { Command } from "../../cli/command";
import { COMMANDS } from "../../cli/main";
import { blocksOf, PAGES } from "./blocks";
import { commandsRun } from "./commands-run";

const scripts: Readonly<Record<string, string>> = JSON.parse(readFileSync("package.json", "utf8")).scripts;

const NPM = /^npm (?:run )?(?:(?:--silent|-s) )?([\w:]+)(?: --(?= ))?(.*)$/;
const NPX = /^npx (?:cdktf-)?lambda-images ([\w-]+)(.*)$/;

/** Our commands in a page: in blocks of a terminal, and in `code`. */
function commandsIn(page: string): readonly string[] {
  const text = readFileSync(page, "utf8");
  const blocks = blocksOf(page, ["", "bash", "sh", "console"]).flatMap((block) => block.text.split("\n"));
  const code = [...text.replaceAll(/^ *```.*?^ *```$/gms, "").matchAll(/`([^`\n]+)`/g)].map(
    ([, each = ""]) => each,
  );
  return [...blocks, ...code]
    .map((line) => line.replace(/^\s*\$ /, "").trim())
    .flatMap((line) => line.split(/ (?:&&|\||>) | +# /))
    .filter((line) => /^npm (run \w|test\b)/.test(line) || NPX.test(line));
}

const all = PAGES.flatMap((page) => commandsIn(page).map((line) => [page, line] as const));

test("the pages show commands", () => {
  expect(all.length).toBeGreaterThan(50);
});

test.each(all)("%s: %s", (_page, line) => {
  const [, name = "", rest = ""] = NPX.exec(line) ?? NPM.exec(line) ?? [];
  const command = find(line.startsWith("npx") ? name : scriptOf(name));
  // A word in angle brackets or an ellipsis stands for something.
  const args = [...rest.replaceAll(/\[[^\]]*\]|…/g, "").matchAll(/'([^']*)'|"([^"]*)"|(\S+)/g)].map(
    ([, single, double, plain]) => single ?? double ?? plain ?? "",
  );
  if (!command.passThrough) {
    parseArgs({ args, options: command.options ?? {}, allowPositionals: true });
  }
});

/** Commands of the pages, and options of theirs, that no end-to-end test runs, and why. */
const NOT_RUN: Readonly<Record<string, string>> = {
  bench: "it measures for half an hour",
  docs: "npm run check runs it, as a step of its own",
  "images --env": "the images of an account of AWS; the tests use --local-aws",
  "init --no-install":
    "the next command would install the packages; a fast test runs it (init-command.test.ts)",
  "permissions --env": "the tests use --local-aws; the policies of an environment are in a fast test",
  typecheck: "npm run check checks the types, as a step of its own",
};

/** Each command of the pages with each of its options, once. A name in `npm run local:invoke` is that of the script. */
const used = [
  ...new Set(
    all.flatMap(([, line]) => {
      const [, name = "", rest = ""] = NPX.exec(line) ?? NPM.exec(line) ?? [];
      const script = line.startsWith("npx")
        ? (Object.keys(scripts).find((script) => scriptOf(script) === name) ?? name)
        : name;
      const options = [...rest.matchAll(/(?<=\s|^)--[\w-]+/g)].map(([option]) => `${script} ${option}`);
      return [script, ...options];
    }),
  ),
].sort();

const run = commandsRun();

test.each(used)("an end-to-end test runs %s, or it is known not to be run", (use) => {
  const [name = "", option] = use.split(" ");
  const options = run.get(name);
  const isRun = options !== undefined && (option === undefined || options.has(option));
  expect([use, isRun, NOT_RUN[use] ?? NOT_RUN[name]]).toEqual(
    isRun ? [use, true, undefined] : [use, false, expect.any(String)],
  );
});

/** The name of the command behind a script of package.json. */
function scriptOf(name: string): string {
  const script = scripts[name];
  if (script === undefined) throw new Error(`package.json has no script ${name}`);
  return script.replace(/^node scripts\/run.mjs /, "");
}

function find(name: string): Command {
  const known = COMMANDS[name];
  if (known) return known();
  if (existsSync(`scripts/${name}.ts`)) return require(`../../scripts/${name}`).command;
  // Scripts that aren't commands of ours take no arguments.
  return { help: "", run: async () => undefined };
}
