import { type ImagesOf, settings } from "./read-images";

/** Answers of ECR that certainly mean that an image doesn't exist. */
const NOT_THERE = new Set(["ImageNotFoundException", "RepositoryNotFoundException"]);

/**
 * Asks ECR whether an image is in its repository. Needs `ecr:DescribeImages`.
 * @throws Error of the AWS SDK when ECR gives another answer
 */
export async function imageExists(
  of: Pick<ImagesOf, "region" | "local">,
  image: { readonly repositoryName: string; readonly imageTag: string; readonly registryId?: string },
): Promise<boolean> {
  const { DescribeImagesCommand, ECRClient } = await import("@aws-sdk/client-ecr");
  const { repositoryName, imageTag, registryId } = image;
  try {
    const { imageDetails = [] } = await new ECRClient(settings(of)).send(
      new DescribeImagesCommand({
        repositoryName,
        imageIds: [{ imageTag }],
        ...(registryId !== undefined && { registryId }),
      }),
    );
    // AWS answers with an error, ministack 1.5.33 with an empty list.
    return imageDetails.length > 0;
  } catch (error) {
    if (NOT_THERE.has((error as Error).name)) {
      return false;
    }
    throw error;
  }
}
