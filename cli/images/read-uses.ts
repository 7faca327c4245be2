import type { GetFunctionCommandOutput } from "@aws-sdk/client-lambda";
import type { ImageUse } from "./image-list";
import { type ImageNames, type ImagesOf, settings } from "./read-images";

/**
 * The images that the functions of stacks, their versions and their aliases run. Needs `lambda:ListFunctions`,
 * `lambda:ListVersionsByFunction`, `lambda:ListAliases` and `lambda:GetFunction`.
 */
export async function readUses(of: ImagesOf, { isFunction }: ImageNames): Promise<ImageUse[]> {
  const {
    GetFunctionCommand,
    LambdaClient,
    paginateListAliases,
    paginateListFunctions,
    paginateListVersionsByFunction,
  } = await import("@aws-sdk/client-lambda");
  const client = new LambdaClient(settings(of));

  async function usesOf(FunctionName: string): Promise<ImageUse[]> {
    const images = new Map<string, Image | undefined>();
    // Versions with the same code have the same image. So a function with many versions needs few requests.
    const byCode = new Map<string, Image | undefined>();
    for await (const { Versions = [] } of paginateListVersionsByFunction({ client }, { FunctionName })) {
      for (const { Version = "", CodeSha256: code } of Versions) {
        const image = code ? byCode.get(code) : undefined;
        const read =
          image ?? imageOf(await client.send(new GetFunctionCommand({ FunctionName, Qualifier: Version })));
        images.set(Version, read);
        if (code) {
          byCode.set(code, read);
        }
      }
    }
    const uses: ImageUse[] = [];
    const add = (kind: ImageUse["kind"], qualifier: string | undefined, version: string): void => {
      const image = images.get(version);
      if (image) {
        uses.push({ name: qualifier ? `${FunctionName}:${qualifier}` : FunctionName, kind, ...image });
      }
    };
    for (const version of images.keys()) {
      if (version === LATEST) {
        add("function", undefined, version);
      } else {
        add("version", version, version);
      }
    }
    for await (const { Aliases = [] } of paginateListAliases({ client }, { FunctionName })) {
      for (const { Name, FunctionVersion = "", RoutingConfig } of Aliases) {
        // An alias may send a part of its requests to a second version.
        const versions = [FunctionVersion, ...Object.keys(RoutingConfig?.AdditionalVersionWeights ?? {})];
        for (const version of versions) {
          add("alias", Name, version);
        }
      }
    }
    return uses;
  }

  const uses: ImageUse[] = [];
  for await (const { Functions = [] } of paginateListFunctions({ client }, {})) {
    for (const { FunctionName = "", PackageType } of Functions) {
      if (PackageType === "Image" && isFunction(FunctionName)) {
        uses.push(...(await usesOf(FunctionName)));
      }
    }
  }
  return uses;
}

const LATEST = "$LATEST";

type Image = Pick<ImageUse, "digest" | "repository">;

/** `<registry>/<repository>@sha256:…` */
const IMAGE_URI = /^([^/]+)\/(.+)@(sha256:[0-9a-f]{64})$/;

function imageOf({ Code, Configuration }: GetFunctionCommandOutput): Image | undefined {
  const [, registry = "", repository, digest] =
    IMAGE_URI.exec(Code?.ResolvedImageUri ?? Code?.ImageUri ?? "") ?? [];
  if (repository === undefined || digest === undefined) {
    return undefined;
  }
  const account = Configuration?.FunctionArn?.split(":")[4];
  const registryAccount = /^(\d{12})\.dkr\.ecr\./.exec(registry)?.[1];
  const elsewhere = registryAccount !== undefined && registryAccount !== account;
  return { digest, ...(!elsewhere && { repository }) };
}
