import type { BuildContext } from "../build-context/build-context";
import { officialImage } from "../dockerfile/image-reference";
import { lambdaBaseImage } from "../dockerfile/lambda-runtimes";
import { permissions } from "../dockerfile/permissions";
import { commandsOf } from "../dockerfile/run-commands";
import { lineage, rootOf, type Stage } from "../dockerfile/stage";
import type { HandlerCheck } from "../handler/handler-check";
import { handlerFile } from "../handler/handler-file";
import type { Problem } from "../problem";

/**
 * `file-not-readable`: Lambda's user may not read the handler's file. It is an error after `COPY --chmod` or `chmod`, and
 * a warning for the home of a user that `useradd` makes: on Amazon Linux only that user may enter it (shadow-utils 4.9,
 * /etc/login.defs, HOME_MODE 0700).
 */
export function fileNotReadable(
  check: HandlerCheck,
  stage: Stage,
  context: BuildContext,
): readonly Problem[] {
  const imagePath = handlerFile(check);
  if (imagePath === undefined) return [];
  const { read, line } = permissions(stage, context, imagePath);
  const common = { code: "file-not-readable", file: context.dockerfile } as const;
  if (read === false)
    return [
      {
        ...common,
        severity: "error",
        ...(line !== undefined && { line }),
        message: `Only its owner may read ${imagePath} after this step.`,
        reason:
          "Lambda runs the code as a user of its own, who owns no file of the image. Every invocation fails with “Permission denied”.",
        fix: "Let others read files and enter folders: COPY --chmod=644 for files, or RUN chmod -R a+rX on the folder.",
      },
    ];
  const home = privateHome(stage, imagePath);
  return home === undefined
    ? []
    : [
        {
          ...common,
          severity: "warning",
          line: home.line,
          message: `useradd makes ${home.folder} for its user alone, and ${imagePath} is in it.`,
          reason:
            "Lambda ignores USER and runs the code as a user of its own, who may not enter that folder. Every invocation fails with “Permission denied”.",
          fix: `Put the code into another folder, for example /var/task, or add after it: RUN chmod a+rx ${home.folder}`,
        },
      ];
}

/** The home of a user on Amazon Linux, made before the file is copied, and not opened afterwards. */
function privateHome(
  stage: Stage,
  imagePath: string,
): { readonly folder: string; readonly line: number } | undefined {
  const [folder, name] = /^\/home\/([^/]+)(?=\/)/.exec(imagePath) ?? [];
  const { image = "" } = rootOf(stage).from;
  const amazon = lambdaBaseImage(image) !== undefined || officialImage(image) === "amazonlinux";
  if (folder === undefined || name === undefined || !amazon) return undefined;
  const steps = lineage(stage).flatMap((each) => each.steps);
  const made = steps.find(
    (step) =>
      step.kind === "run" &&
      commandsOf(step).some(({ words }) => words[0] === "useradd" && words.includes(name)),
  );
  if (made === undefined) return undefined;
  const noHome = made.kind === "run" && /\s(-M|--no-create-home)\b/.test(made.instruction.text);
  const first = steps.findIndex(
    (step) =>
      (step.kind === "copy" && (step.target ?? "").startsWith(folder)) ||
      (step.kind === "workdir" && (step.path ?? "").startsWith(folder)),
  );
  const opened = steps.some(
    (step) =>
      step.kind === "run" &&
      commandsOf(step).some(
        ({ words }) => words[0] === "chmod" && words.some((word) => word.includes(folder)),
      ),
  );
  return noHome || opened || first < steps.indexOf(made) ? undefined : { folder, line: made.line };
}
