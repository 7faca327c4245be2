/**
 * Reads the part of Terraform's language that policies use: templates, objects, lists, plain values and references, as
 * in a configuration in JSON. A reference stays in the result as `${aws_s3_bucket.docs.arn}`. Any other expression
 * becomes `${…}`.
 */

/** The value of a reference. Undefined when it is known only after the apply. */
export type Lookup = (reference: string) => string | undefined;

/** An expression that is not a plain reference. */
const EXPRESSION = "${…}";

/**
 * The value of a text in a configuration: a text, or the value of the expression if the text consists of one.
 * @returns undefined when it can't be read
 */
export function readTemplate(text: string, lookup: Lookup): unknown {
  const reader = new Reader(text, lookup);
  try {
    return reader.template(() => reader.atEnd());
  } catch (error) {
    if (error instanceof Unreadable) return undefined;
    throw error;
  }
}

class Unreadable extends Error {}

const REFERENCE = /^[A-Za-z_][\w-]*(?:\.[\w-]+|\[\d+\]|\["[^"\\$]*"\]|\[\*\])+$/;
const MOST_NESTED = 50;
const ESCAPES: Readonly<Record<string, string>> = { n: "\n", r: "\r", t: "\t", '"': '"', "\\": "\\" };
const CLOSING: Readonly<Record<string, string>> = { "(": ")", "[": "]", "{": "}", '"': '"' };

class Reader {
  private at = 0;
  private depth = 0;

  constructor(
    private readonly text: string,
    private readonly lookup: Lookup,
  ) {}

  atEnd(): boolean {
    return this.at >= this.text.length;
  }

  /** Reads a text with expressions in it, up to its end. */
  template(isEnd: () => boolean, next: () => string = () => this.take()): unknown {
    const parts: unknown[] = [];
    let literal = "";
    while (!isEnd()) {
      if (this.skip("$${") || this.skip("%%{")) {
        literal += this.text.slice(this.at - 2, this.at);
      } else if (this.skip("${")) {
        parts.push(literal, this.interpolation());
        literal = "";
      } else if (this.looksAt("%{")) {
        throw new Unreadable("a directive");
      } else {
        literal += next();
      }
    }
    parts.push(literal);
    const values = parts.filter((part) => part !== "");
    return values.length === 1 ? values[0] : values.map(textOf).join("");
  }

  private interpolation(): unknown {
    this.skip("~");
    const value = this.value();
    this.skipSpace();
    this.skip("~");
    this.expect("}");
    return value;
  }

  private value(): unknown {
    this.skipSpace();
    const start = this.at;
    if (++this.depth > MOST_NESTED) throw new Unreadable("too deep");
    try {
      const value = this.plainValue();
      this.skipSpace(false);
      if (this.atEnd() || /[,\]})\n~]/.test(this.text[this.at] as string)) {
        return value;
      }
    } catch (error) {
      if (!(error instanceof Unreadable)) throw error;
    } finally {
      this.depth--;
    }
    this.at = start;
    this.skipExpression();
    if (this.at === start) throw new Unreadable("nothing");
    return EXPRESSION;
  }

  private plainValue(): unknown {
    if (this.looksAt("{")) return this.object();
    if (this.looksAt("[")) return this.list();
    if (this.skip('"')) return this.quoted();
    if (this.skip("jsonencode(")) {
      const value = this.value();
      this.skipSpace();
      this.expect(")");
      return JSON.stringify(value);
    }
    const word = /^[\w.[\]*"-]+/.exec(this.text.slice(this.at))?.[0] ?? "";
    const source = trimmed(word);
    this.at += source.length;
    if (/^-?\d+(?:\.\d+)?$/.test(source)) return Number(source);
    if (source === "true" || source === "false") return source === "true";
    if (source === "null") return null;
    if (!REFERENCE.test(source)) throw new Unreadable("an expression");
    // It may become part of a JSON text.
    return this.lookup(source) ?? `\${${source.replaceAll('"', "'")}}`;
  }

  private quoted(): unknown {
    const value = this.template(
      () => {
        if (this.atEnd()) throw new Unreadable("an unterminated text");
        return this.looksAt('"');
      },
      () => this.escaped(),
    );
    this.expect('"');
    return textOf(value);
  }

  private escaped(): string {
    if (!this.skip("\\")) return this.take();
    const letter = this.take();
    if (letter === "u") {
      const code = this.text.slice(this.at, this.at + 4);
      this.at += 4;
      return String.fromCharCode(Number.parseInt(code, 16));
    }
    const character = ESCAPES[letter];
    if (character === undefined) throw new Unreadable("an escape");
    return character;
  }

  private list(): unknown[] {
    this.expect("[");
    const items: unknown[] = [];
    for (this.skipSeparators(); !this.skip("]"); this.skipSeparators()) {
      this.refuseFor();
      items.push(this.value());
    }
    return items;
  }

  private object(): Readonly<Record<string, unknown>> {
    this.expect("{");
    const members: [string, unknown][] = [];
    for (this.skipSeparators(); !this.skip("}"); this.skipSeparators()) {
      this.refuseFor();
      const name = this.skip('"') ? String(this.quoted()) : this.word();
      this.skipSpace();
      if (!this.skip("=") && !this.skip(":")) throw new Unreadable("a member");
      members.push([name, this.value()]);
    }
    return Object.fromEntries(members);
  }

  private word(): string {
    const word = /^[A-Za-z_][\w-]*/.exec(this.text.slice(this.at))?.[0];
    if (word === undefined) throw new Unreadable("a name");
    this.at += word.length;
    return word;
  }

  private refuseFor(): void {
    if (/^for\s/.test(this.text.slice(this.at, this.at + 4))) throw new Unreadable("a loop");
  }

  /** Skips to the end of the expression. */
  private skipExpression(): void {
    const open: string[] = [];
    for (; !this.atEnd(); this.at++) {
      const character = this.text[this.at] as string;
      const isInText = open.at(-1) === '"';
      if (open.length === 0 && /[,\]})\n]/.test(character)) return;
      if (character === open.at(-1)) {
        open.pop();
      } else if (isInText) {
        if (character === "\\") {
          this.at++;
        } else if (this.looksAt("${") && !this.text.endsWith("$", this.at)) {
          this.at++;
          open.push("}");
        }
      } else if (CLOSING[character] !== undefined) {
        open.push(CLOSING[character]);
      }
    }
  }

  private skipSeparators(): void {
    for (this.skipSpace(); this.skip(","); this.skipSpace());
    if (this.atEnd()) throw new Unreadable("no end");
  }

  private skipSpace(lines = true): void {
    const space = lines ? /\s/ : /[^\S\n]/;
    while (!this.atEnd() && space.test(this.text[this.at] as string)) {
      this.at++;
    }
  }

  private looksAt(text: string): boolean {
    return this.text.startsWith(text, this.at);
  }

  private skip(text: string): boolean {
    const isThere = this.looksAt(text);
    if (isThere) this.at += text.length;
    return isThere;
  }

  private expect(text: string): void {
    if (!this.skip(text)) throw new Unreadable(text);
  }

  private take(): string {
    if (this.atEnd()) throw new Unreadable("no end");
    return this.text[this.at++] as string;
  }
}

/** A scanned word can end in the bracket of the surrounding list. */
function trimmed(word: string): string {
  let source = word;
  while (source.endsWith("]") && source.split("]").length > source.split("[").length) {
    source = source.slice(0, -1);
  }
  return source;
}

function textOf(value: unknown): string {
  return typeof value === "object" ? EXPRESSION : String(value);
}
