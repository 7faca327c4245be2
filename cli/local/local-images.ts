import { probe } from "../process/probe";
import { runProgram } from "../process/run-program";

/**
 * Removes the images that were built for the registry of a local AWS, or pulled from it, from the engine. Base images
 * stay.
 */
export async function removeLocalImages(port: number): Promise<void> {
  const list = await probe("docker", [
    "image",
    "ls",
    "--digests",
    "--format",
    "{{.Repository}} {{.Tag}} {{.Digest}}",
  ]);
  const names = imageNames(list.state === "ran" ? list.stdout : "", `localhost:${port}/`);
  if (names.length > 0) {
    await runProgram("docker", ["image", "rm", "--force", ...names]);
  }
}

/** The names of images in a registry. @param list lines of repository, tag and digest, each `<none>` if missing */
export function imageNames(list: string, registry: string): string[] {
  const names = list.split("\n").flatMap((line) => {
    const [repository = "", tag, digest] = line.split(" ");
    if (!repository.startsWith(registry)) return [];
    return [
      ...(tag !== "<none>" ? [`${repository}:${tag}`] : []),
      ...(digest !== "<none>" ? [`${repository}@${digest}`] : []),
    ];
  });
  return [...new Set(names)];
}
