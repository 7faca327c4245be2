import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { removeDockerImages } from "../../../cli/deploy/registry-images";
import { CommandError } from "../../../cli/process/steps";
import { type Terraform, TerraformError } from "../../../cli/terraform/terraform";

const STATE = JSON.stringify({
  version: 4,
  resources: [
    {
      mode: "managed",
      type: "docker_registry_image",
      name: "python_push",
      instances: [{ attributes: { name: "111111111111.dkr.ecr.eu-central-1.amazonaws.com/python:1" } }],
    },
  ],
});
const ADDRESS = "docker_registry_image.python_push";
/** Terraform 1.11.4, where no mirror has the provider. */
const NO_PROVIDER = `
Error: Failed to query available provider packages

Could not retrieve the list of available versions for provider
kreuzwerker/docker: no available releases match the given constraints`;

function stack() {
  const folder = mkdtempSync(path.join(tmpdir(), "registry-images-"));
  writeFileSync(path.join(folder, "cdk.tf.json"), JSON.stringify({ provider: { aws: [{}] } }));
  const removed: string[] = [];
  const terraform = {
    folder,
    readState: async () => STATE,
    removeFromState: async (addresses: readonly string[]) => {
      removed.push(...addresses);
    },
  } as unknown as Terraform;
  const backup = path.join(folder, "backups", "state.backup");
  return { folder, backup, removed, terraform };
}

beforeEach(() => {
  jest.spyOn(console, "error").mockReturnValue(undefined);
});

test.each([
  ["its own", new TerraformError("init", NO_PROVIDER)],
  [
    "with more advice",
    new CommandError(`${NO_PROVIDER}\n\nThe mirrors don't have it`, {
      cause: new TerraformError("init", NO_PROVIDER),
    }),
  ],
])(
  "GIVEN Terraform's error that it can't get the docker provider, %s THEN the images are removed from the state",
  async (_, error) => {
    const { terraform, backup, removed } = stack();
    await removeDockerImages(error, terraform, backup, true);
    expect(removed).toEqual([ADDRESS]);
    expect(readFileSync(backup, "utf8")).toBe(STATE);
  },
);

test.each([
  ["of Terraform", new TerraformError("init", "Error: Failed to query hashicorp/aws")],
  [
    "of Terraform, whose advice names the docker provider",
    new TerraformError(
      "init",
      "Error: Failed to query available provider packages\n\nCould not retrieve the list of available versions for provider hashicorp/aws: no available releases match the given constraints ~> 6.0",
      undefined,
      "If only kreuzwerker/docker is missing, it is not needed with IMAGE_BUILDER=docker-cli.",
    ),
  ],
  [
    "of a lock that doesn't fit",
    new CommandError(
      "The lock doesn't fit the stack: it has kreuzwerker/docker, which the stack doesn't use",
    ),
  ],
])("GIVEN another error %s THEN the state is not changed", async (_, error) => {
  const { folder, terraform, backup, removed } = stack();
  await expect(removeDockerImages(error, terraform, backup, true)).rejects.toBe(error);
  expect(removed).toEqual([]);
  expect(readdirSync(folder)).toEqual(["cdk.tf.json"]);
});

test("GIVEN a plan THEN the state is not changed, and the error says how", async () => {
  const { terraform, backup, removed } = stack();
  const error = new TerraformError("init", NO_PROVIDER);
  await expect(removeDockerImages(error, terraform, backup, false)).rejects.toThrow(`state rm ${ADDRESS}`);
  expect(removed).toEqual([]);
});
