/**
 * How the patterns of an ignore file and of `exclude` are read: by BuildKit's rules. AWS CDK's GIT and GLOB are left out, since
 * the builder reads the `.dockerignore` again, always by its own rules. With others, the hash would cover other files than the image has.
 * @enum
 */
export const IgnoreMode = {
  /** As BuildKit reads a `.dockerignore`. */
  DOCKER: "docker",
} as const;
/** How the patterns of an ignore file and of `exclude` are read. */
export type IgnoreMode = (typeof IgnoreMode)[keyof typeof IgnoreMode];
