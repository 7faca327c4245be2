import { readFileSync } from "node:fs";
import path from "node:path";
import { BuildContext, type ContextEntry, copiedAsIs, readDockerfile } from "../../lib/tooling";
import { defaultRegion, regionOf, type StackRegions } from "../terraform/stack-aws";
import { readStackImages, type StackImage } from "../terraform/stack-images";

/** The content of a synthesized stack, in a form in which two synths can be compared. */
export interface StackContent {
  /** Its cdk.tf.json. */
  readonly text: string;
  /** Everything except for the parts that depend on the images' files. */
  readonly rest: string;
  readonly images: ReadonlyMap<string, ImageContent>;
}

export interface ImageContent {
  readonly image: StackImage;
  /** The names of the functions that run the image. */
  readonly functions: readonly string[];
  /** Whether these names, and the region of each function, are known before a deploy. */
  readonly isKnown: boolean;
  /** Their region. */
  readonly region: string;
  readonly entries: readonly ContextEntry[];
}

/** A file whose content changed, and its paths in the image. */
export interface ChangedFile {
  readonly contextPath: string;
  readonly imagePaths: readonly string[];
}

type Resources = Readonly<Record<string, Readonly<Record<string, unknown>> | undefined>>;

interface StackJson extends StackRegions {
  readonly resource?: Resources;
  readonly data?: Resources;
}

export function readStackContent(stackFolder: string): StackContent {
  const text = readFileSync(path.join(stackFolder, "cdk.tf.json"), "utf8");
  const stack = JSON.parse(text) as StackJson;
  const region = regionOf(stack) ?? defaultRegion();
  const images = readStackImages(stackFolder).map((image) => {
    const { entries } = readContext(image);
    const found = functionsOf(image.address, stack);
    const functions = found.map(({ function_name }) => function_name);
    // A function with a provider of its own can be in another region.
    const isKnown = found.every((fn) => !fn.function_name.includes("${") && fn.provider === undefined);
    return [image.address, { image, entries, region, functions, isKnown }] as const;
  });
  return { text, rest: JSON.stringify(withoutContents(stack)), images: new Map(images) };
}

/**
 * The files to hot reload, so that a container of the deployed image runs like one of the new image.
 * @param reloaded files that were hot-reloaded since the deploy
 * @returns the reason as text, if a hot reload isn't certain to be enough
 */
export function filesToReload(
  deployed: ImageContent,
  now: ImageContent,
  reloaded: ReadonlySet<string>,
): readonly ChangedFile[] | string {
  if (JSON.stringify(withoutContentOf(deployed)) !== JSON.stringify(withoutContentOf(now))) {
    return "more than the content of files changed";
  }
  const before = new Map(deployed.entries.map((entry) => [entry.path, entry]));
  const changed = now.entries.filter(
    (entry) => reloaded.has(entry.path) || hashOf(entry) !== hashOf(before.get(entry.path)),
  );
  const dockerfile = readDockerfile(readFileSync(now.image.dockerfile, "utf8"), now.image);
  const context = readContext(now.image);
  const files: ChangedFile[] = [];
  for (const { path: contextPath } of changed) {
    // The Dockerfile may be copied too, but it also changes the build.
    const imagePaths =
      contextPath === context.dockerfile ? undefined : copiedAsIs(dockerfile, context, contextPath);
    if (imagePaths === undefined) {
      return `${contextPath} is not only copied by the build`;
    }
    files.push({ contextPath, imagePaths });
  }
  return files;
}

/** The build context of an image. */
export function readContext({ context, dockerfile }: StackImage): BuildContext {
  return BuildContext.read({ directory: context, dockerfile: path.relative(context, dockerfile) });
}

function withoutContentOf({ entries, image }: ImageContent): unknown {
  const kept = entries.map((entry) =>
    entry.kind === "file" ? { ...entry, hash: undefined, size: undefined } : entry,
  );
  const { target, buildArgs, buildContexts, platform } = image;
  return { kept, target, buildArgs, buildContexts, platform };
}

function hashOf(entry: ContextEntry | undefined): string | undefined {
  return entry?.kind === "file" ? entry.hash : undefined;
}

/**
 * The functions whose `image_uri` refers to a push. With the docker CLI builder, the reference goes through a data
 * source.
 */
function functionsOf(address: string, { resource = {}, data = {} }: StackJson): StackFunction[] {
  const sources = Object.entries(data.aws_ecr_image ?? {}).flatMap(([name, image]) =>
    dependsOn(image, address) ? [`data.aws_ecr_image.${name}`] : [],
  );
  const functions = Object.values(resource.aws_lambda_function ?? {}) as readonly StackFunction[];
  return functions.filter(({ image_uri = "" }) =>
    [address, ...sources].some((source) => image_uri.includes(`{${source}.`)),
  );
}

interface StackFunction {
  readonly function_name: string;
  readonly image_uri?: string;
  /** For example `aws.west`. @default - the stack's provider without an alias */
  readonly provider?: string;
}

function dependsOn(image: unknown, address: string): boolean {
  return (image as { readonly depends_on?: readonly string[] }).depends_on?.includes(address) ?? false;
}

/**
 * Removes the hashes of contexts and images, as the builders write them, and the triggers of files (options begin with
 * `--`).
 */
function withoutContents({ resource = {}, data = {}, ...others }: StackJson): unknown {
  const masked = (images: Readonly<Record<string, unknown>> = {}) =>
    JSON.parse(
      JSON.stringify(images, (key, value) =>
        key === "triggers" || key === "triggers_replace"
          ? Object.fromEntries(Object.entries(value).filter(([name]) => name.startsWith("--")))
          : typeof value === "string"
            ? value.replace(/\b(?:[0-9a-f]{64}|[0-9a-f]{32}|[0-9a-f]{12}(?=-\*|-\$\{formatdate))\b/g, "…")
            : value,
      ),
    );
  const { docker_registry_image, terraform_data, ...resources } = resource;
  const { aws_ecr_image, ...sources } = data;
  return {
    ...others,
    resources,
    sources,
    images: [docker_registry_image, terraform_data, aws_ecr_image].map(masked),
  };
}
