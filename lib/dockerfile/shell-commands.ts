import { type ShellToken, shellTokens } from "./shell-tokens";

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

function andOrLists(tokens: readonly ShellToken[]): AndOrList[] {
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

/** Without variables (`A=1 program`) and programs that start another. */
export function withoutPrefix(words: readonly string[]): readonly string[] {
  const first = words.findIndex(
    (word) => !/^[A-Za-z_]\w*=/.test(word) && !/^(sudo|exec|env|command|time|nice)$/.test(word),
  );
  return first === -1 ? [] : words.slice(first);
}
