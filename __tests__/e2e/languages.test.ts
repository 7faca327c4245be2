import { call } from "./aws";
import { Checkout, removeCheckouts } from "./checkout";

/** Where a registry can't be reached, the local AWS makes stand-ins for the base images, and logs that. */
describe("functions in other languages, as they stand in lambdas/", () => {
  const checkout = new Checkout("languages");
  checkout.edit("cdktf.json", "main.ts", "examples/languages.ts");
  let deployed = "";

  beforeAll(async () => {
    deployed = await checkout.succeed("local");
    // Two minutes on two idle cores. A compiler on a busy machine takes long.
  }, 1_500_000);
  afterAll(async () => {
    await checkout.npm("local:down");
    removeCheckouts();
  });

  test("are built and deployed together", () => {
    expect(deployed).toContain("Deployed languages-dev: 3 built and pushed");
  });

  test.each([
    ["TypeScript that a build stage bundles", "nodejs"],
    ["a Go program that a build stage compiles", "provided"],
    ["Python on Docker's own image", "python-slim"],
  ])("%s answers its sample event", async (_title, name) => {
    expect(await checkout.invoke(name)).toEqual({ statusCode: 200, body: { message: "Hello, Lambda!" } });
  });

  test("TypeScript refuses a wrong event, in the words of its second file", async () => {
    expect(await checkout.invoke("nodejs", { name: 1 })).toEqual({
      statusCode: 400,
      body: { error: '"name" must be text' },
    });
  });

  test("an error of a Go program is the function's error, as on AWS", async () => {
    expect(await call(checkout, "hello-dev-provided", { name: 1 })).toMatchObject({
      errorType: "UnmarshalTypeError",
    });
  });
});
