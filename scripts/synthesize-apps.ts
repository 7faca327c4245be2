import { mkdirSync, readdirSync } from "node:fs";
import path from "node:path";
import { runProgram } from "../cli/process/run-program";
import { CommandError } from "../cli/process/steps";

/** An app of this repository, and the environments that it is synthesized for. */
export interface App {
  readonly file: string;
  readonly environments: readonly string[];
}

/** The apps with the defaults of this library. */
export const APPS: readonly App[] = [
  { file: "main.ts", environments: ["dev", "prod"] },
  { file: "examples/promotion.ts", environments: ["dev", "prod"] },
  { file: "examples/split-stacks.ts", environments: ["dev"] },
];

/** The app with ProductionDefaults. */
export const PRODUCTION: App = { file: "examples/production.ts", environments: ["prod"] };

const BUILDERS = ["docker-provider", "docker-cli"];

/**
 * Synthesizes apps of this repository, with each of the two builders.
 * @returns the folders of the stacks
 */
export async function synthesizeApps(folder: string, apps: readonly App[]): Promise<string[]> {
  const stacks: string[] = [];
  for (const { file, environments } of apps) {
    for (const environment of environments) {
      for (const builder of BUILDERS) {
        const outdir = path.join(folder, `${path.basename(file, ".ts")}-${environment}-${builder}`);
        mkdirSync(outdir, { recursive: true });
        await synthesize(file, { ENVIRONMENT: environment, IMAGE_BUILDER: builder, CDKTF_OUTDIR: outdir });
        stacks.push(...stacksIn(outdir));
      }
    }
  }
  return stacks;
}

async function synthesize(file: string, environment: Readonly<Record<string, string>>): Promise<void> {
  const { code, stdout, stderr } = await runProgram(process.execPath, ["cli/app/run-app.cjs", file], {
    env: { ...process.env, ...environment },
  });
  if (code !== 0) {
    throw new CommandError(`${file} could not be synthesized:\n${stdout}${stderr}`);
  }
}

function stacksIn(outdir: string): string[] {
  const folder = path.join(outdir, "stacks");
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => path.join(folder, entry.name));
}
