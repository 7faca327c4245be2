import { Architecture } from "../../lib/architecture";
import { BuildContext } from "../../lib/build-context/build-context";
import { BuildContextError } from "../../lib/build-context/errors";
import { imageProblems } from "../../lib/function/image-problems";
import { Folder } from "./folder";
import type { Kind, Place, Variant } from "./kind";
import { KINDS } from "./kinds";
import { dockerfileOf, OVERRIDE, type Project } from "./project";
import { readFacts } from "./reading/facts";
import { applied } from "./variant";

/** A problem, as far as the benchmark compares it. */
export interface Reported {
  readonly code: string;
  readonly severity: "error" | "warning";
  readonly file: string;
  readonly line?: number;
}

/** What the checks said about one broken variant. */
export interface Outcome {
  readonly project: string;
  readonly kind: Kind;
  readonly places: readonly Place[];
  /** On one of AWS's base images. */
  readonly aws: boolean;
  readonly result: "right place" | "wrong place" | "missed";
  /** What is reported in addition to the healthy folder's problems. */
  readonly reported: readonly Reported[];
}

/** What the checks said about the healthy folder. */
export interface Alarm extends Reported {
  readonly project: string;
}

export interface Run {
  readonly projects: number;
  readonly outcomes: readonly Outcome[];
  readonly alarms: readonly Alarm[];
}

/** Before all dates of deprecation: which of them is reported depends only on the day. */
const TODAY = "2016-01-01";

/** Checks each project as it is, and with each mistake. */
export function runChecks(projects: readonly Project[], kinds: readonly Kind[] = KINDS): Run {
  const runs = projects.map((project) => runProject(project, kinds));
  return {
    projects: projects.length,
    outcomes: runs.flatMap(({ outcomes }) => outcomes),
    alarms: runs.flatMap(({ alarms }) => alarms),
  };
}

function runProject(project: Project, kinds: readonly Kind[]): Pick<Run, "outcomes" | "alarms"> {
  const facts = readFacts(project);
  const folder = new Folder(project);
  try {
    const healthy = check(project, folder.path);
    const known = new Set(healthy.map(keyOf));
    // A folder with an error is either not healthy or reported wrongly: what its variants give can't be judged.
    const usable = healthy.some(({ severity }) => severity === "error") ? [] : kinds;
    const outcomes = usable.flatMap((kind): readonly Outcome[] => {
      const variant = facts && kind.variant(facts);
      if (!facts || !variant) return [];
      const undo = folder.change(variant);
      try {
        const reported = check(applied(project, variant), folder.path).filter(
          (each) => !known.has(keyOf(each)),
        );
        const result = resultOf(kind, variant, reported);
        return [
          {
            project: project.name,
            kind,
            places: variant.places,
            aws: facts.aws !== undefined,
            result,
            reported,
          },
        ];
      } finally {
        undo();
      }
    });
    return { outcomes, alarms: healthy.map((each) => ({ project: project.name, ...each })) };
  } finally {
    folder.remove();
  }
}

/** Lines move in a variant, so an alarm of the healthy folder is known by its code and file. */
function keyOf({ code, severity, file }: Reported): string {
  return `${severity} ${code} ${file}`;
}

function resultOf(
  { codes, severity }: Kind,
  { places }: Variant,
  reported: readonly Reported[],
): Outcome["result"] {
  const found = reported.filter(
    (each) => codes.includes(each.code) && (severity === "warning" || each.severity === "error"),
  );
  if (found.length === 0) return "missed";
  const right = found.some(({ file, line }) =>
    places.some((place) => place.file === file && (place.line === undefined || place.line === line)),
  );
  return right ? "right place" : "wrong place";
}

/** The errors and warnings of a folder. A folder that can't be a build context is one error. */
function check(project: Project, directory: string): readonly Reported[] {
  const dockerfile = dockerfileOf(project);
  try {
    const problems = imageProblems({
      context: BuildContext.read({ directory, dockerfile }),
      buildArgs: project.buildArgs ?? {},
      ...(project.target !== undefined && { target: project.target }),
      architecture: project.architecture === "arm64" ? Architecture.ARM_64 : Architecture.X86_64,
      overrides: { ...(project.cmd && { cmd: project.cmd }) },
      overriddenAt: OVERRIDE,
      environment: {},
      today: TODAY,
    });
    return problems.flatMap(({ code, severity, file, line }) =>
      severity === "hint" ? [] : [{ code, severity, file, ...(line !== undefined && { line }) }],
    );
  } catch (error) {
    if (!(error instanceof BuildContextError)) throw error;
    return [{ code: error.code, severity: "error", file: dockerfile }];
  }
}
