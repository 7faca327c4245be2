import type { Alias } from "./alias";
import type { AliasOptions } from "./alias-options";
import type { DockerImageFunction } from "./docker-image-function";

/**
 * A published version of a function: its code and its settings, which never change again. `fn.currentVersion` makes it.
 */
export class Version {
  /** The ARN with the version's number. */
  readonly functionArn: string;

  /**
   * @param lambda the function
   * @param version its number, known after the apply
   */
  constructor(
    readonly lambda: DockerImageFunction,
    readonly version: string,
  ) {
    this.functionArn = `${lambda.functionArn}:${version}`;
  }

  /** Adds an alias for this version. @throws Error when Lambda would refuse it */
  addAlias(aliasName: string, options: Omit<AliasOptions, "version"> = {}): Alias {
    return this.lambda.addAlias(aliasName, { ...options, version: this });
  }
}
