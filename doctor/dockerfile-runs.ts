import { DockerfileParser, type From, type Instruction } from "dockerfile-ast";

/** One stage of a Dockerfile, from its `FROM` to the next. */
interface Stage {
  readonly from: From;
  readonly instructions: readonly Instruction[];
}

/**
 * Does building this Dockerfile surely start a program of the wanted platform? Then an engine of another platform needs an
 * emulator. Only a `RUN` does, in a stage that the wanted one is made from, and only where its `FROM` chooses no platform:
 * `FROM --platform=$BUILDPLATFORM` is how a cross-build runs without one.
 * @param target the stage that is built. @default - the last one
 */
export function runsPrograms(dockerfile: string, target?: string): boolean {
  const stages = stagesOf(dockerfile);
  const wanted = target === undefined ? stages.at(-1) : find(stages, target);
  return wanted !== undefined && reachable(stages, wanted).some(runs);
}

function stagesOf(dockerfile: string): Stage[] {
  const stages: { from: From; instructions: Instruction[] }[] = [];
  for (const instruction of DockerfileParser.parse(dockerfile).getInstructions()) {
    if (instruction.getKeyword() === "FROM") {
      stages.push({ from: instruction as From, instructions: [] });
    } else {
      stages.at(-1)?.instructions.push(instruction);
    }
  }
  return stages;
}

/** A stage by its name or its number. */
function find(stages: readonly Stage[], name: string): Stage | undefined {
  return (
    stages.findLast(({ from }) => from.getBuildStage()?.toLowerCase() === name.toLowerCase()) ??
    (/^\d+$/.test(name) ? stages[Number(name)] : undefined)
  );
}

/** The stage and those that it is made from: by `FROM <stage>` and `COPY --from=<stage>`. Others are not built. */
function reachable(stages: readonly Stage[], wanted: Stage): Stage[] {
  const found = new Set<Stage>();
  const visit = (stage: Stage): void => {
    if (found.has(stage)) {
      return;
    }
    found.add(stage);
    const earlier = stages.slice(0, stages.indexOf(stage));
    for (const name of [stage.from.getImage() ?? "", ...stage.instructions.flatMap(copiedFrom)]) {
      const source = find(earlier, name);
      if (source !== undefined) {
        visit(source);
      }
    }
  };
  visit(wanted);
  return [...found];
}

function copiedFrom(instruction: Instruction): string[] {
  const name = /^\s*COPY\s+(?:--\S+\s+)*--from=(\S+)/i.exec(instruction.getTextContent())?.[1];
  return name === undefined ? [] : [name];
}

function runs({ from, instructions }: Stage): boolean {
  const platform = from.getPlatformFlag()?.getValue();
  return (
    (platform == null || /^"?\$\{?TARGETPLATFORM\}?"?$/.test(platform)) &&
    instructions.some((instruction) => instruction.getKeyword() === "RUN")
  );
}
