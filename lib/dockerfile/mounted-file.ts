import * as path from "node:path";
import type { BuildContext } from "../build-context/build-context";
import type { ImageFile } from "../image-files";
import { contextPath } from "./context-path";
import { below, isBelow } from "./image-path";
import type { RunStep } from "./stage";

/**
 * The file that `RUN --mount=type=bind` puts at a path in the image, for as long as it runs (docs.docker.com,
 * "Dockerfile reference", RUN --mount).
 * @returns undefined when no mount covers that path
 */
export function mountedFile(step: RunStep, context: BuildContext, imagePath: string): ImageFile | undefined {
  for (const { name, value } of step.instruction.flags) {
    if (name !== "mount") continue;
    const options = new Map(
      value.split(",").map((pair): [string, string] => {
        const [key = "", ...rest] = pair.split("=");
        return [key.toLowerCase(), rest.join("=")];
      }),
    );
    const type = options.get("type") ?? "bind";
    const given = step.expand(
      options.get("target") ?? options.get("dst") ?? options.get("destination") ?? "",
    );
    const target = given === undefined ? undefined : path.posix.resolve(step.workdir ?? "/", given);
    if (target === undefined) return { state: "unknown" };
    if (!isBelow(imagePath, target)) continue;
    // A cache, a secret or another stage.
    if (type !== "bind" || options.has("from")) return { state: "unknown" };
    const source = contextPath(options.get("source") ?? options.get("src") ?? "");
    const file = path.posix.join(source, below(imagePath, target));
    const entry = context.find(file);
    return entry && !entry.hidden
      ? { state: "from-context", contextPath: file }
      : { state: "absent", why: "not-in-context" };
  }
  return undefined;
}

/** Whether `RUN --mount` gives it access to the context, or to another stage that may contain the file. */
export function seesContext(step: RunStep): boolean {
  return step.instruction.flags.some(
    ({ name, value }) => name === "mount" && !/(?:^|,)type=(?:cache|secret|ssh|tmpfs)(?:,|$)/.test(value),
  );
}
