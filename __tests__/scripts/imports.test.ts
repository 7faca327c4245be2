import { spawnSync } from "node:child_process";
import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

const LIB_FOLDERS = readdirSync("lib").filter((name) => statSync(path.join("lib", name)).isDirectory());

/** The folders that build on functions. */
const ON_FUNCTIONS = ["function", "codedeploy", "destinations", "event-sources", "logs"];

/** A file → what it may import, and what it may not. */
const IMPORTS: Readonly<
  Record<string, { readonly right: readonly string[]; readonly wrong: readonly string[] }>
> = {
  "main.ts": {
    right: ["cdktf-lambda-images", "./stacks/x", "cdktf"],
    wrong: ["./lib", "./lib/problem", "./cli/main"],
  },
  "stacks/x.ts": {
    right: ["cdktf-lambda-images/synth", "cdktf/lib/util", "./y"],
    wrong: ["../lib", "../lib/image/repository", "../cli/main", "../scripts/tool"],
  },
  "cli/main.ts": {
    right: ["../lib", "../lib/tooling", "./local/x"],
    wrong: ["../lib/problem", "../stacks/x", "cdktf-lambda-images"],
  },
  "cli/local/x.ts": {
    right: ["../../lib", "../../lib/tooling", "../process/steps"],
    wrong: ["../../lib/image/repository", "../../scripts/tool", "../../bench/page"],
  },
  "cli/init/function/x.ts": {
    right: ["../../../lib/tooling"],
    wrong: ["../../../lib/problem", "../../../lib/image/repository"],
  },
  // An app.
  "cli/init/template/main.ts": { right: ["cdktf-lambda-images", "./stacks/x"], wrong: [] },
  "lib/index.ts": { right: ["./image/repository"], wrong: ["../cli/main", "cdktf-lambda-images"] },
  "lib/tooling.ts": { right: ["./dockerfile/dockerfile"], wrong: ["../cli/main"] },
  "lib/problem.ts": { right: ["./problem-code"], wrong: ["./image/repository", "../cli/main", "../main"] },
  "lib/dockerfile/rules/x.ts": {
    right: ["../stage", "../../problem", "../../build-context/build-context", "../../secrets/secret-name"],
    wrong: ["../../image/repository", "../../handler/handler-check", "../../../cli/main"],
  },
  "lib/codedeploy/x.ts": {
    right: ["../function/alias", "../duration"],
    wrong: ["../image/repository", "../../cli/main"],
  },
  "lib/function/x.ts": {
    right: [
      "../image/repository",
      "../handler/handler-check",
      "../grants/queue-grants",
      "../metrics/metric",
      "../problem",
    ],
    wrong: [
      "../codedeploy/x",
      "../event-sources/x",
      "../synth/fast-synth",
      "../logs/metric-filter",
      "../../cli/main",
    ],
  },
  "lib/event-sources/x.ts": {
    right: ["../function/x", "../arn-of", "./y"],
    wrong: ["../image/repository", "../../cli/main"],
  },
  "lib/image/x.ts": { right: ["../build-context/link"], wrong: ["../function/x", "../dockerfile/glob"] },
  "lib/destinations/x.ts": {
    right: ["../function/destination", "../grants/queue-grants", "../arn-of"],
    wrong: ["../image/repository", "../metrics/metric", "../../cli/main"],
  },
  "lib/logs/x.ts": {
    right: ["../function/function-base", "../grants/encryption-key", "../metrics/metric", "../arn-of"],
    wrong: ["../image/repository", "../destinations/s3-destination", "../../cli/main"],
  },
  ...Object.fromEntries(
    LIB_FOLDERS.filter((name) => !ON_FUNCTIONS.includes(name)).map((name) => [
      `lib/${name}/y.ts`,
      { right: ["../problem", "./z"], wrong: ["../function/x", "../../cli/main", "cdktf-lambda-images"] },
    ]),
  ),
};

/** The imports that the linter refuses, each as `<file> → <module>`. */
function refused(): string[] {
  const folder = mkdtempSync(path.join(tmpdir(), "imports-"));
  const { extends: bases } = JSON.parse(readFileSync("biome.json", "utf8")) as { readonly extends: string[] };
  for (const name of ["biome.json", ...bases]) copyFileSync(name, path.join(folder, name));
  for (const [file, { right, wrong }] of Object.entries(IMPORTS)) {
    mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
    const lines = [...right, ...wrong].map((module) => `import ${JSON.stringify(module)};`);
    writeFileSync(path.join(folder, file), `${lines.join("\n")}\n`);
  }
  const { stdout } = spawnSync(
    path.resolve("node_modules/.bin/biome"),
    [
      "lint",
      "--only=style/noRestrictedImports",
      "--vcs-enabled=false",
      "--reporter=github",
      "--max-diagnostics=none",
    ],
    { cwd: folder, encoding: "utf8" },
  );
  return [...stdout.matchAll(/file=([^,]+),line=(\d+)/g)].map(([, absolute = "", line]) => {
    const file = path.relative(realpathSync(folder), absolute);
    const { right, wrong } = IMPORTS[file] ?? { right: [], wrong: [] };
    return `${file} → ${[...right, ...wrong][Number(line) - 1]}`;
  });
}

test("imports go one way: app → lib by its name, cli → lib by its face, lib to neither, and inside lib never back", () => {
  const wrong = Object.entries(IMPORTS).flatMap(([file, entry]) =>
    entry.wrong.map((module) => `${file} → ${module}`),
  );
  expect(refused().sort()).toEqual(wrong.sort());
});

// The linter looks at `import` and `export from` alone.
test("what is loaded late, by require, is beside the file that loads it", () => {
  const files = ["lib", "cli"].flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: "utf8" })
      .filter((name) => /\.(ts|cjs|mjs)$/.test(name) && !name.includes("template"))
      .map((name) => path.join(folder, name)),
  );
  const outside = files.flatMap((file) =>
    [...readFileSync(file, "utf8").matchAll(/require\("(\.\.[^"]*)"\)/g)].map(
      ([, module]) => `${file} → ${module}`,
    ),
  );
  expect(outside).toEqual([]);
});

test("what is installed while npm runs needs no package, nor does what it prints with", () => {
  const files = new Set(["cli/local/first-install.ts", "cli/process/progress.ts"]);
  const packages = new Set<string>();
  // The loop includes files that are added to the set.
  for (const file of files) {
    for (const [, module = ""] of readFileSync(file, "utf8").matchAll(
      /^(?:import (?!type )|export |\} )[^;]*?from "([^"]+)"/gm,
    )) {
      if (module.startsWith(".")) files.add(`${path.join(path.dirname(file), module)}.ts`);
      else if (!module.startsWith("node:")) packages.add(`${file} → ${module}`);
    }
  }
  expect([...packages]).toEqual([]);
  expect(files.size).toBeGreaterThan(10);
});
