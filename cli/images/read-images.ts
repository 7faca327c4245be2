import { clientSettings } from "../doctor/aws-client";
import type { ImageUse, RepositoryImage } from "./image-list";

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

/** The images in the repositories of stacks. Needs `ecr:DescribeRepositories` and `ecr:DescribeImages`. */
export async function readRepositories(
  of: ImagesOf,
  { isRepository }: ImageNames,
): Promise<RepositoryImage[]> {
  const { ECRClient, paginateDescribeImages, paginateDescribeRepositories } = await import(
    "@aws-sdk/client-ecr"
  );
  const client = new ECRClient(settings(of));
  const images: RepositoryImage[] = [];
  for await (const page of paginateDescribeRepositories({ client }, {})) {
    for (const { repositoryName: repository = "" } of page.repositories ?? []) {
      if (!isRepository(repository)) {
        continue;
      }
      for await (const { imageDetails = [] } of paginateDescribeImages(
        { client },
        { repositoryName: repository },
      )) {
        for (const { imageDigest = "", imageTags = [], imagePushedAt } of imageDetails) {
          images.push({
            repository,
            digest: imageDigest,
            tags: imageTags,
            pushedAt: (imagePushedAt ?? new Date(0)).toISOString(),
          });
        }
      }
    }
  }
  return images;
}

/**
 * The images that the functions of stacks and their aliases run. Needs `lambda:ListFunctions`, `lambda:ListAliases` and
 * `lambda:GetFunction`.
 */
export async function readUses(of: ImagesOf, { isFunction }: ImageNames): Promise<ImageUse[]> {
  const { GetFunctionCommand, LambdaClient, paginateListAliases, paginateListFunctions } = await import(
    "@aws-sdk/client-lambda"
  );
  const client = new LambdaClient(settings(of));
  const uses: ImageUse[] = [];
  const add = async (FunctionName: string, name: string, Qualifier?: string): Promise<void> => {
    const { Code } = await client.send(
      new GetFunctionCommand({ FunctionName, ...(Qualifier && { Qualifier }) }),
    );
    const digest = /sha256:[0-9a-f]{64}/.exec(Code?.ResolvedImageUri ?? Code?.ImageUri ?? "")?.[0];
    if (digest !== undefined) {
      uses.push({ name, digest });
    }
  };
  for await (const { Functions = [] } of paginateListFunctions({ client }, {})) {
    for (const { FunctionName = "", PackageType } of Functions) {
      if (PackageType !== "Image" || !isFunction(FunctionName)) {
        continue;
      }
      await add(FunctionName, FunctionName);
      for await (const { Aliases = [] } of paginateListAliases({ client }, { FunctionName })) {
        for (const { Name = "" } of Aliases) {
          await add(FunctionName, `${FunctionName}:${Name}`, Name);
        }
      }
    }
  }
  return uses;
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
