import { renameSync } from "node:fs";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { invocations } from "./aws";
import { Checkout, LOCAL_AWS, type Running, removeCheckouts } from "./checkout";

const HANDLER = "lambdas/python/lambda_function.py";
const WATCHING = "Watching for changes, until Ctrl-C";

afterAll(removeCheckouts);

describe("npm run local -- --watch", () => {
  const checkout = new Checkout("watched");
  const original = checkout.read(HANDLER);
  let watch: Running;

  afterAll(async () => {
    await watch?.interrupt();
    await checkout.npm("local:down");
  });

  /** Saves as many editors do, by replacing the file. */
  function save(answer: string): void {
    const text = `${original}\n\ndef handler(event, context):\n    return ${JSON.stringify(answer)}\n`;
    checkout.write(`${HANDLER}.new`, text);
    renameSync(path.join(checkout.folder, `${HANDLER}.new`), path.join(checkout.folder, HANDLER));
  }

  test("it deploys, and continues to watch", async () => {
    watch = checkout.start("local", ["--watch"]);
    expect(await watch.printed(WATCHING)).toContain("Deployed functions-dev: 1 built and pushed");
    expect(await checkout.invoke("python")).toMatchObject({ statusCode: 200 });
  });

  test("a saved Python file is hot-reloaded into the running container, and not reported as deployed", async () => {
    save("reloaded");
    const output = await watch.printed("Not deployed yet: the hot-reloaded files of hello-dev-python");
    expect(output).toContain(
      "Hot-reloaded into the running container of hello-dev-python, not deployed: lambda_function.py",
    );
    expect(output).not.toContain("Deployed");
    expect(await checkout.invoke("python")).toBe("reloaded");
    expect((await checkout.npm("plan", LOCAL_AWS)).code).toBe(2);
  });

  test("an error of a synth is printed, and the function still answers", async () => {
    checkout.write(HANDLER, `${original}\ndef broken(:\n`);
    expect(await watch.printed("python-syntax")).toContain("✗ Synthesizing");
    expect(await checkout.invoke("python")).toBe("reloaded");
  });

  test("its fix is hot-reloaded, and deployed when nothing more is saved", async () => {
    save("repaired");
    await watch.printed("Hot-reloaded into the running container");
    expect(await checkout.invoke("python")).toBe("repaired");
    await watch.printed("Planned functions-dev: +1 ~1 -1");
    await watch.printed("Deployed functions-dev: 1 built and pushed");
    await watch.printed(WATCHING);
    expect(await checkout.invoke("python")).toBe("repaired");
    expect((await checkout.npm("plan", LOCAL_AWS)).code).toBe(0);
  });

  test("more than a changed file is deployed at once, also in a new folder", async () => {
    checkout.write("lambdas/python/parts/extra.py", 'ANSWER = "extra"\n');
    await watch.printed("Deploying, because more than the content of files changed");
    await watch.printed("hello-dev-python runs the new image");
    await watch.printed(WATCHING);
    checkout.write(
      HANDLER,
      `${original}\n\ndef handler(event, context):\n    from parts.extra import ANSWER\n    return ANSWER\n`,
    );
    await watch.printed("hello-dev-python runs the new image");
    expect(await checkout.invoke("python")).toBe("extra");
    await watch.printed(WATCHING);
  });

  test("a save without a change is not deployed", async () => {
    checkout.write("lambdas/python/event.json", "{}\n");
    checkout.write("README.md", "# Another\n");
    save("after them");
    expect(await watch.printed("Hot-reloaded")).not.toContain("Deployed");
    await watch.printed(WATCHING);
  });

  test("an invocation that runs during a save doesn't keep the next one from the saved file", async () => {
    checkout.write(
      HANDLER,
      `${original}\n\ndef handler(event, context):\n    import time\n    time.sleep(event["seconds"])\n    return "slow"\n`,
    );
    await watch.printed("Hot-reloaded");
    expect(await checkout.invoke("python", { seconds: 0 })).toBe("slow");
    const slow = checkout.npm("local:invoke", ["python", '{"seconds": 20}']);
    while ((await invocations(checkout, "hello-dev-python")).running === 0) await sleep(50);
    save("after them");
    await watch.printed("Deploying, because an invocation of hello-dev-python runs");
    await watch.printed("Deployed functions-dev");
    await watch.printed(WATCHING);
    expect(await checkout.invoke("python")).toBe("after them");
    await slow;
    save("after that");
    await watch.printed("Hot-reloaded");
  });

  test("Ctrl-C ends it and prints what isn't deployed, and the local AWS stays", async () => {
    expect(await checkout.invoke("python")).toBe("after that");
    const { code, text } = await watch.interrupt();
    expect(code).toBe(130);
    expect(text).toMatch(
      /Not deployed yet: the hot-reloaded files of hello-dev-python: npm run local deploys it\n$/,
    );
    await checkout.succeed("local");
    expect(await checkout.invoke("python")).toBe("after that");
  });
});
