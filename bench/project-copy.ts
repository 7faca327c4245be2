import { execFileSync } from "node:child_process";
import { copyFileSync, existsSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import path from "node:path";

/** Copies the present state of this project, without ignored files. The installed packages are shared. */
export function copyProject(folder: string): void {
  rmSync(folder, { recursive: true, force: true });
  const files = execFileSync("git", ["ls-files", "-z", "--cached", "--others", "--exclude-standard"], {
    encoding: "utf8",
  });
  for (const file of files.split("\0").filter((file) => file !== "" && existsSync(file))) {
    const target = path.join(folder, file);
    mkdirSync(path.dirname(target), { recursive: true });
    copyFileSync(file, target);
  }
  symlinkSync(path.resolve("node_modules"), path.join(folder, "node_modules"));
}

/**
 * Replaces the functions of the copy's stack by the generated ones. Everything else stays unchanged: main.ts, the
 * providers, every check.
 */
export function useGeneratedFunctions(folder: string): void {
  writeFileSync(path.join(folder, "stacks", "functions-stack.ts"), GENERATED_STACK);
}

const GENERATED_STACK = `import { readdirSync } from "node:fs";
import path from "node:path";
import type { Construct } from "constructs";
import { DockerImageCode, DockerImageFunction, Duration } from "cdktf-lambda-images";
import type { Environment } from "./environment";
import { EnvironmentStack } from "./environment-stack";

export class FunctionsStack extends EnvironmentStack {
  constructor(scope: Construct, id: string, environment: Environment) {
    super(scope, id, environment);
    const folder = process.env.BENCH_FUNCTIONS as string;
    for (const name of readdirSync(folder).sort()) {
      new DockerImageFunction(this, name, {
        code: DockerImageCode.fromImageAsset(path.join(folder, name)),
        memorySize: 256,
        timeout: Duration.seconds(30),
      });
    }
  }
}
`;
