import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { providerPrograms } from "../../../cli/terraform/provider-programs";

const AWS = "registry.terraform.io/hashicorp/aws";
const DOCKER = "registry.terraform.io/kreuzwerker/docker";
const REQUIRED = {
  terraform: { required_providers: { aws: { source: "aws" }, docker: { source: "kreuzwerker/docker" } } },
};

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "programs-"));
  for (const address of [AWS, DOCKER]) {
    write(
      `.terraform/providers/${address}/1.0.0/linux_amd64/terraform-provider-${path.basename(address)}`,
      "",
    );
  }
  write(
    ".terraform.lock.hcl",
    [AWS, DOCKER].map((address) => `provider "${address}" {\n  version = "1.0.0"\n}\n`).join("\n"),
  );
});

afterEach(() => rmSync(folder, { recursive: true }));

function write(name: string, content: string | object): void {
  const file = path.join(folder, name);
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, typeof content === "string" ? content : JSON.stringify(content));
}

function addresses(): string[] {
  return providerPrograms(folder).map(({ address }) => address);
}

test("the programs of all providers, where Terraform put them", () => {
  write("cdk.tf.json", { ...REQUIRED, provider: { aws: [{ region: "eu-central-1" }], docker: [{}] } });
  expect(providerPrograms(folder)).toEqual([
    {
      address: AWS,
      program: path.join(folder, ".terraform/providers", AWS, "1.0.0/linux_amd64/terraform-provider-aws"),
    },
    {
      address: DOCKER,
      program: path.join(
        folder,
        ".terraform/providers",
        DOCKER,
        "1.0.0/linux_amd64/terraform-provider-docker",
      ),
    },
  ]);
});

test("a provider without a block, and an override of the only block, count as one configuration", () => {
  write("cdk.tf.json", { ...REQUIRED, provider: { aws: [{}] } });
  write("local_override.tf.json", { provider: { aws: [{ region: "eu-west-1" }] } });
  expect(addresses()).toEqual([AWS, DOCKER]);
});

test("a provider that is configured for two regions is left out", () => {
  write("cdk.tf.json", { ...REQUIRED, provider: { aws: [{}, { alias: "west" }], docker: [{}] } });
  expect(addresses()).toEqual([DOCKER]);
});

test("so is one whose only block has an alias, since there may be a second configuration without a block", () => {
  write("cdk.tf.json", { ...REQUIRED, provider: { aws: [{ alias: "west" }] } });
  expect(addresses()).toEqual([DOCKER]);
});

test("so is one with its other block in another file", () => {
  write("cdk.tf.json", { ...REQUIRED, provider: { aws: [{ alias: "west" }] } });
  write("local.tf.json", { provider: { aws: [{}] } });
  expect(addresses()).toEqual([DOCKER]);
});

test("none is used with provider blocks in HCL or in a module, which are not read", () => {
  write("cdk.tf.json", REQUIRED);
  write("more.tf", 'provider "docker" {\n  alias = "second"\n}\n');
  expect(addresses()).toEqual([]);
  write("more.tf", "");
  expect(addresses()).toEqual([AWS, DOCKER]);
  write("module/main.tf", '  provider "aws" {}\n');
  write(".terraform/modules/modules.json", { Modules: [{ Key: "m", Dir: "module" }] });
  expect(addresses()).toEqual([]);
});

test("a missing program is an error", () => {
  write("cdk.tf.json", REQUIRED);
  rmSync(path.join(folder, ".terraform"), { recursive: true });
  expect(() => providerPrograms(folder)).toThrow();
});
