import type { Construct } from "constructs";

/** The key of CDKTF's context of a local AWS: the app is deployed to it, and this is how to reach it. `lambda-images local` sets it. */
export const LOCAL_AWS_CONTEXT = "cdktf-lambda-images:local-aws";

/** The account of the local AWS, instead of the stack's account. ARNs with it are right there. */
export const LOCAL_AWS_ACCOUNT = "000000000000";

/** An emulator of AWS on this machine that the app is deployed to instead of AWS. */
export interface LocalAws {
  /** Host and port of its image registry, which uses plain http. */
  readonly registry: string;
  /** The image builder there. */
  readonly imageBuilder: "docker-provider" | "docker-cli";
}

/** The local AWS that the app is deployed to. @returns undefined when it is deployed to AWS */
export function localAwsOf(construct: Construct): LocalAws | undefined {
  return construct.node.tryGetContext(LOCAL_AWS_CONTEXT);
}
