import * as path from "node:path";
import type { Problem } from "../../problem";
import type { CheckedDockerfile } from "../checked-dockerfile";
import { imageReference, officialImage } from "../image-reference";
import { lambdaBaseImage } from "../lambda-runtimes";
import { commandsOf } from "../run-commands";
import { lineage, rootOf, type Stage } from "../stage";

/**
 * `package-manager-missing`: a RUN calls the package manager of another Linux. AWS's base images on Amazon Linux 2023
 * have dnf and microdnf, those before have yum (AWS Lambda Developer Guide, “Amazon Linux 2023 runtime”, read
 * 2026-11-24). The others are those of the official images.
 */
export function packageManagerMissing({ dockerfile, file }: CheckedDockerfile): readonly Problem[] {
  return dockerfile.needed.flatMap((stage) => stageProblems(stage, file));
}

function stageProblems(stage: Stage, file: string): Problem[] {
  const system = systemOf(rootOf(stage).from.image);
  if (system === undefined) return [];
  const commands = lineage(stage).flatMap((each) =>
    each.steps.flatMap((step) =>
      step.kind === "run"
        ? commandsOf(step).map((command) => ({ ...command, step, own: each === stage }))
        : [],
    ),
  );
  const reported = new Set<string>();
  return commands.flatMap(({ words, required, step, own }, index) => {
    const [program = ""] = words;
    if (!own || !required || !ALL.has(program) || system.has.includes(program) || reported.has(program))
      return [];
    // An earlier command may have installed it.
    if (commands.slice(0, index).some((earlier) => earlier.words.slice(1).includes(program))) return [];
    // COPY may have brought it from another image.
    if (lineage(stage).some(({ steps }) => steps.some((each) => mayCopy(each, program)))) return [];
    reported.add(program);
    return [
      {
        code: "package-manager-missing" as const,
        severity: "error" as const,
        file,
        line: step.line,
        message: `${program} is not in the base image ${rootOf(stage).from.image}, which is ${system.name}.`,
        reason: `docker build stops here: “${program}: command not found”.`,
        fix: `Use ${system.has[0]}: ${system.example}`,
      },
    ];
  });
}

/** Whether a COPY from another image may bring a program: by its name, or with a whole folder. */
function mayCopy(step: Stage["steps"][number], program: string): boolean {
  if (step.kind !== "copy" || step.from === undefined) return false;
  // Into a folder of programs, or above one.
  if (
    step.target !== undefined &&
    !/^\/(usr\/|usr\/local\/)?(s?bin(\/|$))?$|^\/usr$|^\/usr\/local$/.test(step.target)
  )
    return false;
  return step.sources.some(({ path: given }) => {
    const name = given === undefined ? undefined : path.posix.basename(given);
    return name === undefined || name === program || /^(bin|sbin|usr|local|\.|)$|[*?[]/.test(name);
  });
}

interface System {
  readonly name: string;
  /** The package managers that it has. The first one is the usual one. */
  readonly has: readonly string[];
  readonly example: string;
}

const YUM: System["has"] = ["yum"];
const SYSTEMS = {
  "Amazon Linux": { name: "Amazon Linux", has: YUM, example: "yum install -y <package> && yum clean all" },
  "Amazon Linux 2": {
    name: "Amazon Linux 2",
    has: YUM,
    example: "yum install -y <package> && yum clean all",
  },
  "Amazon Linux 2023": {
    name: "Amazon Linux 2023",
    has: ["dnf", "microdnf"],
    example: "dnf install -y <package> && dnf clean all",
  },
  // A tag without a version.
  "any Amazon Linux": {
    name: "Amazon Linux",
    has: ["dnf", "microdnf", "yum"],
    example: "dnf install -y <package> && dnf clean all",
  },
  debian: {
    name: "Debian or Ubuntu",
    has: ["apt-get", "apt"],
    example: "apt-get update && apt-get install -y --no-install-recommends <package>",
  },
  alpine: { name: "Alpine Linux", has: ["apk"], example: "apk add --no-cache <package>" },
} as const satisfies Record<string, System>;
const ALL: ReadonlySet<string> = new Set(Object.values(SYSTEMS).flatMap(({ has }) => [...has]));

/** @returns undefined when it isn't known */
function systemOf(image: string | undefined): System | undefined {
  if (image === undefined) return undefined;
  const lambda = lambdaBaseImage(image);
  if (lambda) return lambda.runtime ? SYSTEMS[lambda.runtime.os] : SYSTEMS["any Amazon Linux"];
  const { tag = "" } = imageReference(image);
  switch (officialImage(image)) {
    case "python":
    case "node":
    case "ruby":
    case "golang":
    case "rust":
      if (/alpine/.test(tag)) return SYSTEMS.alpine;
      return /windows|nanoserver/.test(tag) ? undefined : SYSTEMS.debian;
    case "debian":
    case "ubuntu":
      return SYSTEMS.debian;
    case "alpine":
      return SYSTEMS.alpine;
    default:
      // amazonlinux:2023 has a yum, too.
      return undefined;
  }
}
