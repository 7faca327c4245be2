import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { summarizeOutput, summarizePlan, summaryText } from "../../cli/terraform/plan-summary";
import { type SavedPlan, Terraform, TerraformError } from "../../cli/terraform/terraform";

const PROGRAMS = ["terraform", "tofu"] as const;
const UNTOUCHED = process.env.TERRAFORM_BINARY_NAME;

/**
 * Plans of the builtin resource terraform_data, which needs no provider: made by the real program, some of them
 * applied.
 */
describe.each(PROGRAMS)("a plan by %s", (program) => {
  const available = isInstalled(program);
  if (!available) {
    console.warn(`SKIPPED: there is no program "${program}" on this machine; its plans were not read.`);
  }
  const promise = available ? test : test.skip;
  const folders: string[] = [];

  beforeAll(() => {
    process.env.TERRAFORM_BINARY_NAME = program;
  });

  afterAll(() => {
    if (UNTOUCHED === undefined) {
      delete process.env.TERRAFORM_BINARY_NAME;
    } else {
      process.env.TERRAFORM_BINARY_NAME = UNTOUCHED;
    }
    for (const folder of folders) {
      rmSync(folder, { recursive: true, force: true });
    }
  });

  /** A stack's folder. */
  function stack(): string {
    const folder = mkdtempSync(path.join(tmpdir(), "shape-"));
    folders.push(folder);
    return folder;
  }

  function write(folder: string, configuration: unknown): void {
    writeFileSync(path.join(folder, "cdk.tf.json"), JSON.stringify(configuration));
  }

  function run(folder: string, ...args: string[]): string {
    return execFileSync(program, args, { cwd: folder, encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });
  }

  /** Plans, and compares what is read from the plan with the program's own output. */
  async function plan(
    folder: string,
    options: Parameters<Terraform["plan"]>[1] = {},
  ): Promise<{ readonly summary: string; readonly text: string; readonly saved: SavedPlan }> {
    const terraform = new Terraform(folder);
    const file = path.join(folder, "plan");
    const saved = await terraform.plan(file, options);
    const text = await terraform.showText(file);
    const fromJson = summarizePlan(JSON.parse(await terraform.showJson(file)));
    const fromOutput = summarizeOutput(saved);
    expect(fromOutput).toEqual(fromJson);
    const [, add = "0", change = "0", destroy = "0"] =
      /^Plan: (?:\d+ to import, )?(\d+) to add, (\d+) to change, (\d+) to destroy/m.exec(text) ?? [];
    expect(summaryText(fromOutput)).toMatch(new RegExp(`^\\+${add} ~${change} -${destroy}(?:,|$)`));
    return { summary: summaryText(fromOutput), text, saved };
  }

  async function applied(configuration: unknown): Promise<string> {
    const folder = stack();
    write(folder, configuration);
    const terraform = new Terraform(folder);
    await terraform.init();
    await plan(folder);
    await terraform.apply(path.join(folder, "plan"));
    return folder;
  }

  const data = (resources: Record<string, unknown>, rest: object = {}) => ({
    resource: { terraform_data: resources },
    ...rest,
  });

  promise("of nothing, and of changes of every kind", async () => {
    const folder = await applied(
      data({ same: { input: 1 }, other: { input: 1 }, replaced: { triggers_replace: 1 }, gone: {} }),
    );
    const nothing = await plan(folder);
    expect(nothing.saved.anyChanges).toBe(false);
    expect(nothing.summary).toBe("+0 ~0 -0");

    write(
      folder,
      data({ same: { input: 1 }, other: { input: 2 }, replaced: { triggers_replace: 2 }, fresh: {} }),
    );
    const changes = await plan(folder);
    expect(changes.saved.anyChanges).toBe(true);
    expect(changes.summary).toBe("+2 ~1 -2");
    for (const name of ["other", "replaced", "gone", "fresh"]) {
      expect(changes.text).toContain(`# terraform_data.${name} `);
    }
    expect((await plan(folder, { destroy: true })).summary).toBe("+0 ~0 -4");
    expect((await plan(folder, { replace: ["terraform_data.same"] })).summary).toBe("+3 ~1 -3");
  });

  promise("of resources that are only moved, imported or removed from the state", async () => {
    const folder = await applied(data({ old: { input: 1 }, left: {} }));
    write(folder, {
      ...data({ renamed: { input: 1 }, found: {} }),
      moved: [{ from: "terraform_data.old", to: "terraform_data.renamed" }],
      import: [{ to: "terraform_data.found", id: "an-id" }],
      removed: [{ from: "terraform_data.left", lifecycle: { destroy: false } }],
    });
    const { summary, saved, text } = await plan(folder);
    expect(saved.anyChanges).toBe(true);
    expect(summary).toBe("+0 ~0 -0, 1 imported, 1 moved, 1 forgotten");
    expect(text).toContain("terraform_data.renamed");
    expect(text).toContain("terraform_data.left");
  });

  promise("of outputs only", async () => {
    const folder = await applied(data({ a: { input: 1 } }));
    write(folder, data({ a: { input: 1 } }, { output: { number: { value: 2 } } }));
    const { summary, saved, text } = await plan(folder);
    expect(saved.anyChanges).toBe(true);
    expect(summary).toBe("+0 ~0 -0, outputs change");
    expect(text).toContain("number");
  });

  promise("with warnings, and with a check that fails", async () => {
    const folder = stack();
    write(
      folder,
      data(
        { a: { input: 1 } },
        {
          check: {
            number: {
              assert: { condition: "${terraform_data.a.input == 2}", error_message: "One is not two." },
            },
          },
        },
      ),
    );
    await new Terraform(folder).init();
    const { saved, summary } = await plan(folder);
    expect(summary).toBe("+1 ~0 -0");
    expect(saved.diagnostics).toMatchObject([
      { severity: "warning", detail: expect.stringContaining("One is not two.") },
    ]);
  });

  promise("of a resource that is tainted, and of one that was replaced but not destroyed", async () => {
    const folder = await applied(
      data({
        tainted: { input: 1 },
        deposed: {
          triggers_replace: 1,
          lifecycle: { create_before_destroy: true },
        },
      }),
    );
    run(folder, "taint", "terraform_data.tainted");
    const tainted = await plan(folder);
    expect(tainted.summary).toBe("+1 ~0 -1");

    const configuration = (triggers: number) =>
      data({
        tainted: { input: 1 },
        deposed: {
          triggers_replace: triggers,
          lifecycle: { create_before_destroy: true },
          provisioner: [{ "local-exec": { command: "exit 1" } }],
        },
      });
    write(folder, configuration(2));
    await plan(folder);
    const failed = await new Terraform(folder).apply(path.join(folder, "plan")).catch((error) => error);
    expect(failed).toBeInstanceOf(TerraformError);
    expect(failed.message).toContain("exit status 1");
    const deposed = await plan(folder);
    expect(deposed.text).toContain("deposed object");
    expect(deposed.summary).toBe("+1 ~0 -2");
  });

  promise("that ends with an error after a part of it: the exact error, and no plan", async () => {
    const folder = await applied(data({ a: { input: 1 } }));
    write(
      folder,
      data({
        a: { input: 2 },
        b: {
          input: 1,
          lifecycle: {
            precondition: [{ condition: '${terraform_data.a.id == "x"}', error_message: "No x." }],
          },
        },
      }),
    );
    const error = await new Terraform(folder).plan(path.join(folder, "plan")).catch((error) => error);
    expect(error).toBeInstanceOf(TerraformError);
    expect(error.output).toMatchObject({
      endedAtOnce: false,
      changes: [{ address: "terraform_data.a", action: "update" }],
      diagnostics: [{ severity: "error" }],
    });
    expect(error.message).toContain("No x.");
    expect(error.message).toContain("in resource.terraform_data.b");
  });

  promise("of a folder that was never initialized: it ended before it read anything", async () => {
    const folder = stack();
    write(folder, data({ a: {} }, { terraform: { backend: { local: { path: "other.tfstate" } } } }));
    const error = await new Terraform(folder).plan(path.join(folder, "plan")).catch((error) => error);
    expect(error).toBeInstanceOf(TerraformError);
    expect(error.output.endedAtOnce).toBe(true);
  });

  promise("waits for another run on the same state, and names its user", async () => {
    const folder = stack();
    const slow = { a: { provisioner: [{ "local-exec": { command: "sleep 4" } }] } };
    write(folder, data(slow, { terraform: { backend: { local: { path: "the.tfstate" } } } }));
    const terraform = new Terraform(folder);
    await terraform.init();
    await terraform.plan(path.join(folder, "first"));
    const applying = terraform.apply(path.join(folder, "first"));
    await until(() => run(folder, "version") !== "" && holdsLock(folder));
    const logged = jest.spyOn(console, "error").mockImplementation(() => undefined);
    try {
      const { summary } = await plan(folder);
      expect(summary).toBe("+0 ~0 -0");
      expect(logged.mock.calls.flat().join("\n")).toMatch(
        /Waiting for the lock of the state: \S+@\S+ has held it since \d\d:\d\d:\d\d \(OperationTypeApply\)/,
      );
    } finally {
      logged.mockRestore();
      await applying;
    }
  });

  function holdsLock(folder: string): boolean {
    try {
      execFileSync("test", ["-e", path.join(folder, ".the.tfstate.lock.info")]);
      return true;
    } catch {
      return false;
    }
  }
});

async function until(condition: () => boolean): Promise<void> {
  for (let tries = 0; !condition(); tries++) {
    if (tries === 100) throw new Error("It never came to be.");
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

function isInstalled(program: string): boolean {
  try {
    execFileSync(program, ["version"], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}
