import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import path from "node:path";
import type { Command } from "../cli/command";
import { CommandError, step } from "../cli/process/steps";
import { reportApi } from "./api-report";
import { recordReadme } from "./record-readme";
import { runTool } from "./tool";

const DOCS = path.join("docs", "api");

export const command: Command = {
  examples: [["npm run docs", "writes docs/api"]],
  help: `npm run docs -- [--check | --record]

Writes docs/api: the API reference, from the docstrings, and the API report (*.api.md), which contains exactly
the public API, so that each change of it is visible in a diff. Then builds the site from it and the pages of docs/, with a
search: .site/index.html, which needs no server.

  --check    write nothing, and fail when docs/api is not up to date
  --record   run the README's first commands in a fresh clone, and write what they print into it`,
  options: { check: { type: "boolean" }, record: { type: "boolean" } },
  async run(args) {
    if (args.flag("record")) {
      await step("Recorded the README's commands", () => recordReadme());
      return;
    }
    if (args.flag("check")) {
      await step("Checked the API reference", checkDocs);
      return;
    }
    await step(`Wrote ${DOCS}`, () => writeDocs(DOCS));
    await step("Built the site: .site/index.html", buildSite);
  },
};

/** @throws CommandError with the files that are not up to date */
export async function checkDocs(): Promise<void> {
  mkdirSync(".plans", { recursive: true });
  const folder = mkdtempSync(path.join(".plans", "docs-"));
  try {
    await writeDocs(folder);
    const [written, current] = [filesBelow(folder), filesBelow(DOCS)];
    const changed = [...new Set([...written.keys(), ...current.keys()])].filter(
      (name) => written.get(name) !== current.get(name),
    );
    if (changed.length > 0) {
      throw new CommandError(
        `${changed.map((name) => path.join(DOCS, name)).join(", ")}: not up to date. Run npm run docs, and review the changes, which users of the package see.`,
      );
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function buildSite(): void {
  if (runTool("typedoc", ["--options", "typedoc.site.json", "--logLevel", "Error"]) !== 0) {
    throw new CommandError("The site could not be built. TypeDoc's errors are above.");
  }
}

async function writeDocs(folder: string): Promise<void> {
  // It removes all other files from the folder.
  if (runTool("typedoc", ["--out", folder, "--logLevel", "Warn"]) !== 0) {
    throw new CommandError("The API reference could not be built. TypeDoc's errors are above.");
  }
  await reportApi(folder);
}

function filesBelow(folder: string): ReadonlyMap<string, string> {
  return new Map(
    readdirSync(folder, { recursive: true, encoding: "utf8" })
      .filter((name) => name.endsWith(".md"))
      .map((name) => [name, readFileSync(path.join(folder, name), "utf8")]),
  );
}
