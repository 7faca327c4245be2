import { isAbsolute } from "node:path";

/**
 * A secret that only the build sees. A Dockerfile reads it with `RUN --mount=type=secret,id=<id>`. The machine that
 * applies reads the value when the image is built. The value is in no layer, state, plan or staged file. The id and the
 * source of the secret are part of the image's hash, but the value isn't. So a changed value doesn't build the image
 * again.
 *
 * It needs BuildKit (Docker 23 or newer, or buildx).
 */
export class DockerBuildSecret {
  /**
   * The value of an environment variable of the machine that applies.
   * @throws Error when that can't be the name of a variable
   */
  static fromEnvironment(name: string): DockerBuildSecret {
    if (!/^[A-Za-z_][A-Za-z0-9_]*$/.test(name)) {
      throw new Error(
        `${JSON.stringify(name)} is not a valid name of an environment variable. Use letters, digits and "_".`,
      );
    }
    return new DockerBuildSecret("env", name);
  }

  /**
   * The content of a file of the machine that applies.
   * @param src absolute, since the build runs in another folder than the app. A leading `~` is not allowed.
   * @throws Error when it is not absolute
   */
  static fromSrc(src: string): DockerBuildSecret {
    if (!isAbsolute(src) || src.includes(",")) {
      throw new Error(
        `The file of a build secret needs an absolute path without a comma; got ${JSON.stringify(src)}. If the path differs between ` +
          "machines, use an environment variable instead (DockerBuildSecret.fromEnvironment).",
      );
    }
    return new DockerBuildSecret("src", src);
  }

  private constructor(
    /** The name that `docker build --secret` and the docker provider use. @internal */
    readonly kind: "env" | "src",
    /** @internal */
    readonly value: string,
  ) {}
}
