import { imageReference, lambdaBaseImage, newestRuntime } from "../../lib/tooling";
import { commandLine } from "../command-line";
import { parseJson } from "../process/json-text";
import { probe } from "../process/probe";
import type { ProjectDockerfile } from "./dockerfiles";
import type { Finding, Looked } from "./finding";
import { type RegistryDigest, registryDigest } from "./registry-digest";

/** The digests that an image of this machine's engine has in its registry: none for one that was built here, as stand-ins. */
export type LocalImage = "none" | { readonly digests: readonly string[] };

/** A runtime that ends within this time ends soon: half a year. */
const SOON_DAYS = 182;

/** Whether AWS still supports the runtimes of the base images. */
export function lookAtRuntimes(dockerfiles: readonly ProjectDockerfile[], today: string): Looked {
  const soon = new Date(Date.parse(today) + SOON_DAYS * 86_400_000).toISOString().slice(0, 10);
  let upToDate = 0;
  const findings = imagesOf(dockerfiles).flatMap(({ image, files }): Finding[] => {
    const { runtime, language } = lambdaBaseImage(image) ?? {};
    if (runtime === undefined || language === undefined) return [];
    const { deprecated: until } = runtime;
    if (until > soon) {
      upToDate++;
      return [];
    }
    const newest = newestRuntime(language);
    const ended = until <= today;
    return [
      {
        kind: "runtime",
        urgency: ended ? "ended" : "ends-soon",
        name: runtime.name,
        files,
        until,
        what: ended
          ? `gets no more security fixes from AWS since ${until}`
          : `gets security fixes from AWS until ${until}`,
        ...(newest && { newest: newest.name, fix: `build on ${imageReference(image).name}:${newest.tag}` }),
      },
    ];
  });
  return { findings, upToDate };
}

/** Whether the registries have newer images under the tags than the pinned ones, or those that this machine builds on. */
export async function lookAtBaseImages(dockerfiles: readonly ProjectDockerfile[]): Promise<Looked> {
  const looked = await Promise.all(
    imagesOf(dockerfiles).map(async ({ image, files }) => {
      const [newest, local] = await Promise.all([registryDigest(image), localImage(image)]);
      return { name: image.split("@")[0] as string, files, judged: judgeBaseImage(image, newest, local) };
    }),
  );
  const findings = looked.flatMap(({ name, files, judged }): Finding[] =>
    judged === "up-to-date" ? [] : [{ kind: "base-image", name, files, ...judged }],
  );
  return { findings, upToDate: looked.length - findings.length };
}

function imagesOf(dockerfiles: readonly ProjectDockerfile[]) {
  const images = [...new Set(dockerfiles.flatMap(({ baseImages }) => baseImages))];
  return images.map((image) => ({
    image,
    files: dockerfiles.filter(({ baseImages }) => baseImages.includes(image)).map(({ file }) => file),
  }));
}

/** @param local what this machine's engine has under the name; counts only for an image that isn't pinned */
export function judgeBaseImage(
  image: string,
  newest: RegistryDigest,
  local: LocalImage,
): "up-to-date" | Pick<Finding, "urgency" | "current" | "newest" | "what" | "fix"> {
  const { digest: pinned } = imageReference(image);
  if ("problem" in newest) {
    return { urgency: "unknown", ...(pinned && { current: pinned }), what: newest.problem };
  }
  const fix = commandLine("update");
  if (pinned !== undefined) {
    return pinned === newest.digest
      ? "up-to-date"
      : {
          urgency: "newer",
          current: pinned,
          newest: newest.digest,
          what: "has a newer image under its tag",
          fix,
        };
  }
  if (local === "none" || local.digests.length === 0) {
    const what =
      local === "none"
        ? "isn't pinned, and this machine hasn't built on it"
        : "isn't pinned, and this machine's image of that name is not from its registry";
    return { urgency: "unknown", newest: newest.digest, what, fix: `${commandLine("update --")} --pin` };
  }
  return local.digests.includes(newest.digest)
    ? "up-to-date"
    : {
        urgency: "newer",
        current: local.digests[0] as string,
        newest: newest.digest,
        what: "has a newer image under its tag than the one that this machine builds on",
        fix,
      };
}

async function localImage(image: string): Promise<LocalImage> {
  const format = "{{json .RepoDigests}}";
  const result = await probe("docker", ["image", "inspect", "--format", format, image]);
  if (result.state !== "ran" || result.code !== 0) return "none";
  const names: readonly string[] = parseJson(result.stdout) ?? [];
  return { digests: names.map((name) => name.split("@")[1] as string) };
}
