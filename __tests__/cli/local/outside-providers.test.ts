import { outsideProviders, outsideResources } from "../../../cli/local/outside-providers";

const address = (name: string) => `registry.terraform.io/${name}`;

test("providers that could reach anything else are named, unless they are allowed", () => {
  const addresses = ["hashicorp/aws", "hashicorp/random", "DataDog/datadog", "hashicorp/http"].map(address);
  expect(outsideProviders(addresses, [])).toEqual(["DataDog/datadog", "hashicorp/http"]);
  expect(outsideProviders(addresses, ["datadog/datadog"])).toEqual(["hashicorp/http"]);
});

test("the docker provider may push only to the local registry", () => {
  const stack = {
    resource: {
      docker_registry_image: {
        here: { name: "localhost:4566/shop/python:1" },
        there: { name: "111111111111.dkr.ecr.eu-central-1.amazonaws.com/shop:1" },
        // Another port begins with the same digits.
        near: { name: "localhost:45660/shop:1" },
      },
    },
  };
  const options = { registry: "localhost:4566", stacks: [], allowed: [] };
  expect(outsideResources(stack, options)).toEqual([
    expect.stringContaining("docker_registry_image.there pushes to 111111111111"),
    expect.stringContaining("docker_registry_image.near pushes to localhost:45660"),
  ]);
  expect(outsideResources(stack, { ...options, allowed: ["kreuzwerker/docker"] })).toEqual([]);
});

test("a state that doesn't belong to a stack of this app is named", () => {
  const stack = {
    data: {
      terraform_remote_state: {
        "cross-stack-reference-input-network": { backend: "s3" },
        vpc: { backend: "s3" },
        file: { backend: "local" },
      },
    },
  };
  expect(outsideResources(stack, { registry: "localhost:4566", stacks: ["network"], allowed: [] })).toEqual([
    "data.terraform_remote_state.vpc reads a state from the backend s3",
  ]);
});
