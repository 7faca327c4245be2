/** One instruction of a Dockerfile, its continuation lines joined and the comments between them dropped. */
export interface Instruction {
  /** In capitals. */
  readonly keyword: string;
  /** 1-based, of the keyword. */
  readonly line: number;
  /** 1-based, of the last line, here-documents included. */
  readonly endLine: number;
  /** The `--name=value` words after the keyword; a flag without a value has "". */
  readonly flags: readonly Flag[];
  /** The text after keyword and flags. */
  readonly text: string;
  /** The strings of the JSON form. @default - not in JSON form: `text` is a shell command or a list of words */
  readonly json?: readonly string[];
  readonly documents: readonly HereDocument[];
  /** What follows a backslash looks like an instruction of its own. @default - none */
  readonly swallowed?: { readonly keyword: string; readonly backslashLine: number };
  /** All its lines, as written in the file. */
  readonly source: string;
}

export interface Flag {
  readonly name: string;
  readonly value: string;
}

export interface HereDocument {
  readonly name: string;
  readonly content: string;
}

/** Why `docker build` would refuse the file before it builds anything. */
export interface DockerfileError {
  /** 1-based. */
  readonly line: number;
  readonly message: string;
  readonly fix: string;
}
