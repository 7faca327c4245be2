import { mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { App, TerraformStack } from "cdktf";
import { AwsEnvironment, DockerImageCode, DockerImageFunction, DockerProviderBuilder } from "../../lib";
import { functionFolder, only } from "../synth";

/** The function of an app that is deployed to the local AWS, or to AWS. */
function synth(imageBuilder?: "docker-provider" | "docker-cli") {
  const outdir = mkdtempSync(path.join(tmpdir(), "synth-"));
  const context = imageBuilder && {
    "cdktf-lambda-images:local-aws": { registry: "localhost:4567", imageBuilder },
  };
  const app = new App({ outdir, ...(context && { context }) });
  const stack = new TerraformStack(app, "shop");
  new AwsProvider(stack, "aws", { region: "eu-central-1" });
  AwsEnvironment.define(stack, { account: "111111111111", region: "eu-central-1", namePrefix: "shop" });
  DockerProviderBuilder.addTo(stack);
  new DockerImageFunction(stack, "python", { code: DockerImageCode.fromImageAsset(functionFolder()) });
  app.synth();
  return JSON.parse(readFileSync(path.join(outdir, "stacks", "shop", "cdk.tf.json"), "utf8"));
}

test("with the docker provider, images go to the local registry, by a login of docker's configuration", () => {
  const json = synth("docker-provider");
  expect(only(json, "docker_registry_image").name).toMatch(/^localhost:4567\//);
  expect(json.provider.docker).toMatchObject([{ registry_auth: [{ address: "http://localhost:4567" }] }]);
  expect(json.terraform.required_providers.docker.version).toBe(">= 4.3.0, < 5.0.0");
  expect(json.ephemeral).toBeUndefined();
  expect(JSON.stringify(json)).not.toMatch(/dkr\.ecr|111111111111/);
});

test("with the docker command, a stack needs no docker provider, though it names it", () => {
  const json = synth("docker-cli");
  expect(json.provider.docker).toBeUndefined();
  expect(json.terraform.required_providers.docker).toBeUndefined();
  expect(JSON.stringify(json)).not.toMatch(/dkr\.ecr|111111111111/);
});

test("without the context, nothing of a stack is local", () => {
  expect(JSON.stringify(synth())).not.toMatch(/localhost|000000000000/);
});
