import type { TerraformStack } from "cdktf";
import { DockerImageCode, DockerImageFunction, type DockerImageFunctionProps, Repository } from "../lib";
import { synth } from "./synth";

/** A statement of a policy in a stack's JSON. */
export interface Statement {
  readonly Action: readonly string[];
  readonly Resource: readonly string[];
  readonly Effect: "Allow" | "Deny";
  readonly Condition?: object;
}

/** A function of a stack in the tests, whose image is in ECR already. */
export function functionOf(
  stack: TerraformStack,
  id: string,
  props: Partial<DockerImageFunctionProps> = {},
): DockerImageFunction {
  const repository = Repository.fromRepositoryArn(
    stack,
    "arn:aws:ecr:eu-central-1:123456789012:repository/shop-dev/images",
  );
  const code = DockerImageCode.fromEcr(repository, { tagOrDigest: `sha256:${"ab".repeat(32)}` });
  return new DockerImageFunction(stack, id, { code, ...props });
}

/** The statements of the role of the function `hello`, without the one for its logs. */
export function statementsOf(
  build: (fn: DockerImageFunction, stack: TerraformStack) => void,
  propsOf: (stack: TerraformStack) => Partial<DockerImageFunctionProps> = () => ({}),
): readonly Statement[] {
  const { json } = synth((stack) => build(functionOf(stack, "hello", propsOf(stack)), stack));
  const [id] = Object.keys(json.resource.aws_iam_role_policy).filter((name) => name.startsWith("hello_Role"));
  const [logs, ...rest] = parsePolicy(json.resource.aws_iam_role_policy[id as string].policy);
  expect(logs?.Action).toEqual(["logs:CreateLogStream", "logs:PutLogEvents"]);
  return rest;
}

/** The statements of a policy: its JSON, or Terraform's `jsonencode` of it. */
export function parsePolicy(policy: string): readonly Statement[] {
  const [, expression] = /^\$\{jsonencode\((.*)\)\}$/s.exec(policy) ?? [];
  const text =
    expression === undefined
      ? policy
      : expression.replaceAll(/"([\w:]+)" = /g, '"$1": ').replaceAll(REFERENCE, (name) => `"\${${name}}"`);
  return JSON.parse(text).Statement;
}

/** An attribute of a resource that stands alone in an expression of Terraform. */
const REFERENCE = /(?<=[[ ])(?:data\.)?aws_\w+\.[\w-]+\.\w+(?=[\],}])/g;
