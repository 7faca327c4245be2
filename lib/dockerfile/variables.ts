import { expand, type Lookup } from "./expand";
import type { Instruction } from "./instruction";

/** The variables at one line, values by name. `undefined` is a value that isn't known. */
export class Variables {
  private readonly values: Map<string, string | undefined>;

  constructor(
    values: Iterable<readonly [string, string | undefined]>,
    /** The state of a variable that is not among the values. */
    private readonly others: "unset" | "unknown",
  ) {
    this.values = new Map(values);
  }

  readonly lookup: Lookup = (name) => {
    if (this.values.has(name)) return this.values.get(name);
    return this.others === "unset" ? null : undefined;
  };

  set(name: string, value: string | undefined): void {
    this.values.set(name, value);
  }

  copy(): Variables {
    return new Variables(this.values, this.others);
  }

  /**
   * `ARG name`, `ARG name=default`, several in one line. A build argument overrides a default, and a default overrides
   * `inherited`.
   */
  addArgs(
    { text }: Instruction,
    escapeChar: string,
    buildArgs: Readonly<Record<string, string>>,
    inherited?: Lookup,
  ): void {
    for (const word of words(text, escapeChar)) {
      const equals = word.indexOf("=");
      const name = equals === -1 ? word : word.slice(0, equals);
      const given = buildArgs[name];
      if (given !== undefined) this.set(name, given);
      else if (equals !== -1) this.set(name, expand(word.slice(equals + 1), this.lookup, escapeChar));
      else {
        const value = inherited?.(name);
        if (value !== null && inherited) this.set(name, value);
      }
    }
  }
}

/** Splits a line at white space that is neither quoted nor escaped. Quotes and escapes stay. */
export function words(text: string, escapeChar: string): string[] {
  const found: string[] = [];
  let word = "";
  let quote = "";
  for (let i = 0; i < text.length; i++) {
    const char = text.charAt(i);
    if (char === escapeChar && quote !== "'") {
      word += char + text.charAt(++i);
      continue;
    }
    if (quote === "" && /\s/.test(char)) {
      if (word !== "") found.push(word);
      word = "";
      continue;
    }
    if (quote === "" && (char === '"' || char === "'")) quote = char;
    else if (char === quote) quote = "";
    word += char;
  }
  return word === "" ? found : [...found, word];
}
