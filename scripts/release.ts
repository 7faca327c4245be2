import { readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import type { Command } from "../cli/command";
import { succeed } from "../cli/process/run-program";
import { CommandError, step } from "../cli/process/steps";
import { pack } from "./pack";
import { releaseProblems } from "./release-problems";

const FOLDER = path.join(".plans", "release");

export const command: Command = {
  examples: [["npm run release -- --dry-run", "does everything but the release itself"]],
  help: `npm run release -- [--dry-run]

Publishes the package to npm, with a provenance: the workflow release.yml runs it for a tag v<version>. It changes package.json,
where it names the repository of the package.

  --dry-run   do all of it but the publishing`,
  options: { "dry-run": { type: "boolean" } },
  async run(args) {
    const dryRun = args.flag("dry-run");
    const { GITHUB_REF_NAME: tag = "", GITHUB_REPOSITORY: repository = "" } = process.env;
    const manifest = JSON.parse(readFileSync("package.json", "utf8")) as { readonly version: string };
    const { version } = manifest;
    const changelog = readFileSync("CHANGELOG.md", "utf8");
    const problems = releaseProblems({ tag, repository, version, changelog });
    if (problems.length > 0) {
      throw new CommandError(`Nothing was published:\n${problems.map((text) => `  - ${text}`).join("\n")}`);
    }
    // A provenance is refused when the package names another repository.
    const origin = { type: "git", url: `git+https://github.com/${repository}.git` };
    writeFileSync("package.json", `${JSON.stringify({ ...manifest, repository: origin }, undefined, 2)}\n`);
    rmSync(FOLDER, { recursive: true, force: true });
    const packed = await step("Packed", () => pack(FOLDER));
    if (packed.problems.length > 0) {
      throw new CommandError(`Nothing was published:\n${packed.problems.join("\n")}`);
    }
    await step(
      dryRun ? "Would publish" : "Published",
      () => publish(packed.tarball, version, dryRun),
      () => version,
    );
  },
};

async function publish(tarball: string, version: string, dryRun: boolean): Promise<void> {
  const args = [
    "publish",
    // Without it, npm takes the path for the name of a repository.
    `.${path.sep}${tarball}`,
    "--access",
    "public",
    // So that nobody gets a version with a suffix who didn't ask for it.
    ...(version.includes("-") ? ["--tag", "next"] : []),
    dryRun ? "--dry-run" : "--provenance",
  ];
  await succeed("npm", args, { shell: process.platform === "win32" });
}
