import type { TerraformStack } from "cdktf";
import {
  DockerImageCode,
  DockerImageFunction,
  type DockerImageFunctionProps,
  type FunctionBase,
} from "../../../lib";
import { functionFolder, only, type Synthesized, synth } from "../../synth";

/** The name of the alias `live` of the function `jobs`. */
export const LIVE = expect.stringMatching(/^\$\{aws_lambda_alias\.jobs_Aliaslive_\w+\.name\}$/);

/** Adds something to a function, or to its alias `live`. */
type Add = (fn: FunctionBase, stack: TerraformStack) => void;

/** A stack with the function `jobs`. */
export function withFunction(add: Add, props: Partial<DockerImageFunctionProps> = {}): Synthesized["json"] {
  return synth((stack) => add(newFunction(stack, "jobs", props), stack)).json;
}

/** A stack with the function `jobs` and its alias `live`. */
export function withAlias(add: Add, props: Partial<DockerImageFunctionProps> = {}): Synthesized["json"] {
  return synth((stack) => add(newFunction(stack, "jobs", props).addAlias("live"), stack)).json;
}

export function newFunction(
  stack: TerraformStack,
  id: string,
  props: Partial<DockerImageFunctionProps> = {},
): DockerImageFunction {
  return new DockerImageFunction(stack, id, {
    code: DockerImageCode.fromImageAsset(functionFolder()),
    ...props,
  });
}

/** What the function's role may do besides writing its log: `<actions> on <resources>`. */
export function permissionsOf(json: Synthesized["json"]): string[] {
  const policies: { policy: string; role: string }[] = Object.values(json.resource.aws_iam_role_policy);
  const own = policies.filter(({ role }) => /jobs_Role/.test(role));
  if (own.length !== 1) throw new Error(`expected one policy, found ${own.length}`);
  const text = own[0]?.policy ?? "";
  // A policy with references is a call of jsonencode, whose argument Terraform writes nearly as JSON.
  const document = JSON.parse(
    text.startsWith("${jsonencode(")
      ? text
          .slice("${jsonencode(".length, -2)
          .replaceAll(/"([A-Za-z]+)" = /g, '"$1": ')
          .replaceAll(/(?<=[[ ])aws_[\w.-]+/g, '"$&"')
      : text,
  );
  return document.Statement.filter(
    ({ Action }: { Action: string[] }) => !Action.includes("logs:PutLogEvents"),
  ).map(
    ({ Action, Resource }: { Action: string[]; Resource: string[] }) =>
      `${Action.join(" ")} on ${Resource.join(" ")}`,
  );
}

/** The only mapping, without what Terraform adds. */
export function mappingOf(json: Synthesized["json"]) {
  return only(json, "aws_lambda_event_source_mapping");
}
