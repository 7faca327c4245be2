import type { ECRClient, ImageDetail } from "@aws-sdk/client-ecr";
import { clientSettings } from "../doctor/aws-client";
import type { RepositoryImage } from "./image-list";
import { evaluateLifecycle, type LifecycleImage, type LifecyclePolicy } from "./lifecycle-policy";

/** The place of images and functions. */
export interface ImagesOf {
  readonly region: string;
  /** The local AWS and its logins. @default - AWS */
  readonly local?: {
    readonly endpoint: string;
    readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
    /** The folder of docker's configuration that has a login for the registry. */
    readonly dockerConfig: string;
  };
}

/** Tests for the names of repositories and functions to read. */
export interface ImageNames {
  readonly isRepository: (name: string) => boolean;
  readonly isFunction: (name: string) => boolean;
}

/**
 * The images in the repositories of stacks, and when they expire. Needs `ecr:DescribeRepositories`, `ecr:DescribeImages` and
 * `ecr:GetLifecyclePolicy`.
 */
export async function readRepositories(
  of: ImagesOf,
  { isRepository }: ImageNames,
): Promise<RepositoryImage[]> {
  const { ECRClient, paginateDescribeImages, paginateDescribeRepositories } = await import(
    "@aws-sdk/client-ecr"
  );
  const client = new ECRClient(settings(of));
  const all: RepositoryImage[] = [];
  for await (const page of paginateDescribeRepositories({ client }, {})) {
    for (const { repositoryName: repository = "" } of page.repositories ?? []) {
      if (!isRepository(repository)) {
        continue;
      }
      const policy = await readPolicy(client, repository);
      const images: LifecycleImage[] = [];
      for await (const { imageDetails = [] } of paginateDescribeImages(
        { client },
        { repositoryName: repository },
      )) {
        images.push(...imageDetails.map(lifecycleImage));
      }
      const expiries = evaluateLifecycle(policy, images, new Date());
      for (const { digest, tags, pushedAt } of images) {
        all.push({
          repository,
          digest,
          tags,
          pushedAt,
          expiry: expiries.get(digest) ?? { state: "never" },
        });
      }
    }
  }
  return all;
}

/** A repository without a policy keeps all images. */
async function readPolicy(client: ECRClient, repositoryName: string): Promise<LifecyclePolicy> {
  const { GetLifecyclePolicyCommand, LifecyclePolicyNotFoundException } = await import("@aws-sdk/client-ecr");
  try {
    const { lifecyclePolicyText } = await client.send(new GetLifecyclePolicyCommand({ repositoryName }));
    return lifecyclePolicyText === undefined ? { rules: [] } : JSON.parse(lifecyclePolicyText);
  } catch (error) {
    if (error instanceof LifecyclePolicyNotFoundException) {
      return { rules: [] };
    }
    throw error;
  }
}

function lifecycleImage(image: ImageDetail): LifecycleImage {
  const { imageDigest = "", imageTags = [], imagePushedAt, imageStatus } = image;
  const { lastRecordedPullTime, lastArchivedAt, lastActivatedAt } = image;
  return {
    digest: imageDigest,
    tags: imageTags,
    pushedAt: (imagePushedAt ?? new Date(0)).toISOString(),
    ...(lastRecordedPullTime && { pulledAt: lastRecordedPullTime.toISOString() }),
    ...(lastArchivedAt && { archivedAt: lastArchivedAt.toISOString() }),
    ...(lastActivatedAt && { restoredAt: lastActivatedAt.toISOString() }),
    archived: imageStatus === "ARCHIVED",
  };
}

/** The settings of the AWS clients. */
export function settings({ region, local }: Pick<ImagesOf, "region" | "local">) {
  return {
    ...clientSettings(region),
    // AWS throttles accounts with many functions.
    maxAttempts: 5,
    ...(local && { endpoint: local.endpoint, credentials: local.credentials }),
  };
}
