/** A word or an operator of a shell script. */
export type ShellToken =
  | {
      readonly kind: "word";
      readonly text: string;
      readonly quoted: boolean;
      readonly substitutions: string[];
    }
  | { readonly kind: "operator"; readonly text: string };

/**
 * The words and operators of a shell script, without comments.
 * @returns undefined when a quote or a bracket is not closed
 */
export function shellTokens(script: string): ShellToken[] | undefined {
  const tokens: ShellToken[] = [];
  let word: { text: string; quoted: boolean; substitutions: string[] } | undefined;
  const open = () => {
    word ??= { text: "", quoted: false, substitutions: [] };
    return word;
  };
  const endWord = () => {
    if (word) tokens.push({ kind: "word", ...word });
    word = undefined;
  };
  const operator = (text: string) => {
    endWord();
    tokens.push({ kind: "operator", text });
  };

  for (let i = 0; i < script.length; ) {
    const char = script.charAt(i);
    const next = script.charAt(i + 1);
    if (char === "\\") {
      if (next !== "\n") open().text += next;
      i += 2;
    } else if (char === "'" || char === '"') {
      const end = closingQuote(script, i);
      if (end === undefined) return undefined;
      const inner = script.slice(i + 1, end);
      const current = open();
      current.quoted = true;
      if (char === '"') {
        const substitutions = substitutionsIn(inner);
        if (substitutions === undefined) return undefined;
        current.substitutions.push(...substitutions);
      }
      current.text += char === '"' ? inner.replace(/\\([$`"\\])/g, "$1") : inner;
      i = end + 1;
    } else if (char === "`" || (char === "$" && next === "(")) {
      const end = char === "`" ? script.indexOf("`", i + 1) : closingBracket(script, i + 1);
      if (end === undefined || end < 0) return undefined;
      const current = open();
      current.text += script.slice(i, end + 1);
      // $((1 + 1)) is arithmetic.
      if (!script.startsWith("$((", i))
        current.substitutions.push(script.slice(i + (char === "`" ? 1 : 2), end));
      i = end + 1;
    } else if (char === "$" && next === "{") {
      const end = script.indexOf("}", i);
      if (end === -1) return undefined;
      open().text += script.slice(i, end + 1);
      i = end + 1;
    } else if (char === "#" && word === undefined) {
      while (i < script.length && script.charAt(i) !== "\n") i++;
    } else if (char === ">" || char === "<") {
      // The number of a stream, as in 2>file.
      if (word && /^\d$|^&$/.test(word.text)) word = undefined;
      const [all] = /^(>>|>\||>&|<<<|<&|<>|>|<)/.exec(script.slice(i)) ?? [char];
      const stream = /^\s*(\d|-)(?=[\s;|&)]|$)/.exec(script.slice(i + all.length));
      if (all.endsWith("&") && stream) {
        endWord();
        i += all.length + stream[0].length;
        continue;
      }
      // The word after <<< is the input itself.
      if (all !== "<<<") operator(all.startsWith(">") ? ">" : "<");
      i += all.length;
    } else if (char === "&" && next === ">") {
      endWord();
      i++;
    } else if (char === "(" && next === ")") {
      operator("()");
      i += 2;
    } else if ((char === "(" || char === ")") && word === undefined) {
      operator(";group");
      i++;
    } else if (char === ")") {
      // The end of a group, or of a pattern of `case`.
      endWord();
      operator(";group");
      i++;
    } else if (char === "(") {
      // An array, or a pattern of another shell.
      return undefined;
    } else if (script.startsWith("&&", i) || script.startsWith("||", i)) {
      operator(script.slice(i, i + 2));
      i += 2;
    } else if (char === ";" || char === "\n" || char === "|" || char === "&") {
      operator(char);
      i++;
    } else if (/\s/.test(char)) {
      endWord();
      i++;
    } else {
      open().text += char;
      i++;
    }
  }
  endWord();
  return tokens;
}

function closingQuote(script: string, start: number): number | undefined {
  const quote = script.charAt(start);
  for (let i = start + 1; i < script.length; i++) {
    if (script.charAt(i) === "\\" && quote === '"') i++;
    else if (quote === '"' && script.startsWith("$(", i)) {
      const end = closingBracket(script, i + 1);
      if (end === undefined) return undefined;
      i = end;
    } else if (script.charAt(i) === quote) return i;
  }
  return undefined;
}

/** The end of the brackets that open at a position. */
function closingBracket(script: string, start: number): number | undefined {
  let depth = 0;
  for (let i = start; i < script.length; i++) {
    const char = script.charAt(i);
    if (char === "\\") i++;
    else if (char === "'" || char === '"') {
      const end = closingQuote(script, i);
      if (end === undefined) return undefined;
      i = end;
    } else if (char === "(") depth++;
    else if (char === ")" && --depth === 0) return i;
  }
  return undefined;
}

/** The scripts of the command substitutions in a text in double quotes. */
function substitutionsIn(text: string): string[] | undefined {
  const found: string[] = [];
  for (let i = 0; i < text.length; i++) {
    if (text.charAt(i) === "\\") i++;
    else if (text.charAt(i) === "`" || text.startsWith("$(", i)) {
      const quote = text.charAt(i) === "`";
      const end = quote ? text.indexOf("`", i + 1) : closingBracket(text, i + 1);
      if (end === undefined || end < 0) return undefined;
      if (!text.startsWith("$((", i)) found.push(text.slice(i + (quote ? 1 : 2), end));
      i = end;
    }
  }
  return found;
}
