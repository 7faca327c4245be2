import type { BuildContext } from "../build-context/build-context";
import type { Dockerfile } from "./dockerfile";
import { imageFilesOf } from "./image-files";
import type { Stage, Step } from "./stage";

/**
 * The files of the context that are in a layer of the image, as far as that is known. A file that a later RUN deletes is
 * still in the layer of its COPY, so the RUNs of the image's own stages don't count. In a stage that is only copied from,
 * a RUN counts if it may delete files.
 */
export function filesInLayers(dockerfile: Dockerfile, context: BuildContext): ReadonlySet<string> {
  if (!dockerfile.target) return new Set();
  const target = withoutRuns(dockerfile.target, () => true, new Map());
  const files = imageFilesOf({ ...dockerfile, target }, context);
  return new Set(
    files.list().flatMap((path) => {
      const file = files.find(path);
      return file.state === "from-context" ? [file.contextPath] : [];
    }),
  );
}

const MAY_DELETE = /\b(?:rm|mv|unlink|shred|find|rsync|git)\b/;

function withoutRuns(stage: Stage, left: (text: string) => boolean, others: Map<Stage, Stage>): Stage {
  const steps = stage.steps.flatMap((step): Step[] => {
    if (step.kind === "run") return left(step.instruction.source) ? [] : [step];
    if (step.kind === "workdir" || !step.from || !("steps" in step.from)) return [step];
    const from = others.get(step.from) ?? withoutRuns(step.from, (text) => !MAY_DELETE.test(text), others);
    others.set(step.from, from);
    return [{ ...step, from }];
  });
  return {
    ...stage,
    env: stage.env,
    steps,
    ...(stage.parent && { parent: withoutRuns(stage.parent, left, others) }),
  };
}
