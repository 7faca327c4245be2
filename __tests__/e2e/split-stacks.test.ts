import { publishAlias, pushImages } from "./aws";
import { Checkout, LOCAL_AWS, removeCheckouts } from "./checkout";

const NO_DOCKER = { DOCKER_HOST: "tcp://127.0.0.1:1" };

describe("images in one stack, functions in another", () => {
  const checkout = new Checkout("split", { IMAGE_BUILDER: "docker-cli" });
  checkout.edit("cdktf.json", "main.ts", "examples/split-stacks.ts");

  afterAll(async () => {
    await checkout.npm("local:down");
    removeCheckouts();
  });

  test("before anything is deployed, a plan names the stack that it has to wait for", async () => {
    const { code, text } = await checkout.npm("plan", LOCAL_AWS, NO_DOCKER);
    expect(text).toContain(
      "functions-dev can only be planned after the stacks that it reads from are deployed: images-dev",
    );
    expect(text).not.toContain("failed");
    expect(code).toBe(2);
  });

  test("npm run local deploys one after the other, and the function answers", async () => {
    const text = await checkout.succeed("local");
    expect(text).toMatch(/Deployed images-dev: 1 built and pushed[\s\S]*Deployed functions-dev \(/);
    expect(await checkout.invoke("hello", { name: "you" })).toBe("Hello, you!");
  });

  describe("when its image is older than 60 others, and an alias runs it too", () => {
    const USERS = "hello-dev-hello, hello-dev-hello:live, hello-dev-hello:1";
    let tag: string;

    beforeAll(async () => {
      expect(await publishAlias(checkout, "hello-dev-hello", "live")).toBe("1");
      await pushImages(checkout, "hello-dev/hello", 60);
    });

    test("npm run images warns, with the code that protects it", async () => {
      const text = await checkout.succeed("images", LOCAL_AWS);
      expect(text).toMatch(new RegExp(` 61 of 50 \\(rule 51\\), due +${USERS}\n`));
      const [, warning = "", fix = ""] =
        new RegExp(`• (${USERS} run sha256:.*)protectedTags: \\["(.*)"\\]`).exec(text) ?? [];
      expect(warning).toContain("of hello-dev/hello, which expires within 24 hours: it is number 61");
      tag = fix;
      expect(text.match(/^•/gm)).toHaveLength(1);
    });

    test("and after that code is deployed, a rule protects it", async () => {
      checkout.edit(
        "examples/split-stacks.ts",
        'directory: "examples/hello"',
        `directory: "examples/hello", protectedTags: ["${tag}"]`,
      );
      await checkout.succeed("local");
      const rows = JSON.parse((await checkout.npm("images", [...LOCAL_AWS, "--json"])).stdout);
      const byState = (state: string) =>
        rows.filter(({ expiry }: { expiry: { state: string } }) => expiry.state === state);
      expect(byState("never")).toEqual([
        expect.objectContaining({
          tags: [tag],
          usedBy: USERS.split(", "),
          expiry: { state: "never", rule: 1 },
        }),
      ]);
      // The emulator (ministack 1.5) stores lifecycle policies and expires nothing. ECR would delete these.
      expect(byState("due")).toHaveLength(10);
    });
  });

  test("the stack of functions is deployed without Docker", async () => {
    checkout.edit(
      "examples/split-stacks.ts",
      "fromAsset(images.hello)",
      "fromAsset(images.hello), memorySize: 192",
    );
    const text = await checkout.succeed("deploy", ["--local-aws", "--yes", "functions-dev"], NO_DOCKER);
    expect(text).toContain("memory_size");
    expect(text).toContain("Deployed functions-dev");
    const plan = await checkout.npm("plan", LOCAL_AWS, NO_DOCKER);
    // Neither has the lifecycle policy: the provider reads it back as it was written.
    expect(plan.text.match(/No changes/g)).toHaveLength(2);
    expect(plan.code).toBe(0);
  });

  test("a changed image reaches the function", async () => {
    checkout.edit("examples/hello/hello.py", "Hello, ", "Good day, ");
    await checkout.succeed("local");
    expect(await checkout.invoke("hello", { name: "you" })).toBe("Good day, you!");
  });

  test("they are destroyed in the opposite order", async () => {
    const text = await checkout.succeed("deploy", ["--local-aws", "--destroy", "--yes"]);
    expect(text).toMatch(/Destroyed functions-dev[\s\S]*Destroyed images-dev/);
  });
});
