import type { Allowed } from "../policy/merge-statements";
import { namePattern } from "./name-pattern";
import { type Resolving, textOf, UNKNOWN } from "./resolve";
import type { Stack } from "./stack";

const ECR_HOST = /^(\d{12})\.dkr\.ecr\.([a-z0-9-]+)\.amazonaws\.com(?:\.cn)?$/;

/** "IAM permissions for pushing an image to an Amazon ECR private repository" (Amazon ECR User Guide, read 2026-11-28). */
const PUSH = [
  "ecr:BatchCheckLayerAvailability",
  "ecr:BatchGetImage",
  "ecr:CompleteLayerUpload",
  "ecr:InitiateLayerUpload",
  "ecr:PutImage",
  "ecr:UploadLayerPart",
];

/** What the images of a stack need: to look for them at each plan, and to push them. */
export function imagesOfStack(
  stack: Stack,
  resolving: Resolving,
  prefix: string | undefined,
): { readonly read: readonly Allowed[]; readonly write: readonly Allowed[] } {
  const repositories = [...new Set(imageNames(stack, resolving))].map((name) =>
    repositoryArn(name, stack, resolving, prefix),
  );
  if (repositories.length === 0) {
    return { read: [], write: [] };
  }
  const byProvider = Object.keys(stack.json.resource?.docker_registry_image ?? {}).length > 0;
  return {
    read: [
      // The login knows no resource. What it may do is limited by the other statements.
      { actions: ["ecr:GetAuthorizationToken"], resources: ["*"] },
      // The docker provider asks for the manifest. If it is missing, our commands ask ECR too (cli/images/image-finding.ts).
      ...(byProvider
        ? [{ actions: ["ecr:BatchGetImage", "ecr:DescribeImages"], resources: repositories }]
        : []),
    ],
    write: [
      { actions: PUSH, resources: repositories },
      // Lambda copies the image as the caller (Lambda Developer Guide, "Amazon ECR permissions", read 2026-11-28).
      { actions: ["ecr:GetDownloadUrlForLayer"], resources: repositories },
    ],
  };
}

/** The images that a stack pushes: `<host>/<repository>:<tag>`, with UNKNOWN for what isn't known at synth. */
function imageNames(stack: Stack, resolving: Resolving): string[] {
  const { docker_registry_image = {}, terraform_data = {} } = stack.json.resource ?? {};
  const names = Object.values(docker_registry_image).map(({ name }) => name);
  const pushes = Object.values(terraform_data).flatMap(({ provisioner }) =>
    ((provisioner ?? []) as readonly Readonly<Record<string, { environment?: Record<string, unknown> }>>[])
      .flatMap((each) => Object.values(each))
      .map(({ environment }) => environment?.IMAGE)
      .filter((image) => image !== undefined),
  );
  return [...names, ...pushes].map((name) => textOf(name, stack, resolving));
}

function repositoryArn(name: string, stack: Stack, resolving: Resolving, prefix: string | undefined): string {
  const slash = name.indexOf("/");
  const host = name.slice(0, slash);
  const repository = namePattern(name.slice(slash + 1).replace(/[:@].*$/s, ""), prefix).replaceAll(
    UNKNOWN,
    "*",
  );
  const place = resolving.placeOf({ stack, settings: {} });
  const [, account = place.account, region = place.region] = ECR_HOST.exec(host) ?? [];
  return `arn:${place.partition}:ecr:${region}:${account}:repository/${repository}`;
}
