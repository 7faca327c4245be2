/**
 * The code of a problem in a function's folder. Codes are stable, so that an acknowledgement can name them. Each is a heading in
 * docs/problems.md, in this order.
 */
export type ProblemCode =
  | "handler-malformed"
  | "handler-file-missing"
  | "handler-file-ignored"
  | "handler-file-not-copied"
  | "handler-function-missing"
  | "handler-module-taken"
  | "handler-async"
  | "handler-arguments"
  | "python-syntax"
  | "javascript-syntax"
  | "dockerfile-syntax"
  | "cmd-missing"
  | "cmd-shell-form"
  | "cmd-many-words"
  | "cmd-repeated"
  | "copy-source-missing"
  | "copy-source-ignored"
  | "base-image-unknown-arg"
  | "secret-in-image"
  | "import-missing"
  | "requirement-unpinned"
  | "runtime-deprecated"
  | "runtime-deprecation-soon"
  | "runtime-interface-missing"
  | "platform-mismatch"
  | "base-image-unpinned"
  | "code-copied-before-install"
  | "dockerignore-missing";
