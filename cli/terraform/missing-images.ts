import type { Diagnostic } from "./diagnostic";
import { readStackJson } from "./stack-json";

/** An image that a stack pushed with the docker CLI, and reads from its repository. */
export interface LookedForImage {
  /** Terraform's addresses of its pushes. */
  readonly pushes: readonly string[];
  readonly repositoryName: string;
  readonly imageTag: string;
  /** The account of the registry. @default - the account of the credentials */
  readonly registryId?: string;
}

interface StackJson {
  readonly resource?: {
    readonly aws_ecr_repository?: Readonly<Record<string, { readonly name: string }>>;
  };
  readonly data?: {
    readonly aws_ecr_image?: Readonly<
      Record<
        string,
        {
          readonly repository_name: string;
          readonly image_tag: string;
          readonly registry_id?: string;
          readonly depends_on?: readonly string[];
        }
      >
    >;
  };
}

const ADDRESS = /^data\.aws_ecr_image\.([\w-]+)$/;

/**
 * The images of a stack at which its plan failed. They may be missing or not readable. Images that this stack doesn't
 * push are not included.
 */
export function imagesThatFailed(
  diagnostics: readonly Diagnostic[],
  stackFolder: string,
): readonly LookedForImage[] {
  const names = diagnostics.flatMap(({ severity, address = "" }) => {
    const name = ADDRESS.exec(address)?.[1];
    return severity === "error" && name !== undefined ? [name] : [];
  });
  if (names.length === 0) {
    return [];
  }
  const stack = readStackJson<StackJson>(stackFolder);
  return [...new Set(names)].flatMap((name) => {
    const image = stack.data?.aws_ecr_image?.[name];
    if (image?.depends_on === undefined) {
      return [];
    }
    return [
      {
        pushes: image.depends_on,
        repositoryName: repositoryName(image.repository_name, stack),
        imageTag: image.image_tag,
        ...(image.registry_id !== undefined && { registryId: image.registry_id }),
      },
    ];
  });
}

/** The name of a repository. Resolves a reference to a repository of the same stack. */
export function repositoryName(text: string, { resource }: Pick<StackJson, "resource">): string {
  return text.replace(
    /\$\{aws_ecr_repository\.([\w-]+)\.name\}/,
    (all, id: string) => resource?.aws_ecr_repository?.[id]?.name ?? all,
  );
}
