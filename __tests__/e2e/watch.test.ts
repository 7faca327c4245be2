import { renameSync } from "node:fs";
import path from "node:path";
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

  /** As many editors do: a new file in the place of the old one. */
  function save(answer: string): void {
    const text = `${original}\n\ndef handler(event, context):\n    return ${JSON.stringify(answer)}\n`;
    checkout.write(`${HANDLER}.new`, text);
    renameSync(path.join(checkout.folder, `${HANDLER}.new`), path.join(checkout.folder, HANDLER));
  }

  test("it deploys, and goes on to watch", async () => {
    watch = checkout.start("local", ["--watch"]);
    expect(await watch.printed(WATCHING)).toContain("Deployed functions-dev, 1 built and pushed");
    expect(await checkout.invoke("python")).toMatchObject({ statusCode: 200 });
  });

  test("a saved Python file is swapped into the running container, and nobody claims that it is deployed", async () => {
    save("swapped");
    const told = await watch.printed("Not deployed is what was swapped into hello-dev-python");
    expect(told).toContain(
      "Hot-reloaded into the running container of hello-dev-python, not deployed: lambda_function.py",
    );
    expect(told).not.toContain("Deployed");
    expect(await checkout.invoke("python")).toBe("swapped");
    expect((await checkout.npm("plan", LOCAL_AWS)).code).toBe(2);
  });

  test("a mistake that a synth finds is told, and the function goes on to answer", async () => {
    checkout.write(HANDLER, `${original}\ndef broken(:\n`);
    expect(await watch.printed("python-syntax")).toContain("✗ Synthesized");
    expect(await checkout.invoke("python")).toBe("swapped");
  });

  test("its repair is swapped in, and deployed when nothing more is saved", async () => {
    save("repaired");
    await watch.printed("Hot-reloaded into the running container");
    expect(await checkout.invoke("python")).toBe("repaired");
    await watch.printed("Deployed functions-dev: +1 ~1 -1");
    await watch.printed(WATCHING);
    expect(await checkout.invoke("python")).toBe("repaired");
    expect((await checkout.npm("plan", LOCAL_AWS)).code).toBe(0);
  });

  test("what is more than the content of a file is deployed at once, in a folder that is new, too", async () => {
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

  test("what a save leaves as it was is not deployed", async () => {
    checkout.write("lambdas/python/event.json", "{}\n");
    checkout.write("README.md", "# Another\n");
    save("after them");
    expect(await watch.printed("HotReloadResult")).not.toContain("Deployed");
  });

  test("Ctrl-C ends it and says what isn't deployed, and the local AWS stays", async () => {
    expect(await checkout.invoke("python")).toBe("after them");
    const { code, text } = await watch.interrupt();
    expect(code).toBe(130);
    expect(text).toMatch(
      /Not deployed is what was swapped into hello-dev-python: npm run local deploys it\n$/,
    );
    await checkout.succeed("local");
    expect(await checkout.invoke("python")).toBe("after them");
  });
});
