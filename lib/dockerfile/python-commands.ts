import * as path from "node:path";
import { type InstallCommand, installCommand } from "./install-command";

/** `pip …` for `/usr/bin/pip …` and `python3 -m pip …`. */
export function asProgram(words: readonly string[]): readonly string[] {
  const [first = "", ...rest] = words;
  const program = path.posix.basename(first);
  return /^python[\d.]*$/.test(program) && rest[0] === "-m" ? rest.slice(1) : [program, ...rest];
}

export function isPdmInstall(words: readonly string[]): boolean {
  const [program, verb = ""] = asProgram(words);
  return program === "pdm" && /^(install|sync)$/.test(verb);
}

/** `pip wheel` and `pip download`: what they fetch is installed later. */
export function pipDownload(words: readonly string[]): InstallCommand | undefined {
  const plain = asProgram(words);
  const verb = plain.findIndex((word, index) => index > 0 && !word.startsWith("-"));
  if (!/^pip[\d.]*$/.test(plain[0] ?? "") || !/^(wheel|download)$/.test(plain[verb] ?? "")) return undefined;
  const args = plain.filter((word, index) => index !== verb && !/^(-w|--wheel-dir|-d|--dest)/.test(word));
  const folders = plain.flatMap((word, index) =>
    /^(-w|--wheel-dir|-d|--dest)$/.test(word) ? [plain[index + 1]] : [],
  );
  return installCommand(["pip", "install", ...args.slice(1).filter((word) => !folders.includes(word))]);
}

/** A command that writes the requirements of a project to files: `uv export`. */
export interface RequirementsExport {
  readonly program: string;
  /** As written. */
  readonly files: readonly string[];
}

/** @param writes the files that the command's output is redirected to */
export function requirementsExport(
  words: readonly string[],
  writes: readonly string[],
): RequirementsExport | undefined {
  const [program = "", ...args] = asProgram(words);
  const verb = args.find((word) => !word.startsWith("-")) ?? "";
  const exporting =
    (/^(uv|poetry|pdm)$/.test(program) && verb === "export") ||
    (program === "pipenv" && verb === "requirements");
  if (!exporting) return undefined;
  const option = args.findIndex((word) => /^(-o|--output|--output-file)$/.test(word));
  const inline = args
    .map((word) => /^--output(?:-file)?=(.+)$/.exec(word)?.[1])
    .find((value) => value !== undefined);
  const files = [...writes, ...(inline ? [inline] : []), ...(option >= 0 ? [args[option + 1] ?? ""] : [])];
  return { program, files };
}
