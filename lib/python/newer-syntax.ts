import type { PythonToken } from "./python-tokens";

/** Syntax that older versions of Python refuse. */
export interface NewerSyntax {
  /** For example `match`. */
  readonly what: string;
  /** The first version that has it, for example `3.10`. */
  readonly since: string;
  /** Offset in the source. */
  readonly at: number;
}

/** The first syntax of a source that a version of Python doesn't have (docs.python.org, “What’s New in Python”). */
export function newerSyntax(tokens: readonly PythonToken[], version: string): NewerSyntax | undefined {
  const found = new Reader(tokens).all();
  return found.find(({ since }) => minorOf(since) > minorOf(version));
}

/** 14 of 3.14. */
function minorOf(version: string): number {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  return (major - 3) * 100 + minor;
}

class Reader {
  constructor(private readonly tokens: readonly PythonToken[]) {}

  all(): readonly NewerSyntax[] {
    return this.tokens.flatMap((token, index) => {
      const found = this.at(token, index);
      return found ? [{ ...found, at: token.from }] : [];
    });
  }

  private at(token: PythonToken, index: number): Omit<NewerSyntax, "at"> | undefined {
    if (token.kind === "operator" && token.text === ":=") return { what: ":=", since: "3.8" };
    if (token.kind !== "name") return undefined;
    const next = this.tokens[index + 1];
    const after = this.tokens[index + 2];
    if (token.text === "except" && next?.text === "*" && next.kind === "operator")
      return { what: "except*", since: "3.11" };
    if (token.text === "except" && this.listsWithoutBrackets(index))
      return { what: "except with several types without brackets", since: "3.14" };
    if ((token.text === "def" || token.text === "class") && after?.kind === "operator" && after.text === "[")
      return { what: `type parameters of ${token.text} ${next?.text}`, since: "3.12" };
    if (!this.startsStatement(index)) return undefined;
    if (token.text === "match" && this.hasCases(index)) return { what: "match", since: "3.10" };
    if (token.text === "type" && next?.kind === "name" && (after?.text === "=" || after?.text === "["))
      return { what: `type ${next.text} = …`, since: "3.12" };
    return undefined;
  }

  private startsStatement(index: number): boolean {
    const before = this.tokens[index - 1];
    return (
      before === undefined || ["newline", "indent", "dedent"].includes(before.kind) || before.text === ";"
    );
  }

  /** `match …:`, then an indented line that begins with `case`. */
  private hasCases(index: number): boolean {
    const end = this.endOfLine(index);
    return (
      this.tokens[end - 1]?.text === ":" &&
      this.tokens[end + 1]?.kind === "indent" &&
      this.tokens[end + 2]?.text === "case"
    );
  }

  /** `except A, B:`, which is also how Python 2 named the exception. */
  private listsWithoutBrackets(index: number): boolean {
    let depth = 0;
    for (const { kind, text } of this.tokens.slice(index, this.endOfLine(index))) {
      if (kind !== "operator") continue;
      if ("([{".includes(text)) depth++;
      else if (")]}".includes(text)) depth--;
      else if (text === "," && depth === 0) return true;
    }
    return false;
  }

  private endOfLine(index: number): number {
    let end = index;
    while (end < this.tokens.length && this.tokens[end]?.kind !== "newline") end++;
    return end;
  }
}
