import type { BuildContext } from "../build-context/build-context";
import { contextPath } from "./context-path";
import type { Dockerfile } from "./dockerfile";
import { globTest, isPattern } from "./glob";
import { imageFilesOf } from "./image-files";
import { seesContext } from "./mounted-file";
import { type CopyStep, lineage, type Stage, type Step } from "./stage";

/**
 * The paths in the image of unchanged copies of a file of the context. If the file's content changes, the image changes
 * only at these paths.
 * @returns undefined when that is not certain: a RUN or another stage may use the file, or it isn't copied
 */
export function copiedAsIs(
  dockerfile: Dockerfile,
  context: BuildContext,
  file: string,
): readonly string[] | undefined {
  const { target, needed } = dockerfile;
  const entry = context.find(file);
  if (target === undefined || entry?.kind !== "file" || entry.hidden) return undefined;
  const own = new Set<Stage>(lineage(target));
  const mayUse = (step: Step) =>
    step.kind === "run" ? seesContext(step) : step.kind === "copy" && mayTake(step, context, file);
  if (needed.some((stage) => !own.has(stage) && stage.steps.some(mayUse))) return undefined;
  let taken = false;
  for (const step of lineage(target).flatMap(({ steps }) => steps)) {
    if (step.kind === "run" && (taken || seesContext(step))) return undefined;
    if (step.kind !== "copy" || !mayTake(step, context, file)) continue;
    // ADD unpacks archives, and the other flags choose files, owners and modes.
    if (step.keyword !== "COPY" || step.flags.some(({ name }) => name !== "link")) return undefined;
    if (step.target === undefined || step.sources.some(({ path }) => path === undefined)) return undefined;
    taken = true;
  }
  const image = imageFilesOf(dockerfile, context);
  const paths = image.list().filter((path) => {
    const found = image.find(path);
    return found.state === "from-context" && found.contextPath === file;
  });
  return paths.length > 0 ? paths : undefined;
}

/** Whether a COPY or ADD may copy a file of the context. A copy from another stage or image can't. */
function mayTake(step: CopyStep, context: BuildContext, file: string): boolean {
  return step.from === undefined && step.sources.some(({ path }) => path === undefined || covers(path));

  function covers(given: string): boolean {
    const source = contextPath(given);
    if (source === "" || file === source || file.startsWith(`${source}/`)) return true;
    // The target of a link is copied too.
    if (!isPattern(source)) return context.find(source)?.kind === "link";
    const matches = globTest(source);
    const names = file.split("/");
    return (
      matches === undefined ||
      names.some((_, index) => matches(names.slice(0, index + 1).join("/"))) ||
      context.entries.some(({ kind, path }) => kind === "link" && matches(path))
    );
  }
}
