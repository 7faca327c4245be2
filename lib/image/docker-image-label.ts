/**
 * The value of a label that the machine that applies knows, for example the commit: `org.opencontainers.image.revision`.
 * It isn't part of the image's hash, and the stack's file contains only the name of the variable. So another commit
 * plans no change and builds nothing. An image that is built for another reason gets the value of that moment.
 *
 * Only the docker command (DockerCliBuilder) can do that.
 */
export class DockerImageLabel {
  /**
   * The value of an environment variable of the machine that applies, for example `GITHUB_SHA`. When it isn't set or is empty, the image
   * has no such label.
   * @throws Error when that can't be the name of a variable
   */
  static fromEnvironment(name: string): DockerImageLabel {
    if (!/^[A-Za-z_][A-Za-z0-9_]*$/.test(name)) {
      throw new Error(
        `${JSON.stringify(name)} is not a valid name of an environment variable. Use letters, digits and "_".`,
      );
    }
    return new DockerImageLabel(name);
  }

  private constructor(
    /** @internal */
    readonly variable: string,
  ) {}
}
