import { randomUUID } from "node:crypto";
import { existsSync, readdirSync, realpathSync, statSync } from "node:fs";
import path from "node:path";
import type { Command } from "../command";
import { commandLine } from "../command-line";
import { ERRORS_ONLY } from "../process/npm-options";
import { printRemark } from "../process/progress";
import { ProgramFailed, ProgramNotFound, type ProgramResult, runProgram } from "../process/run-program";
import { shellWord } from "../process/shell-word";
import { CommandError, log, step } from "../process/steps";
import { appFiles, appName } from "./app-files";
import { makeWhole, writeFiles } from "./make-whole";
import { ownPackage, ownTarball } from "./own-package";

export const command: Command = {
  examples: [
    ["npx cdktf-lambda-images init my-functions", "makes an app in the new folder my-functions"],
    ["npx cdktf-lambda-images init", "makes an app in this folder, which is empty"],
  ],
  help: `npx cdktf-lambda-images init [folder] [--ci github] [--no-install] [--package <spec>]

Makes a new app in an empty folder: one stack with a Python function, environments, a test. All files are yours to read and change.

  folder             a new or an empty one [default: this one]
  --ci github        adds workflows that plan on a pull request and deploy from main
  --no-install       only write the files, without npm install
  --package <spec>   where npm gets cdktf-lambda-images from: a version, a .tgz file [default: this version, or
                     the .tgz file that it was installed from]`,
  options: { ci: { type: "string" }, "no-install": { type: "boolean" }, package: { type: "string" } },
  positionals: 1,
  async run(args) {
    const [folder = "."] = args.positionals;
    const ci = args.text("ci");
    if (ci !== undefined && ci !== "github") {
      throw new CommandError(`There are workflows for GitHub only: --ci github, not ${ci}.`);
    }
    refuseFiles(folder);
    const own = ownPackage();
    const files = appFiles(
      {
        name: appName(path.resolve(folder)),
        projectId: randomUUID(),
        packageSpec: packageSpec(folder, args.text("package") ?? ownTarball() ?? own.version),
        workflows: ci !== undefined,
      },
      own,
    );
    const install = !args.flag("no-install");
    const made = [...topLevel(files.keys()), "node_modules", "package-lock.json"];
    await makeWhole(
      made.map((name) => path.join(folder, name)),
      async () => {
        await step(`Wrote ${files.size} files to ${called(folder)}`, () => writeFiles(folder, files));
        if (install) {
          await step("Installed the packages: npm install", () => npmInstall(folder));
        }
      },
    );
    log("The app is ready. Next:");
    printRemark(nextSteps(folder, install));
  },
};

/** @throws CommandError when the folder has files: the user's files are never overwritten */
function refuseFiles(folder: string): void {
  const entries = entriesOf(folder);
  if (entries.length === 0) return;
  const shown = entries.slice(0, 3).join(", ");
  const more = entries.length > 3 ? `, and ${entries.length - 3} more` : "";
  throw new CommandError(
    `${isHere(folder) ? "This folder" : folder} is not empty (${shown}${more}), so nothing was written. A new app needs an empty or new folder: npx cdktf-lambda-images init my-functions\n\n` +
      "To use cdktf-lambda-images in an existing app, run in its folder:\n" +
      "  npm install cdktf-lambda-images\n" +
      "  npx lambda-images new python <name>",
  );
}

function called(folder: string): string {
  return isHere(folder) ? "this folder" : folder;
}

function isHere(folder: string): boolean {
  return path.resolve(folder) === process.cwd();
}

/** The entries of a folder that must be empty or missing. */
function entriesOf(folder: string): string[] {
  if (!existsSync(folder)) return [];
  if (!statSync(folder).isDirectory()) return ["a file"];
  // A new or empty repository contains only this.
  return readdirSync(folder).filter((name) => name !== ".git");
}

/** The text in package.json for `--package`. A path is relative to the working directory of the command. */
function packageSpec(folder: string, spec: string): string {
  if (!existsSync(spec)) return spec;
  const file = path.relative(realPath(path.resolve(folder)), realpathSync(spec));
  return `file:${file.split(path.sep).join("/")}`;
}

/**
 * The path without links, also of a folder that doesn't exist yet. npm follows links before it resolves a relative
 * path.
 */
function realPath(folder: string): string {
  return existsSync(folder)
    ? realpathSync(folder)
    : path.join(realPath(path.dirname(folder)), path.basename(folder));
}

function topLevel(files: Iterable<string>): string[] {
  return [...new Set([...files].map((file) => file.split("/")[0] as string))];
}

/** @throws CommandError with npm's output, when it fails */
async function npmInstall(folder: string): Promise<void> {
  const { code, stdout, stderr } = await runNpm(folder);
  if (code !== 0) {
    throw new ProgramFailed(
      `npm install failed, and nothing was left in ${called(folder)}:\n\n${stdout}${stderr}\n` +
        "Fix the problem and run the command again. Or use --no-install, and install the packages yourself, or --package <spec>, if npm gets cdktf-lambda-images from elsewhere.",
    );
  }
}

async function runNpm(folder: string): Promise<ProgramResult> {
  try {
    return await runProgram("npm", ["install", ...ERRORS_ONLY], {
      cwd: folder,
      env: process.env,
      // npm is a script there.
      shell: process.platform === "win32",
    });
  } catch (error) {
    if (error instanceof ProgramNotFound) {
      throw new CommandError(
        "There is no npm on this machine's PATH. Run the command with --no-install, and install the packages with your package manager.",
      );
    }
    throw error;
  }
}

function nextSteps(folder: string, installed: boolean): string {
  const commands = [
    ...(isHere(folder) ? [] : [`cd ${shellWord(folder)}`]),
    ...(installed ? [] : ["npm install"]),
    `${commandLine("local")}`,
    `${commandLine("local:invoke --")} python`,
  ];
  return `\n${commands.map((line) => `  ${line}`).join("\n")}\n`;
}
