import { readFileSync } from "node:fs";
import { DockerfileParser, type From } from "dockerfile-ast";
import { readStackImages } from "../terraform/stack-images";

/** The images that the Dockerfiles of a synthesized stack build on, each once, sorted. */
export function baseImagesOf(stackFolder: string): string[] {
  const images = readStackImages(stackFolder).flatMap(({ dockerfile, buildArgs }) =>
    baseImages(readFileSync(dockerfile, "utf8"), buildArgs),
  );
  return [...new Set(images)].sort();
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
