import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { type Check, failed, ok, warning } from "./check";

/**
 * @param library the installed version of `cdktf`.
 * @param cli the version of `cdktf-cli`.
 * @param name `cdktf`, or `cdktn` for CDK Terrain
 */
export function classifyCdktf(
  library: string | undefined,
  cli: string | undefined,
  name: "cdktf" | "cdktn" = "cdktf",
): Check {
  const title = `${name}, ${name}-cli`;
  const fix = "Install the dependencies of package-lock.json: npm ci";
  if (library === undefined) {
    return failed(title, "not installed", {
      code: "cdktf-missing",
      what: `The package ${name} is not installed.`,
      why: "The stacks need it.",
      fix,
    });
  }
  if (cli === undefined) {
    return ok(title, `${library}; ${name}-cli, which only npx ${name} needs, is not installed`);
  }
  if (cli !== library) {
    return warning(title, `${library}, ${cli}`, {
      code: "cdktf-cli-mismatch",
      what: `${name} is ${library}, and ${name}-cli ${cli}.`,
      why: `\`npx ${name} synth\` and \`deploy\` need the same version of both. \`npm run\` commands don't need the second.`,
      fix,
    });
  }
  return ok(title, library);
}

export function checkCdktf(modules = "node_modules"): Check {
  // Which of the two packages the app uses: docs/moving.md.
  const name = existsSync(path.join(modules, "cdktn")) ? "cdktn" : "cdktf";
  return classifyCdktf(versionOf(modules, name), versionOf(modules, `${name}-cli`), name);
}

function versionOf(modules: string, name: string): string | undefined {
  const file = path.join(modules, name, "package.json");
  return existsSync(file) ? JSON.parse(readFileSync(file, "utf8")).version : undefined;
}
