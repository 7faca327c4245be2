/** The value of a variable: `null` when it is certainly not set, `undefined` when it isn't known. */
export type Lookup = (name: string) => string | null | undefined;

/**
 * Replaces the variables in a word and removes its quotes, as BuildKit does (moby/buildkit v0.32, frontend/dockerfile/shell/lex.go).
 * @returns undefined when the result depends on an unknown value, or on a pattern (`${X#…}`, `${X%…}`, `${X/…}`)
 */
export function expand(word: string, lookup: Lookup, escapeChar = "\\"): string | undefined {
  const result = new Expansion(word, lookup, escapeChar).until("");
  return result === UNKNOWN ? undefined : result;
}

const UNKNOWN = Symbol("unknown");
type Text = string | typeof UNKNOWN;

class Expansion {
  private at = 0;

  constructor(
    private readonly word: string,
    private readonly lookup: Lookup,
    private readonly escapeChar: string,
  ) {}

  /** Reads up to the given character, or to the end. Skips the character. */
  until(stop: string): Text {
    let result: Text = "";
    while (this.at < this.word.length) {
      const char = this.word.charAt(this.at);
      if (stop !== "" && char === stop) {
        this.at++;
        return result;
      }
      result = join(result, this.next(char));
    }
    return stop === "" ? result : UNKNOWN;
  }

  private next(char: string): Text {
    if (char === "$") return this.variable();
    this.at++;
    if (char === this.escapeChar) return this.word.charAt(this.at++);
    if (char === "'") {
      const end = this.word.indexOf("'", this.at);
      if (end === -1) return UNKNOWN;
      const literal = this.word.slice(this.at, end);
      this.at = end + 1;
      return literal;
    }
    return char === '"' ? this.doubleQuoted() : char;
  }

  private doubleQuoted(): Text {
    let result: Text = "";
    while (this.at < this.word.length) {
      const char = this.word.charAt(this.at);
      if (char === "$") {
        result = join(result, this.variable());
        continue;
      }
      this.at++;
      if (char === '"') return result;
      const escaped = this.word.charAt(this.at);
      if (char === this.escapeChar && ['"', "$", this.escapeChar].includes(escaped)) {
        result = join(result, escaped);
        this.at++;
      } else result = join(result, char);
    }
    return UNKNOWN;
  }

  private variable(): Text {
    this.at++;
    if (this.word.charAt(this.at) !== "{") {
      const name = this.name();
      return name === "" ? "$" : this.value(name);
    }
    this.at++;
    const name = this.name();
    let operator = this.word.charAt(this.at++);
    if (operator === "}") return name === "" ? UNKNOWN : this.value(name);
    const emptyIsUnset = operator === ":";
    if (emptyIsUnset) operator = this.word.charAt(this.at++);
    if (!"+-?".includes(operator) || operator === "") {
      this.until("}");
      return UNKNOWN;
    }
    const other = this.until("}");
    const value = this.lookup(name);
    if (value === undefined) return UNKNOWN;
    const given = value === null || (emptyIsUnset && value === "") ? null : value;
    if (operator === "+") return given === null ? "" : other;
    if (operator === "-") return given ?? other;
    return given ?? UNKNOWN;
  }

  private value(name: string): Text {
    const value = this.lookup(name);
    return value === undefined ? UNKNOWN : (value ?? "");
  }

  private name(): string {
    const [name = ""] = /^([A-Za-z_][A-Za-z0-9_]*|\d+)/.exec(this.word.slice(this.at)) ?? [];
    this.at += name.length;
    return name;
  }
}

function join(one: Text, other: Text): Text {
  return one === UNKNOWN || other === UNKNOWN ? UNKNOWN : one + other;
}
