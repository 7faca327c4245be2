import type { TerraformStack } from "cdktf";
import fc from "fast-check";
import { nameProblem } from "../../../../cli/init/function/function-name";
import { DockerImageCode, DockerImageFunction } from "../../../../lib";
import { functionFolder, synth } from "../../../synth";

const folder = functionFolder({ ".dockerignore": "x" });

function make(stack: TerraformStack, name: string) {
  new DockerImageFunction(stack, name, { code: DockerImageCode.fromImageAsset(folder) });
}

test("the construct, with the longest prefix, and Lambda and ECR accept a valid name", () => {
  const names = fc.stringMatching(/^[a-z][a-z0-9]{0,9}([-_][a-z0-9]{1,9}){0,2}$/);
  fc.assert(
    fc.property(names, (name) => {
      fc.pre(nameProblem(name) === undefined);
      const { json } = synth((stack) => make(stack, name));
      const [fn] = Object.values<{ function_name: string }>(json.resource.aws_lambda_function);
      expect(fn?.function_name).toBe(`shop-dev-${name}`);
      expect(`${"p".repeat(31)}-${name}`).toMatch(/^[a-zA-Z0-9-_]{1,64}$/);
      // Amazon ECR API Reference, CreateRepository.
      const [repository] = Object.values<{ name: string }>(json.resource.aws_ecr_repository);
      expect(repository?.name).toMatch(/^(?:[a-z0-9]+(?:[._-][a-z0-9]+)*\/)*[a-z0-9]+(?:[._-][a-z0-9]+)*$/);
      // Terraform's names of outputs.
      expect(Object.keys(json.output).filter((output) => !/^[a-z_][\w-]*$/.test(output))).toEqual([]);
    }),
    { numRuns: 20 },
  );
});

test.each([
  ["Hello", "a-z and 0-9"],
  ["2fast", "starting with a letter"],
  ["two--dashes", 'single "-"'],
  ["at-the-end-", 'single "-"'],
  ["../up", "a-z and 0-9"],
  ["", "a-z and 0-9"],
  ["a".repeat(33), "33 characters, but at most 32 are allowed"],
])("%j is not a valid name of a function", (name, reason) => {
  expect(nameProblem(name)).toContain(reason);
});
