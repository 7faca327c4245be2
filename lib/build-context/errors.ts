/** What is wrong with a build context. Stable: code may branch on it. */
export type BuildContextErrorCode =
  | "folder-missing"
  | "folder-not-a-folder"
  | "folder-empty"
  | "everything-ignored"
  | "dockerfile-missing"
  | "dockerfile-outside"
  | "ignore-file-unusable"
  | "ignore-pattern-invalid"
  | "exclude-needs-ignore-file"
  | "link-leaves-context"
  | "link-broken"
  | "link-loop"
  | "not-a-file"
  | "name-not-utf8"
  | "unreadable"
  | "changed-while-reading"
  | "context-too-large"
  | "staged-inside-context";

/** The parts every message has: what is wrong, where, why it matters, how to fix it. */
interface Explanation {
  readonly code: BuildContextErrorCode;
  readonly what: string;
  readonly where: string;
  readonly why: string;
  readonly fix: string;
  readonly cause?: unknown;
}

/** A folder that can't be used as a Docker build context. Its message is meant to be shown unchanged. */
export class BuildContextError extends Error {
  override readonly name = "BuildContextError";
  readonly code: BuildContextErrorCode;

  constructor({ code, what, where, why, fix, cause }: Explanation) {
    super(`${what}\n  where: ${where}\n  why:   ${why}\n  fix:   ${fix}`, { cause });
    this.code = code;
  }
}

/** Turns an error of the file system into a problem of the context. */
export function fileSystemError(absolute: string, cause: unknown): BuildContextError {
  const code = errorCode(cause);
  if (code === "ENOENT" || code === "ENOTDIR" || code === "ELOOP")
    return changedWhileReading(absolute, cause);
  const denied = code === "EACCES" || code === "EPERM";
  return new BuildContextError({
    code: "unreadable",
    what: denied
      ? "No permission to read a part of the build context."
      : "A part of the build context can't be read.",
    where: absolute,
    why: `The image would not contain it (${code ?? String(cause)}).`,
    fix: denied
      ? "Give yourself permission to read it (chmod u+rX), or leave it out with a line in .dockerignore."
      : "Make sure that the file can be opened, or leave it out with a line in .dockerignore.",
    cause,
  });
}

export function changedWhileReading(absolute: string, cause?: unknown): BuildContextError {
  return new BuildContextError({
    code: "changed-while-reading",
    what: "A part of the build context changed while it was being read.",
    where: absolute,
    why: "The hash would not match what goes into the image.",
    fix: "Run it again when nothing writes to the folder. Leave out files that keep changing with a line in .dockerignore.",
    cause,
  });
}

/** The code of a system error, for example `ENOENT`. */
export function errorCode(error: unknown): string | undefined {
  return typeof error === "object" && error !== null && "code" in error ? String(error.code) : undefined;
}
