import { mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { App, TerraformStack } from "cdktf";
import {
  AwsEnvironment,
  DockerCliBuilder,
  DockerImageAsset,
  type DockerImageAssetProps,
  DockerImageLabel,
} from "../../../lib";
import { LOCAL_AWS_CONTEXT, type LocalAws } from "../../../lib/local-aws";
import { functionFolder, only } from "../../synth";

/** Synthesizes images for a local AWS. The app itself uses the docker command. */
function synthLocally(
  imageBuilder: LocalAws["imageBuilder"],
  images: Record<string, Partial<DockerImageAssetProps>>,
  // biome-ignore lint/suspicious/noExplicitAny: the tests read the JSON of a stack
): any {
  const outdir = mkdtempSync(path.join(tmpdir(), "synth-"));
  const localAws: LocalAws = { registry: "localhost:4566", imageBuilder };
  const app = new App({ outdir, context: { [LOCAL_AWS_CONTEXT]: localAws } });
  const stack = new TerraformStack(app, "shop");
  new AwsProvider(stack, "aws", { region: "eu-central-1" });
  AwsEnvironment.define(stack, { account: "123456789012", region: "eu-central-1", namePrefix: "shop-dev" });
  DockerCliBuilder.addTo(stack);
  for (const [id, props] of Object.entries(images)) {
    new DockerImageAsset(stack, id, { directory: functionFolder(), ...props });
  }
  app.synth();
  return JSON.parse(readFileSync(path.join(outdir, "stacks", "shop", "cdk.tf.json"), "utf8"));
}

const REVISION = { labels: { revision: DockerImageLabel.fromEnvironment("GITHUB_SHA") } };

test("GIVEN the docker provider on a local AWS THEN the docker command builds what the provider can't", () => {
  const json = synthLocally("docker-provider", { Plain: {}, Ssh: { buildSsh: "default" }, Label: REVISION });
  expect(Object.keys(json.resource.docker_registry_image)).toEqual([expect.stringMatching(/^Plain_/)]);
  const pushes = Object.entries<{ provisioner: { "local-exec": { command: string } }[] }>(
    json.resource.terraform_data,
  );
  expect(pushes.map(([name]) => name.split("_")[0]).sort()).toEqual(["Label", "Ssh"]);
  for (const [, { provisioner }] of pushes) {
    expect(provisioner[0]?.["local-exec"].command).toContain("docker manifest inspect --insecure");
  }
});

test.each(["docker-provider", "docker-cli"] as const)(
  "GIVEN a cache elsewhere THEN a local build with %s uses the engine's own",
  (builder) => {
    const json = synthLocally(builder, {
      App: { cacheFrom: [{ type: "gha" }], cacheTo: { type: "gha" }, cacheDisabled: true },
    });
    const push = only(json, builder === "docker-cli" ? "terraform_data" : "docker_registry_image");
    expect(JSON.stringify(push)).not.toMatch(/gha/);
    expect(JSON.stringify(push)).toMatch(/no-cache|no_cache/);
  },
);
