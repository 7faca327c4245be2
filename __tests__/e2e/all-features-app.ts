import { readFileSync } from "node:fs";
import { App, Aspects, TerraformResource } from "cdktf";
import { environments } from "../../environments";
import { readEnvironment } from "../../stacks/environment";
import { EnvironmentStack } from "../../stacks/environment-stack";
import { allFeatures } from "../all-features";

/** The stack of all features that the local AWS has. What it finds in the account is in found.json. */
const environment = readEnvironment(environments, process.env.ENVIRONMENT ?? "dev", {
  imageBuilder: process.env.IMAGE_BUILDER,
});
const app = new App();
const stack = new EnvironmentStack(app, `all-${environment.name}`, environment);
// Tags that change show whether each resource's tags may be changed.
const tags = { Part: "one" };
Aspects.of(stack).add({
  visit(node) {
    // Tags of a consumer need AWS provider 6.
    if (
      node instanceof TerraformResource &&
      "tagsInput" in node &&
      node.terraformResourceType !== "aws_kinesis_stream_consumer"
    ) {
      Object.assign(node, { tags: { ...(node.tagsInput as object | undefined), ...tags } });
    }
  },
});
allFeatures(stack, JSON.parse(readFileSync("found.json", "utf8")), true);
app.synth();
