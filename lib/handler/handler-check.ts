import { includeAgain, placeOfRule } from "../ignore-rule";
import type { AbsentFile, ImageFiles } from "../image-files";
import { nearest } from "../nearest";
import type { Problem } from "../problem";

/** The handler of a function, and the image that should contain it. */
export interface HandlerCheck {
  /** The one word of `CMD`, or of the override `cmd`, for example `lambda_function.handler`. */
  readonly handler: string;
  /** The place where that word is written. */
  readonly where: Place;
  /** The language of the runtime. There are checks only for Python and Node.js. */
  readonly language: "python" | "nodejs" | "other";
  /** Of the language, for example `3.13` or `24`. @default - not known */
  readonly version?: string;
  readonly files: ImageFiles;
  /**
   * The folder in which the runtime searches first: `LAMBDA_TASK_ROOT` on AWS's base images, the working directory
   * elsewhere.
   */
  readonly taskRoot: string;
  /**
   * The folders in which it searches then, in order: those of `PYTHONPATH`, of layers and of installed packages.
   * @default - none
   */
  readonly searchFolders?: readonly string[];
  /** It may search more folders, which are not known. A missing file may be there. @default false */
  readonly searchesElsewhere?: boolean;
}

export interface Place {
  /** Relative to the build context, or to the project for a TypeScript file. */
  readonly file: string;
  /** 1-based. */
  readonly line?: number;
  /** 1-based. */
  readonly column?: number;
}

/** A problem of the handler's name, at the place where it is written. */
export function problemAt(
  where: Place,
  problem: Omit<Problem, "file" | "line" | "column" | "severity"> & Partial<Pick<Problem, "severity">>,
): Problem {
  const { file, line, column } = where;
  return {
    code: problem.code,
    severity: problem.severity ?? "error",
    file,
    ...(line !== undefined && { line }),
    ...(column !== undefined && { column }),
    message: problem.message,
    reason: problem.reason,
    fix: problem.fix,
  };
}

/** Converts an offset in a text to a place. Line ends are those of Python and Node.js. */
export function placeOf(file: string, text: string, offset: number): Required<Place> {
  const lines = text.slice(0, offset).split(/\r\n|\r|\n/);
  return { file, line: lines.length, column: (lines.at(-1)?.length ?? 0) + 1 };
}

/** The line of a place with a mark below its column, as compilers print it. */
export function showLine(text: string, { line, column }: Required<Place>): string {
  const whole = text.split(/\r\n|\r|\n/)[line - 1] ?? "";
  const before = whole.slice(0, column - 1).replace(/[^\t]/g, " ");
  return `${whole}\n${before}^`;
}

/** Formats a handler's name as it would be written at a place. */
export function written(where: Place, handler: string): string {
  return /\.[cm]?[jt]sx?$/.test(where.file) ? `cmd: ["${handler}"]` : `CMD [ "${handler}" ]`;
}

/** A module that was searched for and is not in the image. */
export interface Missing {
  /** The path in the image that the runtime would open first, and the alternatives. */
  readonly candidates: readonly string[];
  /** The same in the other folders of the search path. @default - none */
  readonly others?: readonly string[];
  /** The module as the handler names it. */
  readonly module: string;
  /** The existing modules, as a handler would name them. */
  readonly modules: readonly string[];
  /** The function, to build the corrected name. */
  readonly function: string;
  /** The effect of the missing file. */
  readonly reason: string;
}

/** The problem of a file that the runtime doesn't find: ignored, not copied, or not in the context. */
export function missingFile(check: HandlerCheck, missing: Missing): Problem {
  const problem = missingFileProblem(check, missing);
  const all = [...missing.candidates, ...(missing.others ?? [])].map((path) => check.files.find(path));
  const nearCertain = all.some((file) => file.state === "absent" && file.nearCertain);
  if (!nearCertain) return problem;
  return {
    ...problem,
    severity: "warning",
    reason: `${problem.reason} A RUN step may make files, but nothing in the folder gives that name to one.`,
  };
}

function missingFileProblem(check: HandlerCheck, missing: Missing): Problem {
  const absent = missing.candidates
    .map((path) => ({ path, file: check.files.find(path) }))
    .filter((entry): entry is { path: string; file: AbsentFile } => entry.file.state === "absent");
  const ignored = [...missing.candidates, ...(missing.others ?? [])]
    .map((path) => ({ path, file: check.files.find(path) }))
    .find(
      (entry): entry is { path: string; file: AbsentFile } =>
        entry.file.state === "absent" && entry.file.why === "ignored",
    );
  if (ignored) return ignoredFile(check, missing, ignored.path, ignored.file);
  const elsewhere = copiedElsewhere(check, missing);
  const notCopied = absent.find(({ file }) => file.why === "not-copied");
  if (notCopied || elsewhere) return notCopiedFile(check, missing, notCopied, elsewhere);
  const meant = suggestModule(missing);
  const [first] = missing.candidates as [string];
  return problemAt(check.where, {
    code: "handler-file-missing",
    message: `${quote(check.handler)} names the file ${inTask(check, first)}, which is not in the build context${
      meant ? ` — did you mean ${quote(`${meant}.${missing.function}`)}?` : ""
    }`,
    reason: missing.reason,
    fix: meant
      ? `Write ${written(check.where, `${meant}.${missing.function}`)}`
      : `Create ${inTask(check, first)}, or change the handler to the file that contains it${listed(missing.modules)}.`,
  });
}

function ignoredFile(check: HandlerCheck, missing: Missing, path: string, file: AbsentFile): Problem {
  const name = file.contextPath ?? inTask(check, path);
  const rule = file.ignoredBy;
  const place = rule ? `${placeOfRule(rule)} (${quote(rule.text.trim())})` : "the ignore file";
  return problemAt(check.where, {
    code: "handler-file-ignored",
    message: `${quote(check.handler)} names the file ${name}, which ${place} excludes from the image`,
    reason: missing.reason,
    fix: rule
      ? includeAgain(rule, name)
      : `Remove ${name} from the ignore file, or add the line ${quote(`!${name}`)} at its end.`,
  });
}

function notCopiedFile(
  check: HandlerCheck,
  missing: Missing,
  notCopied: { readonly path: string; readonly file: AbsentFile } | undefined,
  elsewhere: string | undefined,
): Problem {
  const [first] = missing.candidates as [string];
  const path = notCopied?.path ?? first;
  const name = notCopied?.file.contextPath ?? inTask(check, path);
  const folder = path.slice(0, path.lastIndexOf("/") + 1);
  const there = elsewhere ? `: it is copied to ${elsewhere}` : "";
  return problemAt(check.where, {
    code: "handler-file-not-copied",
    message: `${quote(check.handler)} names the file ${name}, which no COPY copies to ${path}${there}`,
    reason: missing.reason,
    fix: `Add to the Dockerfile, before CMD: COPY ${name} ${dockerFolder(check, folder)}`,
  });
}

/** Formats a folder as in a Dockerfile for AWS's base images. */
function dockerFolder(check: HandlerCheck, folder: string): string {
  return folder.startsWith("/var/task/") && check.taskRoot === "/var/task"
    ? `\${LAMBDA_TASK_ROOT}/${folder.slice("/var/task/".length)}`
    : folder;
}

/** The path of the file, if `COPY` copies it into the image but not below the task root. */
function copiedElsewhere(check: HandlerCheck, missing: Missing): string | undefined {
  const ends = missing.candidates.map((path) => path.slice(check.taskRoot.length));
  return check.files
    .list()
    .find((path) => !path.startsWith(`${check.taskRoot}/`) && ends.some((end) => path.endsWith(end)));
}

/** A module of the same name in another folder, or of a similar name. */
function suggestModule({ module, modules }: Missing): string | undefined {
  const base = lastPart(module);
  const same = modules.filter((candidate) => lastPart(candidate) === base);
  return same.length === 1 ? same[0] : nearest(module, modules);
}

function lastPart(module: string): string {
  return module.slice(Math.max(module.lastIndexOf("."), module.lastIndexOf("/")) + 1).toLowerCase();
}

function inTask(check: HandlerCheck, path: string): string {
  return path.slice(check.taskRoot.length + 1);
}

export function quote(text: string): string {
  return `\`${text}\``;
}

/** Lists at most five of the existing names. */
export function listed(names: readonly string[]): string {
  if (names.length === 0) return "";
  const shown = names.slice(0, 5).map(quote).join(", ");
  return ` (there ${names.length === 1 ? "is" : "are"} ${shown}${names.length > 5 ? ", …" : ""})`;
}
