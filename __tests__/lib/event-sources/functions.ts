import { LambdaAlias } from "@cdktf/provider-aws/lib/lambda-alias";
import type { ITerraformDependable, TerraformStack } from "cdktf";
import {
  DockerImageCode,
  DockerImageFunction,
  type DockerImageFunctionProps,
  FunctionBase,
  type PolicyStatement,
} from "../../../lib";
import { functionFolder, only, type Synthesized, synth } from "../../synth";

/** An alias, as far as event sources see it. */
export class AliasLike extends FunctionBase {
  readonly resource: LambdaAlias;
  readonly functionName: string;
  readonly functionArn: string;
  readonly invokeArn: string;
  readonly qualifier: string;
  readonly role;
  /** @internal */
  readonly _arnInPolicies: string;

  constructor(
    private readonly fn: DockerImageFunction,
    id: string,
  ) {
    super(fn, id);
    this.resource = new LambdaAlias(this, "Resource", {
      name: id,
      functionName: fn.functionName,
      functionVersion: fn.resource.version,
    });
    this.functionName = fn.functionName;
    this.functionArn = this.resource.arn;
    this.invokeArn = this.resource.invokeArn;
    this.qualifier = id;
    this.role = fn.role;
    this._arnInPolicies = `${fn._arnInPolicies}:${id}`;
  }

  /** @internal */
  get _function(): DockerImageFunction {
    return this.fn;
  }

  get permissions(): readonly ITerraformDependable[] {
    return this.fn.permissions;
  }

  addToRolePolicy(statement: PolicyStatement): void {
    this.fn.addToRolePolicy(statement);
  }
}

/** Adds something to a function, or to its alias `live`. */
type Add = (fn: FunctionBase, stack: TerraformStack) => void;

/** A stack with the function `jobs`. */
export function withFunction(add: Add, props: Partial<DockerImageFunctionProps> = {}): Synthesized["json"] {
  return synth((stack) => add(newFunction(stack, "jobs", props), stack)).json;
}

/** A stack with the function `jobs` and its alias `live`. */
export function withAlias(add: Add, props: Partial<DockerImageFunctionProps> = {}): Synthesized["json"] {
  return synth((stack) => add(new AliasLike(newFunction(stack, "jobs", props), "live"), stack)).json;
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
