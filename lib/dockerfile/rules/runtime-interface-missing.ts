import * as path from "node:path";
import type { Problem } from "../../problem";
import type { CheckedDockerfile } from "../checked-dockerfile";
import { imageFilesOf } from "../image-files";
import { isPublicImage, officialImage } from "../image-reference";
import { runtimeClient } from "../runtime-client";
import { rootOf } from "../stage";

/**
 * `runtime-interface-missing`: an official image of a language without a runtime interface client for Lambda, or an
 * ENTRYPOINT or CMD that starts a client that nothing installs. It checks only languages that have one usual client,
 * installed as a package. Compiled programs contain their own.
 */
export function runtimeInterfaceMissing(checked: CheckedDockerfile): readonly Problem[] {
  const { stage, dockerfile, context, file } = checked;
  const root = rootOf(stage);
  const { image = "" } = root.from;
  const started = isPublicImage(image) ? startedClient(checked) : undefined;
  const client = started?.client ?? CLIENTS[officialImage(image) ?? ""];
  if (client === undefined || checked.entrypointOverridden) return [];
  // Another image or a download may contain one.
  const steps = dockerfile.needed.flatMap((each) => each.steps);
  const foreign = steps.some(
    (step) => step.kind === "copy" && step.from !== undefined && !("steps" in step.from),
  );
  if (
    foreign ||
    steps.some(
      (step) =>
        step.kind === "copy" &&
        step.sources.some(({ written }) => /:\/\//.test(written) && !/aws-lambda-rie\b/.test(written)),
    )
  )
    return [];
  const texts = [
    ...steps.map((step) => (step.kind === "workdir" ? "" : step.instruction.source)),
    ...(started ? [] : [stage.entrypoint, stage.cmd].map((command) => command?.text ?? "")),
    ...context.entries
      .filter(
        (entry) =>
          entry.kind === "file" && entry.size < 1024 * 1024 && MAY_TELL.test(path.posix.basename(entry.path)),
      )
      .map((entry) => context.readText(entry.path)),
  ];
  if (context.entries.some((entry) => path.posix.basename(entry.path) === "bootstrap")) return [];
  if (texts.some((text) => SPEAKS_WITH_LAMBDA.test(text.replace(STARTS_CLIENT, "")))) return [];
  if (started) {
    return [
      {
        code: "runtime-interface-missing",
        severity: "warning",
        file,
        line: started.line,
        message: `The image starts ${client.name}, but nothing here installs it.`,
        reason: `Lambda can't start the image: there is no ${client.name} in ${root.from.written}. Every invocation fails.`,
        fix: `Add above it: RUN ${client.install}. Or build on ${client.image}, which has it.`,
      },
    ];
  }
  return [
    {
      code: "runtime-interface-missing",
      severity: "warning",
      file,
      line: root.line,
      message: `${root.from.written} is not a base image for Lambda, and nothing here installs ${client.name}.`,
      reason:
        "Lambda starts the image and waits for it to request events. Without a runtime interface client every invocation fails.",
      fix: `Build on ${client.image}, or install ${client.name} (${client.install}) and start the handler through it: ENTRYPOINT ${client.entrypoint}`,
    },
  ];
}

/** The client that ENTRYPOINT or CMD starts, or a script that they start. */
function startedClient({
  stage,
  dockerfile,
  context,
}: CheckedDockerfile): { readonly client: Client; readonly line: number } | undefined {
  const command = stage.entrypoint ?? stage.cmd;
  const started = runtimeClient(stage, {}, imageFilesOf(dockerfile, context));
  if (command === undefined || started?.kind !== "package") return undefined;
  const client = CLIENTS[started.language === "python" ? "python" : "node"];
  return client && { client, line: command.line };
}

interface Client {
  readonly name: string;
  readonly install: string;
  readonly image: string;
  readonly entrypoint: string;
}

/** AWS's clients, by official image (AWS Lambda Developer Guide, “Using a non-AWS base image”, read 2026-11-24). */
const CLIENTS: Readonly<Record<string, Client>> = {
  python: {
    name: "awslambdaric",
    install: "pip install awslambdaric",
    image: "public.ecr.aws/lambda/python",
    entrypoint: '["python", "-m", "awslambdaric"]',
  },
  node: {
    name: "aws-lambda-ric",
    install: "npm install aws-lambda-ric",
    image: "public.ecr.aws/lambda/nodejs",
    entrypoint: '["npx", "aws-lambda-ric"]',
  },
};

/** Files that may name dependencies, or start the program. */
const MAY_TELL =
  /^(requirements.*\.(txt|in)|.*requirements\.(txt|in)|constraints.*\.txt|pyproject\.toml|setup\.(py|cfg)|poetry\.lock|uv\.lock|Pipfile(\.lock)?|environment\.ya?ml|package(-lock)?\.json|yarn\.lock|pnpm-lock\.yaml|Makefile|.*\.(sh|bash))$/;

/** Uses of a client that don't install it. */
const STARTS_CLIENT =
  /-m\s+awslambdaric|["'\s/](npx|exec)["',\s]+(\S*\/)?aws-lambda-ric|-[zn]\s+"?\$\{?AWS_LAMBDA_RUNTIME_API\}?"?/g;

const SPEAKS_WITH_LAMBDA =
  /awslambdaric|aws[-_]lambda[-_](ric|web[-_]adapter|adapter)|lambda[-_]adapter|AWS_LAMBDA_RUNTIME_API|\/runtime\/invocation|bootstrap/i;
