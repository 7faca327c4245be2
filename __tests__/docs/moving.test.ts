import { readFileSync } from "node:fs";
import type { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import type { TerraformResource, TerraformStack } from "cdktf";
import type { Construct } from "constructs";
import { DockerImageCode, DockerImageFunction, Repository } from "../../lib";
import { functionFolder, synth } from "../synth";

/**
 * The examples of docs/moving.md about existing resources: the construct ids of a resource, and the resulting moves.
 */

const DIGEST = `sha256:${"0123456789abcdef".repeat(4)}`;

function part<T extends TerraformResource>(of: Construct, ...path: string[]): T {
  return path.reduce((at, id) => at.node.findChild(id), of) as T;
}

function hello(stack: TerraformStack, repository: Repository, code?: DockerImageCode): DockerImageFunction {
  const fn = new DockerImageFunction(stack, "hello", {
    functionName: "shop-hello",
    code: code ?? DockerImageCode.fromEcr(repository, { tagOrDigest: DIGEST }),
  });
  part<IamRole>(fn, "Role", "Resource").name = "shop-hello";
  return fn;
}

/** The stack of the guide. */
function takenOver(take: (resource: TerraformResource, old: { address: string; id: string }) => void) {
  return synth((stack) => {
    const images = new Repository(stack, "HelloImages", { repositoryName: "shop/hello" });
    const fn = hello(stack, images);
    take(part(images, "Resource"), { address: "aws_ecr_repository.hello", id: "shop/hello" });
    take(part(fn, "Resource"), { address: "aws_lambda_function.hello", id: "shop-hello" });
    take(part(fn, "LogGroup"), {
      address: "aws_cloudwatch_log_group.hello",
      id: "/aws/lambda/shop-hello",
    });
    take(part(fn, "Role", "Resource"), { address: "aws_iam_role.hello", id: "shop-hello" });
  }).json;
}

const ADDRESSES = [
  "aws_ecr_repository.HelloImages_24F2ACC1",
  "aws_lambda_function.hello_26396490",
  "aws_cloudwatch_log_group.hello_LogGroup_A58BE9B2",
  "aws_iam_role.hello_Role_1EC04EE1",
];

describe("a function of a hand-written Terraform configuration", () => {
  const json = takenOver((resource, { address }) => resource.moveFromId(address));

  test("moves to the addresses in this project, as in the guide", () => {
    expect(json.moved.map(({ to }: { to: string }) => to).sort()).toEqual([...ADDRESSES].sort());
    for (const { from, to } of json.moved) {
      expect(Object.keys(json.resource[to.split(".")[0]])).toContain(to.split(".")[1]);
      expect(readFileSync("docs/moving.md", "utf8")).toContain(`# ${from} → ${to}`);
    }
  });

  test("keeps its image by digest, its name and its role's name, and pushes nothing", () => {
    const fn = json.resource.aws_lambda_function.hello_26396490;
    expect(fn.image_uri).toMatch(new RegExp(`@${DIGEST}$`));
    expect(fn.function_name).toBe("shop-hello");
    expect(json.resource.aws_iam_role.hello_Role_1EC04EE1.name).toBe("shop-hello");
    expect(json.resource.docker_registry_image).toBeUndefined();
  });

  test("keeps its addresses when its image is built here later, so nothing is replaced", () => {
    const later = synth((stack) => {
      const images = new Repository(stack, "HelloImages", { repositoryName: "shop/hello" });
      hello(stack, images, DockerImageCode.fromImageAsset(functionFolder(), { repository: images }));
    }).json;
    for (const address of ADDRESSES) {
      const [type, name] = address.split(".") as [string, string];
      expect(Object.keys(later.resource[type])).toContain(name);
    }
    expect(Object.keys(later.resource.docker_registry_image)).toHaveLength(1);
  });
});

test("a function of AWS CDK is imported by its names", () => {
  const json = takenOver((resource, { id }) => resource.importFrom(id));
  expect(json.import).toContainEqual({ to: "aws_lambda_function.hello_26396490", id: "shop-hello" });
  expect(json.import.map(({ to }: { to: string }) => to).sort()).toEqual([...ADDRESSES].sort());
});
