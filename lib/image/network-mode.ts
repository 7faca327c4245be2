/**
 * The network of the `RUN` commands of a build. These are the modes that BuildKit has (docker/buildx v0.23, build/opt.go: any other is
 * refused with "not supported by buildkit").
 * @enum
 */
export const NetworkMode = {
  /** A network of its own, with access to others. */
  DEFAULT: "default",
  /** The network of the machine that builds. */
  HOST: "host",
  /** None. */
  NONE: "none",
} as const;
/** The network of the `RUN` commands of a build. */
export type NetworkMode = (typeof NetworkMode)[keyof typeof NetworkMode];
