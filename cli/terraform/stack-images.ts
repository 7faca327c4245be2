import path from "node:path";
import type { ReadDockerfileOptions } from "../../lib/tooling";
import { readStackJson } from "./stack-json";

/** An image that a synthesized stack builds. */
export interface StackImage {
  /** Terraform's address of the push, for example `docker_registry_image.python_Image_Push_1A2B3C4D`. */
  readonly address: string;
  /** The staged build context. */
  readonly context: string;
  /** The staged Dockerfile. */
  readonly dockerfile: string;
  readonly platform: ReadDockerfileOptions["platform"];
  /** The stage that is built. @default - the last one */
  readonly target?: string;
  readonly buildArgs: Readonly<Record<string, string>>;
  /** The named contexts: `docker-image://…`, or `folder`. */
  readonly buildContexts: Readonly<Record<string, string>>;
  /** The options that only BuildKit has, named as in the app. */
  readonly buildKitOptions: readonly string[];
}

interface ImageResource {
  readonly triggers?: Readonly<Record<string, string>>;
  readonly triggers_replace?: Readonly<Record<string, string>>;
  /** Options that are in no trigger. Terraform ignores them here. */
  readonly "//"?: { readonly untriggered?: Readonly<Record<string, string>> };
}

interface StackJson {
  readonly resource?: Readonly<Record<string, Readonly<Record<string, ImageResource>> | undefined>>;
}

/** The resource types of pushes: the docker provider's, and the docker CLI builder's. */
const TYPES = ["docker_registry_image", "terraform_data"] as const;

/**
 * The images of a stack, read from its cdk.tf.json. The options of each image are in its triggers,
 * and those that don't count there in a comment.
 */
export function readStackImages(stackFolder: string): StackImage[] {
  const { resource = {} } = readStackJson<StackJson>(stackFolder);
  return TYPES.flatMap((type) =>
    Object.entries(resource[type] ?? {}).flatMap(([name, image]) =>
      readImage(stackFolder, `${type}.${name}`, image),
    ),
  );
}

function readImage(stackFolder: string, address: string, image: ImageResource): StackImage[] {
  const text = JSON.stringify(image);
  // Named contexts are staged beside it.
  const [context] = /(?<="context":"| )assets\/[0-9a-f]{64}(?="|\\n)/.exec(text) ?? [];
  const triggers = image.triggers ?? image.triggers_replace ?? {};
  const options = { ...triggers, ...image["//"]?.untriggered };
  const { "--file": file, "--platform": platform, "--target": target } = options;
  if (context === undefined || file === undefined || platform === undefined) {
    return [];
  }
  const named = (flag: string) =>
    Object.entries(options).flatMap(([key, value]) =>
      key.startsWith(`${flag} `) ? [[key.slice(flag.length + 1), value] as const] : [],
    );
  const contexts = named("--build-context").map(
    ([key, value]) =>
      [key.split(" ", 1)[0] as string, value.startsWith("docker-image://") ? value : "folder"] as const,
  );
  return [
    {
      address,
      context: path.join(stackFolder, context),
      dockerfile: path.join(stackFolder, context, file),
      // The builders write no other platform.
      platform: platform as StackImage["platform"],
      ...(target !== undefined && { target }),
      buildArgs: Object.fromEntries(named("--build-arg")),
      buildContexts: Object.fromEntries(contexts),
      buildKitOptions: [
        ...(named("--secret").length > 0 ? ["buildSecrets"] : []),
        ...("--ssh" in options ? ["buildSsh"] : []),
        ...(contexts.length > 0 ? ["buildContexts"] : []),
        ...(/"cache_from":|"CACHE_FROM_1":/.test(text) ? ["cacheFrom"] : []),
        ...(/"cache_to":|"CACHE_TO":/.test(text) ? ["cacheTo"] : []),
      ],
    },
  ];
}
