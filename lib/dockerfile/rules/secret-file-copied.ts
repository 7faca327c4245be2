import type { Problem } from "../../problem";
import { secretOfFile } from "../../secrets/secret-of-file";
import type { CheckedDockerfile } from "../checked-dockerfile";
import { filesInLayers } from "../files-in-layers";
import { sourceTest } from "../source-test";
import { type CopyStep, lineage } from "../stage";

/** `secret-file-copied`: a COPY or ADD takes a file with a secret into the image. */
export function secretFileCopied(checked: CheckedDockerfile): readonly Problem[] {
  const { context, dockerfile } = checked;
  const copies = copiesOf(checked);
  const found = context.entries.flatMap((entry) => {
    if (entry.kind !== "file" || entry.hidden) return [];
    const copy = copies.find(({ takes }) => takes(entry.path));
    const secret = copy && secretOfFile({ ...entry, read: () => context.readText(entry.path) });
    return secret === undefined ? [] : [{ file: entry.path, secret, ...copy }];
  });
  if (found.length === 0) return [];
  const inLayers = filesInLayers(dockerfile, context);
  return found.flatMap(({ file, secret, step }) =>
    step && inLayers.has(file) ? [problem(checked, step, file, secret)] : [],
  );
}

/** The steps that copy from the context: first those of the image's own stages, then those that it copies from. */
function copiesOf({
  dockerfile,
  stage,
}: CheckedDockerfile): readonly { step: CopyStep; takes: (path: string) => boolean }[] {
  const own = lineage(stage);
  return [...own, ...dockerfile.needed.filter((each) => !own.includes(each))]
    .flatMap(({ steps }) => steps)
    .flatMap((step) => {
      if (step.kind !== "copy" || step.from) return [];
      const tests = step.sources.flatMap(({ path }) => (path === undefined ? [] : (sourceTest(path) ?? [])));
      return [{ step, takes: (path: string) => tests.some((test) => test(path)) }];
    });
}

function problem(
  { context, file }: CheckedDockerfile,
  step: CopyStep,
  name: string,
  secret: string,
): Problem {
  const installs = /(?:^|\/)\.(?:npmrc|pypirc|netrc)$/.test(name);
  return {
    code: "secret-file-copied",
    severity: "warning",
    file,
    line: step.line,
    message: `${step.keyword} takes ${name} into the image. It holds ${secret}.`,
    reason:
      "Anyone who can pull the image can read it, even if a later step deletes the file: the layer of this step keeps it.",
    fix: installs
      ? `Leave it out with the line ${name} in ${context.ignoreFile ?? ".dockerignore"}, and give it to the RUN that needs it: RUN --mount=type=secret,id=…, and buildSecrets in DockerImageCode.fromImageAsset.`
      : `Leave it out with the line ${name} in ${context.ignoreFile ?? ".dockerignore"}. Let the function read the secret when it runs, from Secrets Manager or Parameter Store.`,
  };
}
