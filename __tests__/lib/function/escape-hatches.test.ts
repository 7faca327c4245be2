import { CloudwatchLogGroup } from "@cdktf/provider-aws/lib/cloudwatch-log-group";
import { LambdaFunction } from "@cdktf/provider-aws/lib/lambda-function";
import type { TerraformStack } from "cdktf";
import { DockerImageAsset, DockerImageCode, DockerImageFunction, Repository } from "../../../lib";
import { functionFolder, only, synth } from "../../synth";

function withFunction(
  change: (fn: DockerImageFunction, stack: TerraformStack) => void,
  options: Parameters<typeof synth>[1] = {},
) {
  return synth((stack) => {
    const code = DockerImageCode.fromImageAsset(functionFolder());
    change(new DockerImageFunction(stack, "python", { code }), stack);
  }, options).json;
}

test("what is underneath a function can be changed: arguments of the bindings, overrides, lifecycle", () => {
  const json = withFunction((fn) => {
    fn.resource.skipDestroy = true;
    fn.resource.addOverride("timeouts.create", "15m");
    fn.resource.lifecycle = { preventDestroy: true };
    fn.role.addOverride("max_session_duration", 7200);
    fn.logGroup.addOverride("skip_destroy", true);
  });
  expect(only(json, "aws_lambda_function")).toMatchObject({
    skip_destroy: true,
    timeouts: { create: "15m" },
    lifecycle: { prevent_destroy: true },
  });
  expect(only(json, "aws_iam_role").max_session_duration).toBe(7200);
  expect(only(json, "aws_cloudwatch_log_group").skip_destroy).toBe(true);
});

test.each(["docker-provider", "docker-cli"] as const)(
  "so can a push and a repository, with %s",
  (builder) => {
    const json = synth(
      (stack) => {
        const repository = new Repository(stack, "Images");
        repository.resource.addOverride("tags", { Team: "shop" });
        const image = new DockerImageAsset(stack, "Image", { directory: functionFolder(), repository });
        image.resource.addOverride("provider", "x");
      },
      { builder },
    ).json;
    expect(only(json, "aws_ecr_repository").tags).toEqual({ Team: "shop" });
    const push = builder === "docker-cli" ? "terraform_data" : "docker_registry_image";
    expect(only(json, push).provider).toBe("x");
  },
);

test("everything below a construct can be found", () => {
  const json = withFunction((_, stack) => {
    for (const construct of stack.node.findAll()) {
      if (construct instanceof CloudwatchLogGroup) construct.skipDestroy = true;
    }
  });
  expect(only(json, "aws_cloudwatch_log_group").skip_destroy).toBe(true);
});

test("a raw function can run an image of this package", () => {
  const json = synth((stack) => {
    const image = new DockerImageAsset(stack, "Image", { directory: functionFolder() });
    new LambdaFunction(stack, "raw", {
      functionName: "raw",
      packageType: "Image",
      imageUri: image.imageUri,
      role: "arn:aws:iam::123456789012:role/own",
      dependsOn: [...image.pullAllowedBy],
    });
  }).json;
  expect(only(json, "aws_lambda_function").image_uri).toContain("docker_registry_image");
});
