import type { ImageFile, ImageFiles } from "../image-files";
import { nearest } from "../nearest";
import type { Problem } from "../problem";

/** The handler of a function, and the image it is to be found in. */
export interface HandlerCheck {
  /** The one word of `CMD`, or of the override `cmd`, for example `lambda_function.handler`. */
  readonly handler: string;
  /** Where that word is written. */
  readonly where: Place;
  /** What runs it. For any language but these two there is no check. */
  readonly language: "python" | "nodejs" | "other";
  readonly files: ImageFiles;
  /** Where the runtime looks: `LAMBDA_TASK_ROOT` on AWS's base images, the working directory elsewhere. */
  readonly taskRoot: string;
  /**
   * The runtime looks in more places than the task root (`PYTHONPATH`, packages of the user's own that are installed): a file
   * that is not found may be there. @default false
   */
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

/** A problem about the word itself, where it is written. */
export function problemAt(
  where: Place,
  told: Omit<Problem, "file" | "line" | "column" | "severity">,
): Problem {
  const { file, line, column } = where;
  return {
    code: told.code,
    severity: "error",
    file,
    ...(line !== undefined && { line }),
    ...(column !== undefined && { column }),
    message: told.message,
    reason: told.reason,
    fix: told.fix,
  };
}

/** The place of an offset in a text. Lines end as Python and Node.js end them. */
export function placeOf(file: string, text: string, offset: number): Required<Place> {
  const lines = text.slice(0, offset).split(/\r\n|\r|\n/);
  return { file, line: lines.length, column: (lines.at(-1)?.length ?? 0) + 1 };
}

/** The line of a place with a mark under its column, as compilers show it. */
export function showLine(text: string, { line, column }: Required<Place>): string {
  const whole = text.split(/\r\n|\r|\n/)[line - 1] ?? "";
  const before = whole.slice(0, column - 1).replace(/[^\t]/g, " ");
  return `${whole}\n${before}^`;
}

/** How the word is written in the place where it stands. */
export function written(where: Place, handler: string): string {
  return /\.[cm]?[jt]sx?$/.test(where.file) ? `cmd: ["${handler}"]` : `CMD [ "${handler}" ]`;
}

/** What was looked for and is not in the image. */
export interface Missing {
  /** The path in the image that the runtime would open first, and what else would do. */
  readonly candidates: readonly string[];
  /** The module as the handler names it. */
  readonly module: string;
  /** The modules that are there, as a handler would name them. */
  readonly modules: readonly string[];
  /** The function, to make up the corrected word. */
  readonly function: string;
  /** What happens without the file. */
  readonly reason: string;
}

/** The problem of a file that is not where the runtime looks: ignored, not copied, or not there at all. */
export function missingFile(check: HandlerCheck, missing: Missing): Problem {
  const absent = missing.candidates
    .map((path) => ({ path, file: check.files.find(path) }))
    .filter((entry): entry is { path: string; file: Absent } => entry.file.state === "absent");
  const ignored = absent.find(({ file }) => file.why === "ignored");
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
      : `Create ${inTask(check, first)}, or name the file that has the handler${listed(missing.modules)}.`,
  });
}

type Absent = Extract<ImageFile, { state: "absent" }>;

function ignoredFile(check: HandlerCheck, missing: Missing, path: string, file: Absent): Problem {
  const name = file.contextPath ?? inTask(check, path);
  const rule = file.ignoredBy;
  const place = rule ? `line ${rule.line} of ${rule.file} (${quote(rule.text)})` : "the ignore file";
  return problemAt(check.where, {
    code: "handler-file-ignored",
    message: `${quote(check.handler)} names the file ${name}, which ${place} leaves out of the image`,
    reason: missing.reason,
    fix: rule
      ? `Remove line ${rule.line} of ${rule.file}, or add the line ${quote(`!${name}`)} below it.`
      : `Take ${name} out of the ignore file, or add the line ${quote(`!${name}`)} at its end.`,
  });
}

function notCopiedFile(
  check: HandlerCheck,
  missing: Missing,
  notCopied: { readonly path: string; readonly file: Absent } | undefined,
  elsewhere: string | undefined,
): Problem {
  const [first] = missing.candidates as [string];
  const path = notCopied?.path ?? first;
  const name = notCopied?.file.contextPath ?? inTask(check, path);
  const folder = path.slice(0, path.lastIndexOf("/") + 1);
  const there = elsewhere ? `: it is copied to ${elsewhere}` : "";
  return problemAt(check.where, {
    code: "handler-file-not-copied",
    message: `${quote(check.handler)} names the file ${name}, which no COPY puts at ${path}${there}`,
    reason: missing.reason,
    fix: `Add to the Dockerfile, before CMD: COPY ${name} ${dockerFolder(check, folder)}`,
  });
}

/** As a Dockerfile for AWS's base images says it. */
function dockerFolder(check: HandlerCheck, folder: string): string {
  return folder.startsWith("/var/task/") && check.taskRoot === "/var/task"
    ? `\${LAMBDA_TASK_ROOT}/${folder.slice("/var/task/".length)}`
    : folder;
}

/** The file, when `COPY` puts it in the image but not below the task root. */
function copiedElsewhere(check: HandlerCheck, missing: Missing): string | undefined {
  const ends = missing.candidates.map((path) => path.slice(check.taskRoot.length));
  return check.files
    .list()
    .find((path) => !path.startsWith(`${check.taskRoot}/`) && ends.some((end) => path.endsWith(end)));
}

/** A module of the same name in another folder, or of nearly the same name. */
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

/** At most five, to show what there is. */
export function listed(names: readonly string[]): string {
  if (names.length === 0) return "";
  const shown = names.slice(0, 5).map(quote).join(", ");
  return ` (there ${names.length === 1 ? "is" : "are"} ${shown}${names.length > 5 ? ", …" : ""})`;
}
