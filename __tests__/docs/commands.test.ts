import { existsSync, readFileSync } from "node:fs";
import { parseArgs } from "node:util";
import type { Command } from "../../cli/command";
import { COMMANDS } from "../../cli/main";
import { blocksOf, PAGES } from "./blocks";

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
