import { LOCAL_AWS_ACCOUNT } from "../../lib/tooling";
import type { SynthesizedStack } from "../app/manifest";
import { nameOf } from "../permissions/policy/name-of";
import { boundaryPolicy } from "../permissions/roles/boundary";
import type { StackJson } from "../permissions/roles/stack";
import { log } from "../process/steps";
import { regionOf } from "../terraform/stack-aws";
import { readStackJson } from "../terraform/stack-json";
import { awsQuery } from "./aws-request";

/**
 * Makes the permissions boundaries that a stack's roles name. In AWS they are there before (docs/permissions.md), since no deploy may
 * change them.
 */
export async function ensureBoundaries({ folder }: SynthesizedStack, port: number): Promise<void> {
  const json = readStackJson<StackJson>(folder);
  const region = regionOf(json as Parameters<typeof regionOf>[0]) ?? "us-east-1";
  for (const arn of boundariesOf(json)) {
    const { ok } = await awsQuery({ port, region }, "iam", {
      Action: "CreatePolicy",
      Version: "2010-05-08",
      PolicyName: nameOf(arn),
      PolicyDocument: JSON.stringify(boundaryPolicy([], "aws")),
    });
    // Otherwise it exists, or Terraform explains it.
    if (ok) {
      log(`The permissions boundary ${nameOf(arn)} was made on the local AWS`);
    }
  }
}

function boundariesOf({ resource = {} }: StackJson): string[] {
  const arns = Object.values(resource.aws_iam_role ?? {}).map((role) => role.permissions_boundary);
  const own = new RegExp(`^arn:[a-z-]+:iam::${LOCAL_AWS_ACCOUNT}:policy/[\\w+=,.@-]+$`);
  return [...new Set(arns)].filter((arn): arn is string => typeof arn === "string" && own.test(arn));
}
