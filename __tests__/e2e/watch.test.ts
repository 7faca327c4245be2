import { renameSync } from "node:fs";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { call } from "./aws";
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

  test("a saved Python file is hot-reloaded, and not reported as deployed", async () => {
    save("reloaded");
    const output = await watch.printed("Not deployed yet: the hot-reloaded files of hello-dev-python");
    expect(output).toContain("Hot-reloaded hello-dev-python, not deployed: lambda_function.py");
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
    await watch.printed("Hot-reloaded hello-dev-python");
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
    await watch.printed("Hot-reloaded hello-dev-python");
    expect(await checkout.invoke("python")).toBe("extra");
  });

  test("a save without a change is not deployed", async () => {
    checkout.write("lambdas/python/event.json", "{}\n");
    checkout.write("README.md", "# Another\n");
    save("after them");
    expect(await watch.printed("Hot-reloaded")).not.toContain("Deployed");
    await watch.printed(WATCHING);
  });

  test("each invocation after a save has the saved file, also while an earlier one runs", async () => {
    const slow = `def handler(event, context):\n    import time\n    time.sleep(event["seconds"])\n    return "before"\n`;
    checkout.write(HANDLER, `${original}\n\n${slow}`);
    await watch.printed("Hot-reloaded hello-dev-python");
    const invoke = (event: unknown = {}) => call(checkout, "hello-dev-python", event);
    expect(await invoke({ seconds: 0 })).toBe("before");
    const running = invoke({ seconds: 15 });
    // Until it runs.
    await sleep(5_000);
    save("after");
    await watch.printed("Hot-reloaded hello-dev-python");
    // Two containers of the same image.
    expect(await Promise.all([invoke(), invoke()])).toEqual(["after", "after"]);
    expect(await running).toBe("before");
    save("after that");
    await watch.printed("Hot-reloaded hello-dev-python");
  });

  test("a file that is as it was deployed runs as it was deployed", async () => {
    save("repaired");
    await watch.printed("Hot-reloaded hello-dev-python");
    expect(await checkout.invoke("python")).toBe("repaired");
    save("after that");
    await watch.printed("Hot-reloaded hello-dev-python");
  });

  test("Ctrl-C ends it and prints what isn't deployed, and the local AWS stays", async () => {
    expect(await checkout.invoke("python")).toBe("after that");
    const { code, text } = await watch.interrupt();
    expect(code).toBe(130);
    expect(text).toMatch(
      /Not deployed yet: the hot-reloaded files of hello-dev-python: npm run local deploys it\n$/,
    );
    // As it was deployed last: a deploy changes nothing, and the function runs its image.
    save("repaired");
    expect(await checkout.succeed("local")).toContain("Planned functions-dev: No changes");
    expect(await checkout.invoke("python")).toBe("repaired");
  });
});
