/** A command of a shell script. */
export interface ShellCommand {
  /** Its words without quotes, variables as written. */
  readonly words: readonly string[];
  /** The files that its output is redirected to, as written. */
  readonly writes: readonly string[];
  /** The files that its input is redirected from, as written. */
  readonly reads: readonly string[];
  /** It always runs, and the script fails if it fails. */
  readonly required: boolean;
}

/**
 * The commands of a shell script (POSIX.1-2017, "Shell Command Language"). Commands in conditions, loops, functions and
 * command substitutions are included, since they may run.
 * @param stopsAtErrors The script fails at the first command that fails, as after `set -e`. @default false
 * @returns undefined when the commands can't be listed: `eval`, `source`, a quote that isn't closed
 */
export function shellCommands(script: string, stopsAtErrors = false): readonly ShellCommand[] | undefined {
  const tokens = shellTokens(script);
  if (tokens === undefined) return undefined;
  const lists = andOrLists(tokens);
  let strict = stopsAtErrors;
  const commands: ShellCommand[] = [];
  for (const [index, list] of lists.entries()) {
    // Without `set -e` only the last list decides whether the script fails.
    const decides = list.depth === 0 && (strict || index === lists.length - 1) && !list.mayFail;
    for (const { words, writes, reads, piped } of list.commands) {
      const [program = ""] = words;
      if (UNREADABLE.has(program)) return undefined;
      if (program === "set" && words.some((word) => /^-[a-z]*e/.test(word) || word === "errexit"))
        strict = true;
      if (words.length > 0 || writes.length > 0)
        commands.push({ words, writes, reads, required: decides && !piped });
    }
    for (const inner of list.substitutions) {
      const nested = shellCommands(inner);
      if (nested === undefined) return undefined;
      commands.push(...nested.map((command) => ({ ...command, required: false })));
    }
  }
  return commands;
}

const UNREADABLE = new Set(["eval", "source", "."]);

/** Commands that are joined by `&&`, `||` and `|`. */
interface AndOrList {
  readonly commands: { words: string[]; writes: string[]; reads: string[]; piped: boolean }[];
  /** The scripts of `$(…)` and backquotes. */
  readonly substitutions: string[];
  /** How many conditions, loops and functions it is in. */
  readonly depth: number;
  /** A failure is handled (`||`, `!`, `if`), or in the background. */
  mayFail: boolean;
}

/** Words that come before a command and are not a part of it. */
const OPENS = new Set(["then", "else", "do", "if", "while", "until", "elif"]);
const CLOSES = new Set(["fi", "done", "esac"]);

function andOrLists(tokens: readonly Token[]): AndOrList[] {
  const lists: AndOrList[] = [];
  let depth = 0;
  let list: AndOrList = { commands: [], substitutions: [], depth, mayFail: false };
  let command: AndOrList["commands"][number] = emptyCommand();
  let redirection: "writes" | "reads" | undefined;
  const endCommand = (piped: boolean) => {
    list.commands.push({ ...command, piped });
    command = emptyCommand();
    redirection = undefined;
  };
  const endList = () => {
    endCommand(false);
    const used = list.commands.some(({ words, writes }) => words.length > 0 || writes.length > 0);
    if (used || list.substitutions.length > 0) lists.push(list);
    list = { commands: [], substitutions: [], depth, mayFail: false };
  };
  for (const token of tokens) {
    if (token.kind === "word") {
      list.substitutions.push(...token.substitutions);
      if (redirection !== undefined) {
        if (!/^(\/dev\/(null|stdin|stdout|stderr)|-)$/.test(token.text))
          command[redirection].push(token.text);
        redirection = undefined;
      } else if (command.words.length === 0 && !token.quoted && OPENS.has(token.text)) {
        // The words that stand for an opened block: `if` and `do` open one, `then` and `else` stay in it.
        endList();
        if (/^(if|while|until)$/.test(token.text)) depth++;
        list = { commands: [], substitutions: [], depth, mayFail: false };
      } else if (command.words.length === 0 && !token.quoted && CLOSES.has(token.text)) {
        endList();
        depth = Math.max(0, depth - 1);
        list = { commands: [], substitutions: [], depth, mayFail: false };
      } else if (command.words.length === 0 && !token.quoted && /^(for|case)$/.test(token.text)) {
        endList();
        depth++;
        list = { commands: [], substitutions: [], depth, mayFail: false };
        command.words.push("for");
      } else if (command.words.length === 0 && token.text === "!") list.mayFail = true;
      else if (command.words.length === 0 && (token.text === "{" || token.text === "}")) endList();
      else command.words.push(token.text);
      continue;
    }
    switch (token.text) {
      case ">":
        redirection = "writes";
        break;
      case "<":
        redirection = "reads";
        break;
      case "&&":
        endCommand(false);
        break;
      case "||": {
        // After a group the list before it is meant.
        const before = command.words.length === 0 && list.commands.length === 0 ? lists.at(-1) : undefined;
        if (before) before.mayFail = true;
        endCommand(false);
        list.mayFail = true;
        break;
      }
      case "|":
        endCommand(true);
        break;
      case "&":
        list.mayFail = true;
        endList();
        break;
      case "()":
        // The name of a function. Its commands may run.
        command = emptyCommand();
        depth++;
        list = { ...list, depth };
        break;
      default:
        endList();
    }
  }
  endList();
  // The words of `for` and `case` are no command.
  return lists.map((each) => ({
    ...each,
    commands: each.commands.filter(({ words }) => words[0] !== "for"),
  }));
}

function emptyCommand(): AndOrList["commands"][number] {
  return { words: [], writes: [], reads: [], piped: false };
}

type Token =
  | {
      readonly kind: "word";
      readonly text: string;
      readonly quoted: boolean;
      readonly substitutions: string[];
    }
  | { readonly kind: "operator"; readonly text: string };

/** @returns undefined when a quote or a bracket is not closed */
function shellTokens(script: string): Token[] | undefined {
  const tokens: Token[] = [];
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

/** Without variables (`A=1 program`) and programs that start another. */
export function withoutPrefix(words: readonly string[]): readonly string[] {
  const first = words.findIndex(
    (word) => !/^[A-Za-z_]\w*=/.test(word) && !/^(sudo|exec|env|command|time|nice)$/.test(word),
  );
  return first === -1 ? [] : words.slice(first);
}
