import { execFileSync } from "node:child_process";
import {
  copyFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
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
 * Makes a copy an app that uses the package as users do: dist/ is in its node_modules, beside the other packages, and neither lib/ nor the `paths`
 * that lead to it are there.
 */
export function installPackage(folder: string): void {
  const packages = path.resolve("node_modules");
  const own = path.join(folder, "node_modules");
  rmSync(own);
  mkdirSync(own);
  for (const name of readdirSync(packages).filter((name) => !name.startsWith("."))) {
    symlinkSync(path.join(packages, name), path.join(own, name));
  }
  const installed = path.join(own, "cdktf-lambda-images");
  cpSync("dist", path.join(installed, "dist"), { recursive: true });
  copyFileSync("package.json", path.join(installed, "package.json"));
  rmSync(path.join(folder, "lib"), { recursive: true });
  rmSync(path.join(folder, "cli"), { recursive: true });
  // Its own name would lead to itself.
  edit(path.join(folder, "package.json"), '"name": "cdktf-lambda-images"', '"name": "app"');
  edit(path.join(folder, "tsconfig.json"), /\s*"paths": \{[^}]*\},?/, "");
  edit(
    path.join(folder, "cdktf.json"),
    "cli/app/run-app.cjs",
    "node_modules/cdktf-lambda-images/dist/cli/app/run-app.cjs",
  );
}

/** @throws Error when there is nothing to replace */
function edit(file: string, from: string | RegExp, to: string): void {
  const text = readFileSync(file, "utf8");
  const edited = text.replace(from, to);
  if (edited === text) throw new Error(`${file} has no ${from}`);
  writeFileSync(file, edited);
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
