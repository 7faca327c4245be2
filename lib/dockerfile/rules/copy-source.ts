import { includeAgain, placeOfRule } from "../../ignore-rule";
import { nearest } from "../../nearest";
import type { Problem } from "../../problem";
import type { CheckedDockerfile } from "../checked-dockerfile";
import { contextPath } from "../context-path";
import { isPattern } from "../glob";
import type { CopyStep } from "../stage";

/**
 * `copy-source-missing` and `copy-source-ignored`: a source of COPY or ADD is not in the build context.
 *
 * A pattern that matches nothing is no error (moby/buildkit v0.32, dockerfile2llb/convert_copy.go:
 * `AllowEmptyWildcard`). A stage that the target doesn't need is not built.
 */
export function copySource(checked: CheckedDockerfile): readonly Problem[] {
  const steps = checked.dockerfile.needed.flatMap((stage) => stage.steps);
  return steps.flatMap((step) => {
    if (step.kind !== "copy") return [];
    return step.from === undefined ? sourceProblems(step, checked) : stageProblems(step, checked);
  });
}

/**
 * A stage that doesn't exist. BuildKit then looks for an image of that name, so it is near certain only where a stage has
 * a similar name, or where the name is one of a stage and not of an image.
 */
function stageProblems(
  { from, line, keyword }: CopyStep,
  { dockerfile, file }: CheckedDockerfile,
): Problem[] {
  if (from === undefined || "steps" in from || /[/:@.$]/.test(from.image)) return [];
  const names = dockerfile.stages.flatMap(({ name }) => name ?? []);
  const near = nearest(from.image.toLowerCase(), names);
  const usual = /^(build|builder|base|deps|dependencies|install|compile|stage)\d*$|^\d+$/i.test(from.image);
  if (near === undefined && !usual) return [];
  return [
    {
      code: "copy-source-missing",
      severity: "warning",
      file,
      line,
      message: `${keyword} --from=${from.image}: no stage before this line has that name${near === undefined ? "." : ` — did you mean ${JSON.stringify(near)}?`}`,
      reason: `docker build then looks for an image ${JSON.stringify(from.image)}, and stops if there is none.`,
      fix: near === undefined ? `Name the stage: FROM … AS ${from.image}` : `Write ${keyword} --from=${near}`,
    },
  ];
}

function sourceProblems(step: CopyStep, { context, file }: CheckedDockerfile): Problem[] {
  return step.sources.flatMap(({ path: given, written }): Problem[] => {
    if (given === undefined || isPattern(given) || isRemote(given)) return [];
    const source = contextPath(given);
    if (source === "" || exists(source)) return [];
    const quoted = JSON.stringify(written);
    const common = { severity: "error", file, line: step.line } as const;
    const reason = `docker build stops here: “${JSON.stringify(`/${source}`)}: not found”.`;
    const ignored = context.ignoredBy(source);
    if (ignored) {
      return [
        {
          ...common,
          code: "copy-source-ignored",
          message: `${step.keyword} copies ${quoted}, which ${placeOfRule(ignored)} leaves out (${ignored.text.trim()}).`,
          reason,
          fix: `${includeAgain(ignored, source)} Or remove ${quoted} from ${step.keyword}.`,
        },
      ];
    }
    const near = nearest(
      source,
      context.entries.filter(({ hidden }) => !hidden).map(({ path }) => path),
    );
    const outside = /^(\.\.?\/)*\.\.(\/|$)/.test(given);
    return [
      {
        ...common,
        code: "copy-source-missing",
        message: `${step.keyword} copies ${quoted}, which is not in the build context${near === undefined ? "." : ` — did you mean ${JSON.stringify(near)}?`}`,
        reason,
        fix: outside
          ? "Only files in the build context can be copied. Use a parent folder as the context, and set file to the path of this Dockerfile."
          : near === undefined
            ? `Add it to the folder, or correct the path. The path is relative to the build context${file.includes("/") ? ", not to the Dockerfile" : ""}.`
            : step.instruction.source.replace(written, near),
      },
    ];
  });

  function exists(source: string): boolean {
    const entry = context.find(source);
    if (entry) return !entry.hidden;
    // The path may lead through a link to a folder.
    const names = source.split("/");
    return names.some((_, index) => context.find(names.slice(0, index).join("/"))?.kind === "link");
  }
}

/** Whether ADD downloads the source. */
function isRemote(source: string): boolean {
  return /^[a-z][a-z+.-]*:\/\/|^git@|^github\.com\//i.test(source);
}
