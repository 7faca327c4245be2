import { spawn } from "node:child_process";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { planFingerprint } from "../../../cli/terraform/plan-fingerprint";
import { fakeProgram } from "../../fake-program";

const PROJECT = path.resolve(__dirname, "../../..");
const PLAN = JSON.stringify({
  resource_changes: [
    { address: "a.b", type: "a", change: { actions: ["update"], before: { x: 1 }, after: { x: 2 } } },
  ],
});
/** The stack of the app below. */
const STACK = { configuration: { "cdk.tf.json": '{"resource":{}}' } };
const OTHER = PLAN.replace('"x":2', '"x":3');

let folder: string;

/** A project with one stack, and a fake Terraform that makes the given plan and records what it applies. */
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "deploy-"));
  const manifest = {
    stacks: {
      functions: {
        name: "functions",
        workingDirectory: "stacks/functions",
        dependencies: [],
        annotations: [],
      },
    },
  };
  writeFileSync(path.join(folder, "cdktf.json"), JSON.stringify({ app: "sh app.sh" }));
  writeFileSync(
    path.join(folder, "app.sh"),
    `mkdir -p cdktf.out/stacks/functions && echo '${JSON.stringify(manifest)}' > cdktf.out/manifest.json
echo '${STACK.configuration["cdk.tf.json"]}' > cdktf.out/stacks/functions/cdk.tf.json`,
  );
  fakeProgram(
    folder,
    "fake-terraform",
    `case "$1" in
  plan) for arg; do case "$arg" in -out=*) cp ${folder}/plan.json "\${arg#-out=}";; esac; done; echo "the plan"; exit 2;;
  show) cat "$3";;
  apply) for arg; do :; done; cp "$arg" ${folder}/applied.json;;
esac`,
  );
});
afterEach(() => rmSync(folder, { recursive: true }));

function deploy(plan: string, ...args: string[]): Promise<{ code: number | null; text: string }> {
  writeFileSync(path.join(folder, "plan.json"), plan);
  const script = `const { runCommand } = require(${JSON.stringify(path.join(PROJECT, "cli/command.ts"))});
    const { command } = require(${JSON.stringify(path.join(PROJECT, "cli/deploy/deploy-command.ts"))});
    runCommand(command, process.argv.slice(1)).then((code) => { process.exitCode = code; });`;
  return new Promise((resolve, reject) => {
    const child = spawn(
      process.execPath,
      ["--import", pathToFileURL(require.resolve("tsx")).href, "-e", script, "--", "--env", "dev", ...args],
      {
        cwd: folder,
        env: { ...process.env, TERRAFORM_BINARY_NAME: path.join(folder, "fake-terraform") },
        stdio: ["ignore", "pipe", "pipe"],
      },
    );
    let text = "";
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding("utf8").on("data", (data: string) => {
        text += data;
      });
    }
    child.on("error", reject);
    child.on("close", (code) => resolve({ code, text }));
  });
}

const applied = () => {
  const file = path.join(folder, "applied.json");
  return existsSync(file) ? readFileSync(file, "utf8") : undefined;
};

describe("a deploy of approved plans", () => {
  test("applies the plan that was approved, without asking", async () => {
    const { code, text } = await deploy(PLAN, "--approved", `functions=${planFingerprint(PLAN, STACK)}`);
    expect(text).toContain("Deployed functions");
    expect(code).toBe(0);
    expect(applied()).toBe(PLAN);
  });

  test("shows another plan, refuses it, and changes nothing", async () => {
    const { code, text } = await deploy(OTHER, "--approved", `functions=${planFingerprint(PLAN, STACK)}`);
    expect(text).toContain("the plan");
    expect(text).toContain("functions was not applied: the plan above is not the approved one");
    expect(code).toBe(1);
    expect(applied()).toBeUndefined();
  });

  test("doesn't accept --yes as an approval", async () => {
    const { code } = await deploy(OTHER, "--yes", "--approved", `functions=${planFingerprint(PLAN, STACK)}`);
    expect(code).toBe(1);
    expect(applied()).toBeUndefined();
  });
});

describe("a deploy of an app with type errors", () => {
  beforeEach(() => {
    mkdirSync(path.join(folder, "node_modules"));
    const installed = path.join("node_modules", "typescript");
    symlinkSync(path.join(PROJECT, installed), path.join(folder, installed));
    writeFileSync(path.join(folder, "tsconfig.json"), JSON.stringify({ compilerOptions: { types: [] } }));
    writeFileSync(path.join(folder, "main.ts"), 'const one: number = "1";\n');
  });

  test("names the place, and changes nothing", async () => {
    const { code, text } = await deploy(PLAN, "--yes");
    expect(text).toContain("Nothing was deployed");
    expect(text).toContain("main.ts(1,7): error TS2322");
    expect(code).toBe(1);
    expect(applied()).toBeUndefined();
  });

  test("still destroys", async () => {
    const { code } = await deploy(PLAN, "--yes", "--destroy");
    expect(code).toBe(0);
    expect(applied()).toBe(PLAN);
  });
});
