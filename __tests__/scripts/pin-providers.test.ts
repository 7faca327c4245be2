import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { fakeProgram } from "../fake-program";
import { runScript } from "../run-script";

const folder = mkdtempSync(path.join(tmpdir(), "pin-"));
const mirror = path.join(folder, "providers");
const asked = path.join(folder, "asked.json");

afterAll(() => rmSync(folder, { recursive: true }));

/** Runs the script with a program in Terraform's place that keeps what it was asked for. */
function pin(pins: readonly string[], program = "terraform", end = "exit 0") {
  const bin = fakeProgram(
    path.join(folder, program),
    program,
    `[ "$1 $2" = "providers mirror" ] || exit 9
cat main.tf.json > ${asked}
mkdir -p "$3/registry" && touch "$3/registry/provider_1.2.3_linux_amd64.zip"
${end}`,
  );
  const variables = {
    PATH: `${bin}:${process.env.PATH}`,
    ...(program !== "terraform" && { TERRAFORM_BINARY_NAME: program }),
  };
  return runScript("scripts/pin-providers.mjs", [mirror, ...pins], variables);
}

test("the mirror gets the given versions, and the following steps use it", async () => {
  const { code, log, environment } = await pin(["hashicorp/aws=5.100.0", "kreuzwerker/docker=~> 4.3"]);
  expect(code).toBe(0);
  expect(JSON.parse(readFileSync(asked, "utf8"))).toEqual({
    terraform: {
      required_providers: {
        aws: { source: "hashicorp/aws", version: "5.100.0" },
        docker: { source: "kreuzwerker/docker", version: "~> 4.3" },
      },
    },
  });
  expect(environment).toEqual({ TF_PROVIDER_MIRROR: mirror });
  expect(log).toContain("Pinned: provider_1.2.3_linux_amd64.zip");
});

test("OpenTofu fetches its own", async () => {
  expect((await pin(["hashicorp/aws=5.100.0"], "tofu")).code).toBe(0);
});

test("a version that isn't available fails the step", async () => {
  const { code, log, environment } = await pin(["hashicorp/aws=9.9.9"], "terraform", "exit 1");
  expect(code).toBe(1);
  expect(log).toContain("::error::terraform could not fetch the providers hashicorp/aws=9.9.9");
  expect(environment).toEqual({});
});

test("an invalid pin is refused", async () => {
  expect((await pin(["hashicorp/aws"])).log).toContain('"hashicorp/aws" is not a pin of a provider');
});
