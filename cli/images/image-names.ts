import type { ImageNames } from "./read-images";

/** The resources of a synthesized stack whose names are needed. */
export interface NamedResources {
  readonly resource?: {
    readonly aws_ecr_repository?: Readonly<Record<string, { readonly name?: string }>>;
    readonly aws_lambda_function?: Readonly<Record<string, { readonly function_name?: string }>>;
  };
}

/**
 * Tests for the names of the stacks' repositories and functions, and for other names with the same prefix, since the
 * images of a removed function still exist. The construct names a repository `<prefix>/<function>` and a function
 * `<prefix>-<function>`.
 */
export function imageNames(stacks: readonly NamedResources[]): ImageNames {
  const plain = (name: string | undefined): string[] =>
    name === undefined || name.includes("${") ? [] : [name];
  const repositories = stacks.flatMap(({ resource }) =>
    Object.values(resource?.aws_ecr_repository ?? {}).flatMap(({ name }) => plain(name)),
  );
  const functions = stacks.flatMap(({ resource }) =>
    Object.values(resource?.aws_lambda_function ?? {}).flatMap(({ function_name }) => plain(function_name)),
  );
  const prefixes = [
    ...new Set(repositories.filter((name) => name.includes("/")).map((name) => name.split("/")[0] as string)),
  ];
  return {
    isRepository: (name) =>
      repositories.includes(name) || prefixes.some((prefix) => name.startsWith(`${prefix}/`)),
    isFunction: (name) =>
      functions.includes(name) || prefixes.some((prefix) => name.startsWith(`${prefix}-`)),
  };
}
