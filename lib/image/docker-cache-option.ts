import { Token } from "cdktf";
import { literalUnlessToken } from "../terraform-text";

/**
 * A cache of a build outside of the machine that builds: https://docs.docker.com/build/cache/backends/ (read
 * 2026-11-28). A cache only changes how long a build takes. So it isn't part of the image's hash, and a changed cache
 * builds nothing again.
 */
export interface DockerCacheOption {
  /**
   * The kind of cache: `registry`, `inline`, `gha`, `s3`, `azblob` or `local`. Docker's default builder exports another kind than `inline`
   * only with the containerd image store (the default of new installations of Docker 29).
   */
  readonly type: string;
  /**
   * The settings of that kind, for example `{ ref: "123456789012.dkr.ecr.eu-central-1.amazonaws.com/cache", mode: "max" }`. They may be
   * known only when Terraform runs. Don't put secrets here: the values are readable in the stack's file.
   * @default - none
   */
  readonly params?: Readonly<Record<string, string>>;
}

/** The option as `docker build` takes it, for example `type=registry,ref=…`, escaped for Terraform. */
export function cacheText({ type, params = {} }: DockerCacheOption): string {
  const pairs = [["type", type], ...Object.entries(params)] as const;
  return pairs.map(([key, value]) => `${key}=${literalUnlessToken(value)}`).join(",");
}

/** Why docker would read the option differently. @returns undefined when it wouldn't */
export function cacheProblem({ type, params = {} }: DockerCacheOption): string | undefined {
  const wrong = Object.entries({ type, ...params }).find(
    ([key, value]) =>
      !/^[a-z][a-z0-9_-]*$/.test(key) || (!Token.isUnresolved(value) && !/^[^",\r\n]+$/.test(value)),
  );
  return (
    wrong &&
    `${wrong[0]}=${JSON.stringify(wrong[1])} can't be part of a cache option: docker separates the parts by commas`
  );
}
