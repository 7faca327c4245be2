import { isAbsolute } from "node:path";

/**
 * A secret for the build alone, which a Dockerfile reads with `RUN --mount=type=secret,id=<id>`. Its value is read by the machine that
 * applies, when the image is built; it is in no layer, no state, no plan and no staged file. A changed value builds nothing anew: its
 * id and its source are part of the image's hash, the value is not.
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
        `${JSON.stringify(name)} can't be the name of an environment variable: letters, digits and "_".`,
      );
    }
    return new DockerBuildSecret("env", name);
  }

  /**
   * The content of a file of the machine that applies.
   * @param src absolute: the build runs in another folder than the app. A leading `~` is not a path.
   * @throws Error when it is not absolute
   */
  static fromSrc(src: string): DockerBuildSecret {
    if (!isAbsolute(src) || src.includes(",")) {
      throw new Error(
        `The file of a build secret is named by an absolute path without a comma; got ${JSON.stringify(src)}. A file that is at another ` +
          "place on each machine is better read into an environment variable (DockerBuildSecret.fromEnvironment).",
      );
    }
    return new DockerBuildSecret("src", src);
  }

  private constructor(
    /** As `docker build --secret` and the docker provider call it. @internal */
    readonly kind: "env" | "src",
    /** @internal */
    readonly value: string,
  ) {}
}
