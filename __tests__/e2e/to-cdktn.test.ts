import { spawnSync } from "node:child_process";
import { readFileSync, rmSync } from "node:fs";
import path from "node:path";
import { Checkout, removeCheckouts } from "./checkout";

const CDKTN = "cdktn@0.24.0";
const SOURCE = /\.[cm]?[jt]s$/;
const STACK = "cdktf.out/stacks/functions-dev";

/** Folders that know nothing of CDKTF, so that the conversion doesn't change them. */
const UNCHANGED = [
  "lib/build-context",
  "lib/dockerfile",
  "lib/handler",
  "lib/javascript",
  "lib/python",
  "lib/secrets",
  "cli/review",
];

/** Tests that start the app as a program, and so import nothing of what the conversion changes. */
const STARTING_PROGRAMS = [
  "cli/app/app-error",
  "cli/command",
  "cli/deploy/deploy-command",
  "lib/synth/index",
  "scripts/closed-pipe",
].map((name) => `__tests__/${name}.test.ts`);

/** The conversion installs packages that this checkout doesn't have, from npm's registry. */
const reachable = run(".", "npm", ["view", CDKTN, "version", "--fetch-retries=1", "--fetch-timeout=20000"]);
if (reachable.code !== 0) {
  console.warn(
    `SKIPPED: npm can't get ${CDKTN}, so that a checkout turned into a cdktn one is not tested here.\n${reachable.text}`,
  );
}
const promise = reachable.code === 0 ? test : test.skip;

afterAll(removeCheckouts);

describe("GIVEN a checkout WHEN scripts/to-cdktn.mjs turns it into a cdktn one", () => {
  promise("THEN its types are right, its tests pass, and it synthesizes the same stack", () => {
    const { folder } = new Checkout("shop");
    const before = synthesized(folder);

    rmSync(path.join(folder, "node_modules"));
    succeed(folder, "git", ["init", "--quiet"]);
    succeed(folder, "git", ["add", "--all"]);
    const author = ["-c", "user.name=test", "-c", "user.email=test@localhost"];
    succeed(folder, "git", [...author, "commit", "--quiet", "-m", "all"]);
    succeed(folder, "node", ["scripts/to-cdktn.mjs"]);
    succeed(folder, "npm", ["install"]);

    succeed(folder, "npx", ["tsc", "--noEmit", "-p", "."]);
    const { text: changed } = run(folder, "git", ["diff", "--name-only"]);
    expect(
      changed.split("\n").filter((file) => UNCHANGED.some((name) => file.startsWith(`${name}/`))),
    ).toEqual([]);
    // Those of new apps and of the published package are for apps of CDKTF. The pages are about CDKTF, and stay as they are.
    const left = ["e2e", "cli/init", "package", "docs"].map((name) => `/__tests__/${name}/`);
    const related = [...changed.split("\n").filter((file) => SOURCE.test(file)), ...STARTING_PROGRAMS];
    succeed(folder, "npm", [
      "test",
      "--",
      ...["--testPathIgnorePatterns", ...left],
      ...["--findRelatedTests", ...related],
    ]);
    expect(synthesized(folder)).toEqual(withCdktn(before));
  });
});

/** All differences: the library's version, and the same provider with its full name. */
// biome-ignore lint/suspicious/noExplicitAny: the JSON of a stack
function withCdktn(stack: any): unknown {
  const result = structuredClone(stack);
  result["//"].metadata.version = CDKTN.split("@")[1];
  result.terraform.required_providers.aws.source = "hashicorp/aws";
  return result;
}

function synthesized(folder: string): unknown {
  succeed(folder, "npm", ["run", "synth", "--", "--env", "dev"]);
  return JSON.parse(readFileSync(path.join(folder, STACK, "cdk.tf.json"), "utf8"));
}

function succeed(folder: string, program: string, args: readonly string[]): void {
  const { code, text } = run(folder, program, args);
  if (code !== 0) {
    throw new Error(`${program} ${args.join(" ")} exited with ${code}:\n${text}`);
  }
}

function run(
  cwd: string,
  program: string,
  args: readonly string[],
): { readonly code: number; readonly text: string } {
  const { status, stdout, stderr, error } = spawnSync(program, args, {
    cwd,
    encoding: "utf8",
    timeout: 400_000,
  });
  return { code: status ?? 1, text: `${stdout}${stderr}${error ?? ""}` };
}
