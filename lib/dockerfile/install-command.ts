import type { ShellCommand } from "./shell-commands";

/** A command that installs the dependencies of a project, or named packages. */
export interface InstallCommand {
  readonly tool: "python" | "node";
  /** The words after `install`. */
  readonly arguments: readonly string[];
  /** The files it installs from, as written: those of `-r`, or the tool's default files. */
  readonly manifests: readonly string[];
}

/** Recognises pip, uv, poetry, pipenv, npm, yarn and pnpm. */
export function installCommand(command: ShellCommand): InstallCommand | undefined {
  const words = [...command];
  while (words[0] === "sudo" || words[0] === "exec" || /^[A-Za-z_]\w*=/.test(words[0] ?? "")) words.shift();
  const program = (words.shift() ?? "").replace(/^.*\//, "");
  if (/^python[\d.]*$/.test(program) && words[0] === "-m") return installCommand(words.slice(1));
  if (program === "uv" && words[0] === "pip") return installCommand(words);
  const verb = words.find((word) => !word.startsWith("-"));
  const rest = words.filter((word) => word !== verb);
  if (/^pip[\d.]*$/.test(program) && verb === "install") {
    return { tool: "python", arguments: rest, manifests: requirementFiles(rest) };
  }
  if ((program === "uv" && verb === "sync") || (program === "poetry" && verb === "install")) {
    return { tool: "python", arguments: rest, manifests: ["pyproject.toml"] };
  }
  if (program === "pipenv" && (verb === "install" || verb === "sync")) {
    return { tool: "python", arguments: rest, manifests: ["Pipfile"] };
  }
  const node =
    (program === "npm" && /^(i|install|ci|add|clean-install)$/.test(verb ?? "")) ||
    (program === "pnpm" && /^(i|install|add)$/.test(verb ?? "")) ||
    (program === "yarn" && (verb === undefined || /^(install|add)$/.test(verb)));
  if (!node) return undefined;
  const named = rest.some((word) => !word.startsWith("-"));
  return { tool: "node", arguments: rest, manifests: named ? [] : ["package.json"] };
}

function requirementFiles(words: readonly string[]): string[] {
  return words.flatMap((word, index) => {
    if (word === "-r" || word === "--requirement") return words[index + 1] ?? [];
    const [, file] = /^(?:-r|--requirement=)(.+)$/.exec(word) ?? [];
    return file ?? [];
  });
}
