import { call, callUrl } from "./aws";
import { Checkout, removeCheckouts } from "./checkout";

const STACK = "stacks/functions-stack.ts";
const HANDLER = "lambdas/python/lambda_function.py";
const FUNCTION = "hello-dev-python";

afterAll(removeCheckouts);

describe("versions and aliases, on the local AWS", () => {
  const checkout = new Checkout("versions");

  afterAll(async () => {
    await checkout.npm("local:down");
  });

  /** Saves code that answers with its name, and with the version that it reads. */
  function save(code: string): void {
    checkout.write(
      HANDLER,
      `def handler(event, context):\n    return {"code": "${code}", "version": context.function_version}\n`,
    );
  }

  test("an alias runs the version that was deployed, at its URL too", async () => {
    save("first");
    checkout.edit(STACK, "new DockerImageFunction(", "const fn = new DockerImageFunction(");
    checkout.edit(
      STACK,
      "    });\n  }\n}",
      '    });\n    fn.addAlias("live", { provisionedConcurrentExecutions: 1 }).addFunctionUrl({ authType: "NONE" });\n  }\n}',
    );
    await checkout.succeed("local");
    expect(await call(checkout, `${FUNCTION}:live`, {})).toMatchObject({ code: "first" });
    expect(await callUrl(checkout, FUNCTION, "live")).toMatchObject({ code: "first" });
  });

  test("it moves to a new version with its apply", async () => {
    save("second");
    await checkout.succeed("local");
    expect(await call(checkout, `${FUNCTION}:live`, {})).toMatchObject({ code: "second" });
    expect(await call(checkout, `${FUNCTION}:1`, {})).toMatchObject({ code: "first" });
  });

  test("it goes back to the old code without a build, and the function itself stays as it is", async () => {
    checkout.edit(STACK, 'addAlias("live", {', 'addAlias("live", { version: "1",');
    const text = await checkout.succeed("local");
    expect(text).toContain("Planned functions-dev: +0 ~1 -0");
    expect(text).not.toContain("built and pushed");
    expect(await call(checkout, `${FUNCTION}:live`, {})).toMatchObject({ code: "first" });
    expect(await callUrl(checkout, FUNCTION, "live")).toMatchObject({ code: "first" });
    // The code alone: versions with the same image share containers, so the version that a function reads may be another.
    expect(await call(checkout, FUNCTION, {})).toMatchObject({ code: "second" });
  });

  test("a second apply changes nothing", async () => {
    expect(await checkout.succeed("local")).toContain("Planned functions-dev: No changes");
  });
});
