import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import path from "node:path";
import type { Command } from "../cli/command";
import { CommandError, step } from "../cli/process/steps";
import { reportApi } from "./api-report";
import { runTool } from "./tool";

const DOCS = path.join("docs", "api");

export const command: Command = {
  help: `npm run docs -- [--check]

Writes docs/api: the API reference, from the docstrings, and the API report (*.api.md), which holds all that programs can import and
nothing else, so that each change of it is seen in a diff.

  --check   write nothing, and fail when docs/api is not up to date`,
  options: { check: { type: "boolean" } },
  async run(args) {
    await (args.flag("check")
      ? step("API reference is up to date", checkDocs)
      : step(DOCS, () => writeDocs(DOCS)));
  },
};

/** @throws CommandError with the files that are not what the sources say */
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
        `${changed.map((name) => path.join(DOCS, name)).join(", ")}: not what the sources say. Run npm run docs, and look at what changed: it is what users of the package see.`,
      );
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function writeDocs(folder: string): Promise<void> {
  // Removes what else is in the folder.
  if (runTool("typedoc", ["--out", folder, "--logLevel", "Warn"]) !== 0) {
    throw new CommandError("The API reference could not be made: TypeDoc says above what is wrong.");
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
