/** A project with a Dockerfile, as text: one of the generated shapes, or a folder of the user's. */
export interface Project {
  readonly name: string;
  /** The text of each file of the build context, by its path. Binary and large files are there by their name, with no text. */
  readonly files: Readonly<Record<string, string>>;
  /** The files that are executable. @default - none */
  readonly executables?: readonly string[];
  /** The Dockerfile's path in the build context. @default "Dockerfile" */
  readonly dockerfile?: string;
  readonly target?: string;
  readonly buildArgs?: Readonly<Record<string, string>>;
  /** The command that the function's code in TypeScript sets. @default - that of the Dockerfile */
  readonly cmd?: readonly string[];
  /** @default "x86_64" */
  readonly architecture?: "x86_64" | "arm64";
  /** The folder it was read from. @default - it is generated */
  readonly directory?: string;
}

/** The place of `cmd` in TypeScript. No such file is read. */
export const OVERRIDE = { file: "stack.ts", line: 12 } as const;

export function dockerfileOf({ dockerfile = "Dockerfile" }: Project): string {
  return dockerfile;
}
