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
  /** The ids of its build secrets. */
  readonly buildSecrets: readonly string[];
}

interface ImageResource {
  readonly triggers?: Readonly<Record<string, string>>;
  readonly triggers_replace?: Readonly<Record<string, string>>;
}

interface StackJson {
  readonly resource?: Readonly<Record<string, Readonly<Record<string, ImageResource>> | undefined>>;
}

/** The resource types of pushes: the docker provider's, and the docker CLI builder's. */
const TYPES = ["docker_registry_image", "terraform_data"] as const;

/** The images of a stack, read from its cdk.tf.json. The options of each image are in its triggers. */
export function readStackImages(stackFolder: string): StackImage[] {
  const { resource = {} } = readStackJson<StackJson>(stackFolder);
  return TYPES.flatMap((type) =>
    Object.entries(resource[type] ?? {}).flatMap(([name, image]) =>
      readImage(stackFolder, `${type}.${name}`, image),
    ),
  );
}

function readImage(stackFolder: string, address: string, image: ImageResource): StackImage[] {
  const [context] = /assets\/[0-9a-f]{64}/.exec(JSON.stringify(image)) ?? [];
  const triggers = image.triggers ?? image.triggers_replace ?? {};
  const { "--file": file, "--platform": platform, "--target": target } = triggers;
  if (context === undefined || file === undefined || platform === undefined) {
    return [];
  }
  const buildArgs = Object.entries(triggers).flatMap(([key, value]) =>
    key.startsWith("--build-arg ") ? [[key.slice("--build-arg ".length), value] as const] : [],
  );
  const buildSecrets = Object.keys(triggers).flatMap((key) =>
    key.startsWith("--secret ") ? [key.slice("--secret ".length)] : [],
  );
  return [
    {
      address,
      context: path.join(stackFolder, context),
      dockerfile: path.join(stackFolder, context, file),
      // The builders write no other platform.
      platform: platform as StackImage["platform"],
      ...(target !== undefined && { target }),
      buildArgs: Object.fromEntries(buildArgs),
      buildSecrets,
    },
  ];
}
