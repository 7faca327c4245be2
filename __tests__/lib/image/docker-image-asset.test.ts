import { TerraformOutput } from "cdktf";
import { DockerImageAsset } from "../../../lib";
import { functionFolder, only, synth } from "../../synth";

test("its name is the repository's, and its address ends in the digest of what was pushed", () => {
  const { json } = synth((stack) => {
    const asset = new DockerImageAsset(stack, "Image", { directory: functionFolder(), assetName: "orders" });
    new TerraformOutput(stack, "uri", { value: asset.imageUri });
  });
  expect(only(json, "aws_ecr_repository").name).toBe("shop-dev/orders");
  expect(json.output.uri.value).toMatch(/@\$\{docker_registry_image\.\w+\.sha256_digest\}$/);
});
