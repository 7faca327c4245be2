import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

const SCRIPT = path.resolve("scripts", "to-cdktn.mjs");

const MANIFEST = {
  name: "project",
  scripts: { diff: "cdktf diff" },
  dependencies: {
    "@cdktf/provider-aws": "21.22.1",
    "@cdktf/provider-docker": "12.0.3",
    cdktf: "0.21.0",
    constructs: "10.8.1",
    zod: "4.6.7",
  },
  peerDependencies: { "@cdktf/provider-docker": "^12.0.0", cdktf: "^0.20.12 || ^0.21.0" },
  devDependencies: { "cdktf-cli": "0.21.0", jest: "30.5.2" },
};

/** A committed git checkout with these files. */
function checkout(files: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(path.join(tmpdir(), "to-cdktn-"));
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
    writeFileSync(path.join(folder, name), text);
  }
  git(folder, "init", "--quiet");
  commit(folder);
  return folder;
}

function commit(folder: string): void {
  git(folder, "add", "--all");
  git(folder, "-c", "user.name=test", "-c", "user.email=test@localhost", "commit", "--quiet", "-m", "all");
}

function git(folder: string, ...args: string[]): void {
  const { status, stderr } = spawnSync("git", args, { cwd: folder, encoding: "utf8" });
  if (status !== 0) {
    throw new Error(`git ${args.join(" ")}: ${stderr}`);
  }
}

function toCdktn(folder: string): { readonly code: number | null; readonly text: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, [SCRIPT, folder], { encoding: "utf8" });
  return { code: status, text: stdout + stderr };
}

/** What becomes of one file. */
function converted(name: string, text: string): string {
  const folder = checkout({ [name]: text });
  expect(toCdktn(folder).code).toBe(0);
  return readFileSync(path.join(folder, name), "utf8");
}

describe("a checkout that is turned into a cdktn one", () => {
  test("imports cdktn and the AWS bindings made for it", () => {
    expect(
      converted(
        "lib/stack.ts",
        `import { LambdaFunction } from "@cdktf/provider-aws/lib/lambda-function";
import { App, type TerraformStack } from "cdktf";
import { addCustomSynthesis } from "cdktf/lib/synthesize/synthesizer";
jest.mock('cdktf', () => require("cdktf"));
const { Fn } = await import("cdktf");
`,
      ),
    ).toBe(`import { LambdaFunction } from "@cdktn/provider-aws/lib/lambda-function";
import { App, type TerraformStack } from "cdktn";
import { addCustomSynthesis } from "cdktn/lib/synthesize/synthesizer";
jest.mock('cdktn', () => require("cdktn"));
const { Fn } = await import("cdktn");
`);
  });

  test("keeps what cdktn calls as CDKTF did, and bindings that have no successor", () => {
    const text = `import { DockerProvider } from "@cdktf/provider-docker/lib/provider";
const env = { CDKTF_OUTDIR: "cdktf.out", name: "cdktf", level: "@cdktf/warn", file: "/tmp/cdktf synth" };
readFileSync("cdktf.json");
`;
    expect(converted("lib/stack.ts", text)).toBe(text);
  });

  test("depends on versions that fit each other, and gives the remaining bindings cdktn by the name that they import", () => {
    expect(JSON.parse(converted("package.json", JSON.stringify(MANIFEST)))).toEqual({
      name: "project",
      scripts: { diff: "cdktn diff" },
      dependencies: {
        "@cdktf/provider-docker": "12.0.3",
        "@cdktn/provider-aws": "25.7.0",
        cdktn: "0.24.0",
        constructs: "10.7.2",
        zod: "4.6.7",
      },
      peerDependencies: { "@cdktf/provider-docker": "^12.0.0", cdktn: "0.24.0" },
      devDependencies: { "cdktn-cli": "0.24.0", jest: "30.5.2" },
      overrides: { "@cdktf/provider-docker": { cdktf: "npm:cdktn@0.24.0" } },
    });
  });

  test("names cdktn's commands in its texts", () => {
    expect(converted("help", "ENVIRONMENT=dev npx cdktf synth|diff; writes cdktf.out/ as CDKTF does\n")).toBe(
      "ENVIRONMENT=dev npx cdktn synth|diff; writes cdktf.out/ as CDKTF does\n",
    );
  });

  test("builds the same images: not a byte of their folders changes", () => {
    const text = 'require("cdktf"); // cdktf synth\n';
    expect(converted("lambdas/node/app.js", text)).toBe(text);
  });

  test("is printed file by file, and a second time changes nothing", () => {
    const folder = checkout({
      "package.json": JSON.stringify(MANIFEST),
      "main.ts": 'import "cdktf";\n',
      "README.md": "No word of it.\n",
    });
    const first = toCdktn(folder);
    expect(first.text).toMatch(/^✓ main\.ts\n✓ package\.json\n\n2 files changed/);
    commit(folder);
    expect(toCdktn(folder)).toEqual({
      code: 0,
      text: "Nothing to change: this checkout uses cdktn already.\n",
    });
  });

  test("keeps a newer cdktn that was chosen since", () => {
    const text = `${JSON.stringify({ dependencies: { cdktn: "0.30.0", constructs: "11.0.0" } }, undefined, 2)}\n`;
    expect(converted("package.json", text)).toBe(text);
  });
});

describe("the script that turns a checkout into a cdktn one", () => {
  test("refuses while there are uncommitted changes, and names them", () => {
    const folder = checkout({ "main.ts": 'import "cdktf";\n' });
    writeFileSync(path.join(folder, "main.ts"), 'import "cdktf";\n\n');
    const { code, text } = toCdktn(folder);
    expect(code).toBe(1);
    expect(text).toMatch(/not committed:\n\n M main\.ts[\s\S]*Commit or stash your changes/);
    expect(readFileSync(path.join(folder, "main.ts"), "utf8")).toBe('import "cdktf";\n\n');
  });

  test("refuses a folder that is no git checkout", () => {
    const { code, text } = toCdktn(mkdtempSync(path.join(tmpdir(), "to-cdktn-")));
    expect(code).toBe(1);
    expect(text).toContain("has to be a git checkout");
  });
});
