import { execFile } from "node:child_process";
import { copyFileSync, existsSync, mkdirSync, rmSync } from "node:fs";
import path from "node:path";
import { isAlive } from "../../cli/process/is-alive";
import { Checkout, LOCAL_AWS, removeCheckouts } from "./checkout";

// Interrupted states: a file that was cut short, a stopped process, an option that npm took. The stack needs no
// provider, so a plan takes a second.

const STATE = ".local/states/tiny.tfstate";
const RECORDS = [".local/emulator.json", ".local/deployment.json"];
const APP = `
import { App, DataResource, TerraformStack } from "cdktf";

const app = new App();
const stack = new TerraformStack(app, "tiny");
// The registry of the local AWS, which has its port.
const { registry } = app.node.tryGetContext("cdktf-lambda-images:local-aws");
new DataResource(stack, "Something", { input: registry });
app.synth();
`;

function tinyCheckout(name: string): Checkout {
  const checkout = new Checkout(name, { IMAGE_BUILDER: "docker-cli" });
  checkout.write("main.ts", APP);
  return checkout;
}

const one = tinyCheckout("one");
const other = tinyCheckout("other");

function emulator(): { readonly pid: number; readonly port: number } {
  return JSON.parse(one.read(".local/emulator.json"));
}

beforeAll(async () => {
  await one.succeed("local");
});

afterAll(async () => {
  await one.npm("local:down");
  removeCheckouts();
});

describe("beside another checkout whose local AWS runs", () => {
  test("a stack that was never deployed is planned, but not with the other's emulator", async () => {
    const { code, text } = await other.npm("plan", LOCAL_AWS);
    expect(text).toContain("Planned tiny: +1 ~0 -0");
    expect(code).toBe(2);
    expect(other.read(".plans/tiny.json")).not.toContain(`localhost:${emulator().port}`);
  });

  test.each([
    ["plan", LOCAL_AWS],
    ["deploy", [...LOCAL_AWS, "--yes"]],
    ["images", LOCAL_AWS],
    ["local:invoke", ["python"]],
    ["local:logs", ["python"]],
  ] as const)("npm run %s reports that this checkout's doesn't run", async (command, args) => {
    mkdirSync(path.join(other.folder, ".local"), { recursive: true });
    for (const file of [STATE, ...RECORDS]) {
      mkdirSync(path.dirname(path.join(other.folder, file)), { recursive: true });
      copyFileSync(path.join(one.folder, file), path.join(other.folder, file));
    }
    const { code, text } = await other.npm(command, args);
    expect(text).toContain("The local AWS doesn't run. Start it and deploy to it: npm run local");
    expect(code).toBe(1);
  });

  test("npm run local:down doesn't touch the other's", async () => {
    expect(await other.succeed("local:down")).toContain("did not run");
    expect(isAlive(emulator().pid)).toBe(true);
  });
});

test("files that were cut short are reported, and the emulator is found and its files are written again", async () => {
  const before = emulator();
  for (const file of RECORDS) {
    one.write(file, one.read(file).slice(0, 12));
  }
  const { code, text } = await one.npm("plan", LOCAL_AWS);
  expect(text).toContain("emulator.json is damaged");
  expect(text).toContain("No changes");
  expect(code).toBe(0);
  expect(await one.succeed("local")).not.toContain("Started the emulator");
  expect(emulator()).toEqual(before);
  expect(JSON.parse(one.read(".local/deployment.json"))).toEqual({
    port: before.port,
    imageBuilder: "docker-cli",
  });
});

test("a slow emulator is waited for, and no second one is started", async () => {
  const { pid } = emulator();
  process.kill(pid, "SIGSTOP");
  const running = one.start("local");
  await running.printed(`process ${pid}) but doesn't answer yet: waiting for it`);
  process.kill(pid, "SIGCONT");
  const { code, text } = await running.ended;
  expect(code).toBe(0);
  expect(text).not.toContain("Started the emulator");
  expect(emulator().pid).toBe(pid);
});

test("a state that was cut short is named, with a fix", async () => {
  const state = one.read(STATE);
  one.write(STATE, state.slice(0, 60));
  for (const [command, args] of [
    ["plan", LOCAL_AWS],
    ["local", []],
  ] as const) {
    const { code, text } = await one.npm(command, args);
    expect(text).toContain(`${STATE} is cut short`);
    expect(text).toContain("npm run local:down, then npm run local");
    expect(code).toBe(1);
  }
  one.write(STATE, state);
});

test("an emulator whose root key was deleted with .local is started again, and everything is deployed to it", async () => {
  const { pid } = emulator();
  rmSync(path.join(one.folder, ".local"), { recursive: true });
  const text = await one.succeed("local");
  expect(text).toContain("The emulator of AWS has another root key than .local");
  expect(text).toContain("Deployed tiny");
  expect(emulator().pid).not.toBe(pid);
});

test("two deploys at once, to an empty local AWS, come one after the other", async () => {
  await one.succeed("local:down");
  const [first, second] = await Promise.all([one.npm("local"), one.npm("local")]);
  // With its text, since it shows what failed.
  expect([first, second]).toMatchObject([
    { code: 0, text: expect.stringMatching(/(Deployed tiny|No changes)/) },
    { code: 0, text: expect.stringMatching(/(Deployed tiny|No changes)/) },
  ]);
  expect((await one.npm("plan", LOCAL_AWS)).code).toBe(0);
});

test("an option that npm took is named, with the intended line", async () => {
  const { code, text } = await new Promise<{ code: number; text: string }>((resolve) =>
    execFile(
      "npm",
      ["run", "--silent", "deploy", "--env=dev", "--yes"],
      { cwd: one.folder },
      (error, out, err) => resolve({ code: Number(error?.code ?? 0), text: out + err }),
    ),
  );
  expect(text).toContain("npm run deploy -- --env=dev --yes");
  expect(text).not.toContain("Synthesized");
  expect(code).toBe(1);
});

test("npm run local:down ends an emulator that is stopped by a signal, with damaged files, and prints that when it has ended", async () => {
  const { pid, port } = emulator();
  process.kill(pid, "SIGSTOP");
  for (const file of RECORDS) {
    one.write(file, "{");
  }
  expect(await one.succeed("local:down")).toMatch(/✓ Stopped the emulator of AWS \(/);
  expect(isAlive(pid)).toBe(false);
  await expect(fetch(`http://127.0.0.1:${port}`)).rejects.toThrow("fetch failed");
  for (const file of [STATE, ...RECORDS]) {
    expect(existsSync(path.join(one.folder, file))).toBe(false);
  }
});
