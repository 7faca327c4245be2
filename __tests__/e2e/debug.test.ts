import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { Checkout, removeCheckouts } from "./checkout";
import { DebugAdapterClient } from "./debug-adapter";
import { InspectorClient } from "./inspector-client";

/** The time limit of the functions. */
const TIMEOUT_SECONDS = 3;

/** A debugger attaches to functions as an editor does, while the command waits. */
describe("a debugger on the local AWS", () => {
  const checkout = new Checkout("debug");
  checkout.edit("cdktf.json", "main.ts", "examples/languages.ts");
  checkout.edit(
    "examples/languages.ts",
    'new DockerImageFunction(this, "provided"',
    'new DockerImageFunction(this, "python", { code: DockerImageCode.fromImageAsset("lambdas/python") });\n    new DockerImageFunction(this, "provided"',
  );

  beforeAll(async () => {
    await checkout.succeed("local");
  }, 1_500_000);
  afterAll(async () => {
    await checkout.npm("local:down");
    removeCheckouts();
  });

  /** Starts an invocation with --debug. @returns it, and the port at which the function waits */
  async function debug(name: string, event: unknown) {
    const running = checkout.start("local:invoke", [name, JSON.stringify(event), "--debug"]);
    const text = await running.printed("Ctrl-C gives up");
    return { running, text, port: Number(/at 127\.0\.0\.1:(\d+)/.exec(text)?.[1]) };
  }

  /** The containers of a function of this local AWS: their published ports. */
  function containers(name: string): string[] {
    const format = "{{.Image}} {{.Ports}}";
    const { stdout } = spawnSync("docker", ["ps", "--format", format], { encoding: "utf8" });
    const { port } = JSON.parse(checkout.read(".local/emulator.json"));
    return stdout.split("\n").filter((line) => line.startsWith(`localhost:${port}/hello-dev/${name} `));
  }

  /** Attaches, sets a breakpoint, stops at it, and reads a variable there. */
  async function stopIn(client: DebugAdapterClient, file: string, text: string, variable: string) {
    const line =
      checkout
        .read(file)
        .split("\n")
        .findIndex((one) => one.includes(text)) + 1;
    await client.request("initialize", { adapterID: "debugpy", linesStartAt1: true, pathFormat: "path" });
    // VS Code sends this mapping when its configuration names none.
    client.send("attach", { pathMappings: [{ localRoot: checkout.folder, remoteRoot: "." }] });
    await client.event("initialized");
    const source = { path: path.join(checkout.folder, file) };
    const { breakpoints } = await client.request("setBreakpoints", { source, breakpoints: [{ line }] });
    await client.request("configurationDone");
    const { threadId, reason } = await client.event("stopped");
    const { stackFrames } = await client.request("stackTrace", { threadId });
    const [frame] = stackFrames;
    const value = await client.request("evaluate", { expression: variable, frameId: frame.id });
    return { breakpoints, reason, frame, threadId, value: value.result, line };
  }

  test.each([
    [
      "on AWS's base image",
      "python",
      'return answer(400, {"error": problem})',
      "problem",
      { action: "fly" },
      { statusCode: 400 },
    ],
    [
      "on another base image",
      "python-slim",
      'return {"statusCode"',
      "event['name']",
      { name: "Ada" },
      { statusCode: 200 },
    ],
  ])(
    "stops in Python %s, whatever the function's time limit, and goes on",
    async (_, name, text, variable, event, answer) => {
      const { running, port, text: printed } = await debug(name, event);
      expect(printed).toContain("Python function on the local AWS");
      expect(containers(name).join()).toContain(`127.0.0.1:${port}->${port}/tcp`);
      expect(containers(name).join()).not.toContain("0.0.0.0:");
      const client = new DebugAdapterClient(port);
      const file = `lambdas/${name}/lambda_function.py`;
      const stopped = await stopIn(client, file, text, variable);
      expect(stopped.breakpoints).toMatchObject([{ verified: true, line: stopped.line }]);
      expect(stopped.frame).toMatchObject({
        line: stopped.line,
        source: { path: path.join(checkout.folder, file) },
      });
      expect(stopped.value).toContain(name === "python" ? "must be one of" : "Ada");
      await sleep((TIMEOUT_SECONDS + 2) * 1_000);
      await client.request("continue", { threadId: stopped.threadId });
      const { code, stdout } = await running.ended;
      client.close();
      expect(code).toBe(0);
      expect(JSON.parse(stdout.slice(stdout.indexOf("{"), stdout.lastIndexOf("}") + 1))).toMatchObject(
        answer,
      );
      // The next invocation has a container without a debugger. On a busy machine it may take longer than the function's time.
      expect(containers(name)).toEqual([]);
      await checkout.npm("local:invoke", [name, JSON.stringify(event)]);
      expect(containers(name).join()).not.toContain(String(port));
    },
  );

  test("stops in a bundled function for Node.js, at a line of its TypeScript", async () => {
    const { running, port, text } = await debug("nodejs", { name: "Ada" });
    expect(text).toContain("Node.js function on the local AWS");
    const client = await InspectorClient.attach(port);
    await client.send("Debugger.enable");
    await client.send("Debugger.setBreakpointByUrl", { urlRegex: ".*/var/task/index\\.js$", lineNumber: 0 });
    await client.send("Runtime.runIfWaitingForDebugger");
    const script = await client.event("Debugger.scriptParsed", ({ url }) =>
      /\/var\/task\/index\.js$/.test(url),
    );
    const map = JSON.parse(Buffer.from(script.sourceMapURL.split("base64,")[1], "base64").toString());
    // The path from the bundle's folder, lambdas/nodejs/dist, which launch.json gives for /var/task.
    expect(map.sources).toContain("../index.ts");
    expect(map).not.toHaveProperty("sourcesContent");
    await client.event("Debugger.paused");
    const { scriptSource } = await client.send("Debugger.getScriptSource", { scriptId: script.scriptId });
    const lineNumber = scriptSource.split("\n").findIndex((one: string) => one.includes("statusCode: 200"));
    await client.send("Debugger.setBreakpointByUrl", { url: script.url, lineNumber });
    await client.send("Debugger.resume");
    const { callFrames } = await client.event("Debugger.paused");
    const { result } = await client.send("Debugger.evaluateOnCallFrame", {
      callFrameId: callFrames[0].callFrameId,
      expression: "name",
    });
    expect(result.value).toBe("Ada");
    await sleep((TIMEOUT_SECONDS + 2) * 1_000);
    await client.send("Debugger.resume");
    const { code, stdout } = await running.ended;
    client.close();
    expect(code).toBe(0);
    expect(stdout).toContain("Hello, Ada!");
    expect(containers("nodejs")).toEqual([]);
  });

  test("Ctrl-C gives up waiting, and leaves no container and no request behind", async () => {
    const { running } = await debug("python-slim", {});
    expect((await running.interrupt()).code).toBe(130);
    expect(containers("python-slim")).toEqual([]);
    expect(() => checkout.read(".local/debug.json")).toThrow("ENOENT");
  });

  test("a file that changed since the deploy is named", async () => {
    const file = "lambdas/python-slim/lambda_function.py";
    const before = readFileSync(path.join(checkout.folder, file), "utf8");
    checkout.write(file, `# A new line.\n${before}`);
    const { running, text } = await debug("python-slim", {});
    await running.interrupt();
    checkout.write(file, before);
    expect(text).toContain("Changed since the last deploy: lambda_function.py");
  });

  test("a function in another language answers, and the command says that nothing waited", async () => {
    const { code, text } = await checkout.npm("local:invoke", ["provided", '{"name":"Ada"}', "--debug"]);
    expect(code).toBe(0);
    expect(text).toContain("Hello, Ada!");
    expect(text).toContain("hello-dev-provided did not wait for a debugger");
  });
});
