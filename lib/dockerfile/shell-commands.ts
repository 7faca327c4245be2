/** A command of a shell script: its words without quotes, variables as written. */
export type ShellCommand = readonly string[];

/**
 * The commands of a simple shell script, which joins commands with `&&`, `||`, `;`, pipes and line ends.
 * @returns undefined for anything else (loops, conditions, command substitution, redirection to a file)
 */
export function shellCommands(script: string): readonly ShellCommand[] | undefined {
  const commands: string[][] = [];
  let command: string[] = [];
  let word: string | undefined;
  const endWord = () => {
    if (word !== undefined) command.push(word);
    word = undefined;
  };
  const endCommand = () => {
    endWord();
    if (command.length > 0) commands.push(command);
    command = [];
  };

  /** `(a && b) || c`: a group at the start of a command, and its end. */
  const isGroup = (char: string) =>
    (char === "(" && word === undefined && command.length === 0) || (char === ")" && script.includes("("));

  for (let i = 0; i < script.length; i++) {
    const rest = script.slice(i);
    const char = script.charAt(i);
    const [harmless] = /^\d?>{1,2}\s*(\/dev\/null|&\d)|^&>\s*\/dev\/null/.exec(rest) ?? [];
    if (harmless !== undefined) {
      if (word !== undefined && /^\d$/.test(word)) word = undefined;
      i += harmless.length - 1;
    } else if (isGroup(char)) {
      endCommand();
    } else if (char === "`" || rest.startsWith("$(") || /[<>(){]/.test(char)) {
      if (char !== "{" || !word?.endsWith("$")) return undefined;
      const end = script.indexOf("}", i);
      if (end === -1) return undefined;
      word += script.slice(i, end + 1);
      i = end;
    } else if (char === "'" || char === '"') {
      const end = closingQuote(script, i);
      const quoted = end === undefined ? undefined : script.slice(i + 1, end);
      if (quoted === undefined || (char === '"' && /`|\$\(/.test(quoted))) return undefined;
      word = (word ?? "") + quoted;
      i = end as number;
    } else if (char === "\\") {
      word = (word ?? "") + script.charAt(++i);
    } else if (char === "#" && word === undefined) {
      while (i + 1 < script.length && script.charAt(i + 1) !== "\n") i++;
    } else if (/[;&|\n]/.test(char)) endCommand();
    else if (/\s/.test(char)) endWord();
    else word = (word ?? "") + char;
  }
  endCommand();
  return commands.some(([first = ""]) => CONTROL.has(first)) ? undefined : commands;
}

const CONTROL = new Set([
  "if",
  "for",
  "while",
  "until",
  "case",
  "function",
  "eval",
  "source",
  ".",
  "then",
  "do",
  "}",
  "!",
]);

function closingQuote(script: string, start: number): number | undefined {
  const quote = script.charAt(start);
  for (let i = start + 1; i < script.length; i++) {
    if (script.charAt(i) === "\\" && quote === '"') i++;
    else if (script.charAt(i) === quote) return i;
  }
  return undefined;
}
