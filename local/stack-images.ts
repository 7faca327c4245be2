import { readFileSync } from "node:fs";
import path from "node:path";
import { DockerfileParser, type From } from "dockerfile-ast";

interface ImageResource {
  readonly triggers?: Readonly<Record<string, string>>;
  readonly triggers_replace?: Readonly<Record<string, string>>;
}

interface StackJson {
  readonly resource?: {
    readonly docker_registry_image?: Readonly<Record<string, ImageResource>>;
    readonly terraform_data?: Readonly<Record<string, ImageResource>>;
  };
}

/** The images that the Dockerfiles of a synthesized stack build on, each once, sorted. */
export function baseImagesOf(stackFolder: string): string[] {
  const { resource = {} } = JSON.parse(
    readFileSync(path.join(stackFolder, "cdk.tf.json"), "utf8"),
  ) as StackJson;
  const images = [resource.docker_registry_image, resource.terraform_data].flatMap((all) =>
    Object.values(all ?? {}),
  );
  return [...new Set(images.flatMap((image) => baseImagesOfOne(stackFolder, image)))].sort();
}

function baseImagesOfOne(stackFolder: string, image: ImageResource): string[] {
  const [context] = /assets\/[0-9a-f]{64}/.exec(JSON.stringify(image)) ?? [];
  const triggers = image.triggers ?? image.triggers_replace ?? {};
  const dockerfile = triggers["--file"];
  if (context === undefined || dockerfile === undefined) {
    return [];
  }
  const buildArgs = Object.entries(triggers).flatMap(([key, value]) =>
    key.startsWith("--build-arg ") ? [[key.slice("--build-arg ".length), value] as const] : [],
  );
  return baseImages(
    readFileSync(path.join(stackFolder, context, dockerfile), "utf8"),
    Object.fromEntries(buildArgs),
  );
}

/** The images that a Dockerfile builds on, with its `ARG`s filled in; its own stages and `scratch` left out. */
export function baseImages(dockerfile: string, buildArgs: Readonly<Record<string, string>>): string[] {
  const parsed = DockerfileParser.parse(dockerfile);
  const froms = parsed.getFROMs();
  const stages = new Set(["scratch", ...froms.map((from: From) => from.getBuildStage())]);
  const variables = new Map(
    parsed.getInitialARGs().flatMap((arg) => {
      const property = arg.getProperty();
      const value = property && (buildArgs[property.getName()] ?? property.getValue());
      return property && value != null ? [[property.getName(), value] as const] : [];
    }),
  );
  const images = froms.map((from: From) => expand(from.getImage() ?? "", variables));
  return [...new Set(images)].filter((image) => image !== "" && !image.includes("$") && !stages.has(image));
}

function expand(text: string, variables: ReadonlyMap<string, string>): string {
  return text.replace(
    /\$(?:\{(\w+)(?::-([^}]*))?\}|(\w+))/g,
    (all, braced: string | undefined, fallback: string | undefined, plain: string | undefined) =>
      variables.get(braced ?? plain ?? "") ?? fallback ?? all,
  );
}
