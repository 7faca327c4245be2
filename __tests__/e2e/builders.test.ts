import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { call, imageOf } from "./aws";
import { Checkout, LOCAL_AWS, removeCheckouts } from "./checkout";
import { dockerProviderAvailable } from "./docker-provider";
import { RegistryProxy } from "./registry-proxy";

const FUNCTION = "hello-dev-python";
const PROVIDER = { IMAGE_BUILDER: "docker-provider" };
const CLI = { IMAGE_BUILDER: "docker-cli" };

const available = dockerProviderAvailable();
if (!available) {
  console.warn(
    "SKIPPED: the docker provider (kreuzwerker/docker) isn't available on this machine; the tests of changing the builder and of a registry with errors did not run.",
  );
}
const withProvider = available ? test : test.skip;

const checkout = new Checkout("builders");
let proxy: RegistryProxy | undefined;

afterAll(async () => {
  await proxy?.close();
  await checkout.npm("local:down");
  removeCheckouts();
});

test("an old push of the docker provider is removed from the state, with or without that provider", async () => {
  await checkout.succeed("local", [], CLI);
  const state = path.join(checkout.folder, ".local/states/functions-dev.tfstate");
  addEarlierImage(state);
  const text = await checkout.succeed("local", [], CLI);
  expect(text).toMatch(/1 forgotten|Removed from the state the images of the docker provider/);
  expect(readFileSync(state, "utf8")).not.toContain("docker_registry_image");
});

withProvider("from the docker CLI to the docker provider", async () => {
  // Another content, which the docker CLI never pushed.
  checkout.edit("lambdas/python/sample_code_1.py", '.decode("utf-8")', '.decode("utf-8").upper()');
  expect(await checkout.succeed("local", [], PROVIDER)).toContain("1 built and pushed");
  expect(deployment(checkout).imageBuilder).toBe("docker-provider");
  expect(await checkout.invoke("python")).toMatchObject({ statusCode: 200 });
});

withProvider(
  "build options reach the image, and another cache or build argument without a hash builds nothing",
  async () => {
    const stack = "stacks/functions-stack.ts";
    // Not `buildContexts`: Docker 20.10 has no named contexts.
    const OPTIONS = 'labels: { "org.opencontainers.image.title": "documents" }, networkMode: "host"';
    checkout.edit(
      stack,
      'fromImageAsset("lambdas/python")',
      `fromImageAsset("lambdas/python", { ${OPTIONS} })`,
    );
    expect(await checkout.succeed("local", [], PROVIDER)).toContain("1 built and pushed");
    const image = await imageOf(checkout, FUNCTION);
    const labels = execFileSync("docker", ["image", "inspect", "--format", "{{json .Config.Labels}}", image]);
    expect(JSON.parse(labels.toString())).toMatchObject({ "org.opencontainers.image.title": "documents" });
    expect(await checkout.invoke("python")).toMatchObject({ statusCode: 200 });

    const other = `${OPTIONS}, cacheDisabled: true, buildArgs: { UNUSED: "1" }, invalidation: { buildArgs: false }`;
    checkout.edit(stack, OPTIONS, other);
    const { code, text } = await checkout.npm("plan", LOCAL_AWS);
    expect(text).toContain("No changes");
    expect(code).toBe(0);
  },
);

withProvider("a changed registry is logged, and the image is pushed there", async () => {
  const { port } = deployment(checkout);
  proxy = await RegistryProxy.before(port);
  checkout.edit(
    "lib/aws-environment.ts",
    "return this.localAws?.registry ?? ecrRegistry(account, this.region);",
    `return "localhost:${proxy.port}";`,
  );
  const text = await checkout.succeed("deploy", ["--local-aws", "--yes"]);
  expect(text).toMatch(
    new RegExp(`was pushed to localhost:${port}, and the registry of this stack is localhost:${proxy.port}`),
  );
  expect(text).not.toContain("AuthConfig");
  expect(await imageOf(checkout, FUNCTION)).toMatch(new RegExp(`^localhost:${proxy.port}/`));
});

withProvider("a registry that refuses the login: plan reports it", async () => {
  proxy?.answer(401);
  const { code, text } = await checkout.npm("plan", LOCAL_AWS);
  expect(text).toMatch(
    /The registry localhost:\d+ refuses the login \(401\).*According to ECR's API the image exists/,
  );
  expect(code).toBe(2);
});

withProvider("a registry with errors: deploy stops before it asks", async () => {
  proxy?.answer(503);
  const { code, text } = await checkout.npm("deploy", ["--local-aws", "--yes"]);
  expect(text).toMatch(
    /The registry localhost:\d+ has errors \(it answers 503\).*According to ECR's API the image exists/,
  );
  expect(text).toMatch(/Nothing was changed\. .*pushes unchanged images again.*--push-again/s);
  expect(code).toBe(1);
});

withProvider("a registry that answers again in time causes a second plan", async () => {
  // The provider asks twice.
  proxy?.answer(503, 503, 200);
  const { code, text } = await checkout.npm("plan", LOCAL_AWS);
  expect(text).toContain("answers now: planning again");
  expect(text).toContain("No changes");
  expect(code).toBe(0);
});

withProvider("back to the docker CLI: the function always answers, with the same digest", async () => {
  const digest = await digestOf(checkout);
  const changing = checkout.succeed("local", [], CLI);
  const calls = callUntil(changing, checkout);
  expect(await changing).toMatch(/Planned functions-dev: \+1 ~1 -0, 1 forgotten/);
  expect(await calls).toBeGreaterThan(0);
  expect(await digestOf(checkout)).toBe(digest);
  expect(deployment(checkout).imageBuilder).toBe("docker-cli");
  expect((await checkout.npm("plan", LOCAL_AWS)).code).toBe(0);
});

/** Adds an old push of the docker provider at the place of the docker CLI's push, in an unreachable registry. */
function addEarlierImage(file: string): void {
  const state = JSON.parse(readFileSync(file, "utf8"));
  const { name } = state.resources.find(({ type }: { type: string }) => type === "terraform_data");
  state.serial++;
  state.resources.push({
    mode: "managed",
    type: "docker_registry_image",
    name,
    provider: 'provider["registry.terraform.io/kreuzwerker/docker"]',
    instances: [
      {
        schema_version: 0,
        attributes: {
          id: "sha256:00",
          keep_remotely: true,
          name: "localhost:1/hello-dev/python:1",
          sha256_digest: "sha256:00",
          triggers: {},
        },
      },
    ],
  });
  writeFileSync(file, JSON.stringify(state));
}

/** Invokes the function until something has ended. @returns how many times it answered */
async function callUntil(end: Promise<unknown>, checkout: Checkout): Promise<number> {
  let ended = false;
  let calls = 0;
  end
    .finally(() => {
      ended = true;
    })
    .catch(() => undefined);
  while (!ended) {
    expect(await call(checkout, FUNCTION, { action: "list" })).toMatchObject({ statusCode: 200 });
    calls++;
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
  return calls;
}

async function digestOf(checkout: Checkout): Promise<string> {
  return (await imageOf(checkout, FUNCTION)).split("@")[1] as string;
}

function deployment(checkout: Checkout): { readonly port: number; readonly imageBuilder: string } {
  return JSON.parse(checkout.read(".local/deployment.json"));
}
