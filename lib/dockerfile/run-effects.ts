import * as path from "node:path";
import type { BuildContext } from "../build-context/build-context";
import { allOf, type RunCircumstances, type RunEffects, resolved } from "./effects";
import { globTest } from "./glob";
import { installCommand } from "./install-command";
import { installEffects } from "./install-effects";
import { mountedFile } from "./mounted-file";
import { inFolders, runCommands } from "./run-commands";
import { type ShellCommand, shellCommands } from "./shell-commands";
import type { RunStep } from "./stage";

const NOTHING: RunEffects = { maker: () => "nothing", mayChange: () => false };
const EVERYTHING: RunEffects = { maker: () => "anything", mayChange: () => true };
/** Of a compiler or a script. */
const BUILD: RunEffects = { maker: () => "own-files", mayChange: () => true };

/**
 * Determines the effects of a RUN by the names of its commands. Package managers write to their own folders. Known
 * harmless commands are listed below. Any other command may have created any file.
 * @param find the files of the image, just before the RUN
 */
export function runEffects(step: RunStep, context: BuildContext, find: RunCircumstances["find"]): RunEffects {
  const commands = runCommands(step);
  // The document that a program reads, as in `RUN python <<EOF`, is a script of the folder.
  if (commands === undefined) return step.instruction.documents.length > 0 ? BUILD : EVERYTHING;
  return allOf(
    commandsEffects(commands, {
      context,
      expand: step.expand,
      find: (imagePath) => mountedFile(step, context, imagePath) ?? find(imagePath),
      ...(step.workdir !== undefined && { folder: step.workdir }),
    }),
  );
}

/** The effects of the commands of a script, one after the other. */
export function commandsEffects(
  commands: readonly ShellCommand[],
  circumstances: RunCircumstances,
): RunEffects[] {
  return inFolders(commands, circumstances).flatMap(({ words, writes, circumstances: current }) => [
    commandEffects(words, current),
    ...writes.map((file) => oneFile(resolved(file, current))),
  ]);
}

function scriptEffects(script: string, circumstances: RunCircumstances): RunEffects {
  const commands = shellCommands(script);
  return commands === undefined ? EVERYTHING : allOf(commandsEffects(commands, circumstances));
}

function commandEffects(words: readonly string[], circumstances: RunCircumstances): RunEffects {
  const install = installCommand(words);
  if (install) return installEffects(install, circumstances, scriptEffects);
  const program = (words[0] ?? "").replace(/^.*\//, "").replace(/(.)@.*$/, "$1");
  const rest = words.slice(1);
  const names = rest.filter((word) => !word.startsWith("-"));
  const output = outputOf(program, rest);
  if (output !== undefined) return oneFile(resolved(output, circumstances));
  if (program === "" || HARMLESS.has(program) || isHarmlessUse(program, rest)) return NOTHING;
  if (program === "rm" || program === "rmdir")
    return changes((file) => names.some((name) => mayMean(name, file)));
  if (program === "find") return findEffects(rest);
  if (program === "sed" || program === "touch" || program === "tee" || program === "dos2unix")
    return editEffects(names, circumstances);
  if (program === "curl" || program === "wget") return downloadEffects(program, rest, circumstances);
  if (program === "git" && names[0] === "clone") return cloneEffects(rest, circumstances);
  if (program === "unzip" || program === "tar") return unpackEffects(program, rest, circumstances);
  const mentioned = (imagePath: string) => words.some((word) => mentions(word, imagePath));
  if (/^(aws|git|gsutil)$/.test(program)) return { maker: () => "anything", mayChange: mentioned };
  if (/^(ln|node|python[\d.]*)$/.test(program)) return { maker: () => "own-files", mayChange: mentioned };
  if (BUILDS.test(program) || words[0]?.startsWith("./")) return BUILD;
  return EVERYTHING;
}

/** Commands that create no file that could be a function's code. */
const HARMLESS = new Set(
  (
    ": [ addgroup adduser alias amazon-linux-extras apk apt apt-get apt-key cat cd chgrp chmod chown command corepack date df dnf dpkg du " +
    "echo exit export false fc-cache file gem getent gpg grep groupadd head hostname husky id is-ci jq ldconfig ldd locale-gen ls " +
    "md5sum microdnf mkdir mount nproc passwd patch-package printenv printf prisma ps pwd read return rpm set setcap sha256sum " +
    "shopt simple-git-hooks sleep sort stat strip sync tail tdnf test trap true type tzdata umask uname unset " +
    "update-alternatives update-ca-certificates update-ca-trust useradd usermod wait wc which whoami yum yum-config-manager zip"
  ).split(" "),
);

/** The file of `poetry export -o`, `uv export -o`, `uv pip compile -o`, `pip-compile -o`. */
function outputOf(program: string, words: readonly string[]): string | undefined {
  if (!/^(poetry|uv|pip-compile|pdm|pipenv)$/.test(program)) return undefined;
  const at = words.findIndex((word) => /^(-o|--output|--output-file)$/.test(word));
  const [, joined] = words.map((word) => /^--output(?:-file)?=(.+)$/.exec(word)).find((match) => match) ?? [];
  return joined ?? (at === -1 ? undefined : words[at + 1]);
}

/** Uses of programs that otherwise may create files. */
function isHarmlessUse(program: string, words: readonly string[]): boolean {
  const [first = ""] = words;
  if (/^(-v|-V|-h|--version|--help)$/.test(first)) return true;
  if (/^pip[\d.]*$/.test(program)) return true;
  if (/^python[\d.]*$/.test(program))
    return (
      first === "-m" && /^(venv|virtualenv|ensurepip|compileall|pip|site|py_compile)$/.test(words[1] ?? "")
    );
  if (program === "virtualenv") return true;
  if (program === "npm")
    return /^(cache|config|ls|prune|dedupe|audit|set|pkg|uninstall|rm|version|link)$/.test(first);
  if (/^(yarn|pnpm)$/.test(program))
    return /^(cache|config|set|store|prune|remove|audit|import|fetch)$/.test(first);
  if (program === "poetry") return /^(config|self|lock|check|cache|env|show|export)$/.test(first);
  if (program === "pipenv") return /^(lock|requirements|--rm|--clear|graph)$/.test(first);
  if (program === "uv") return /^(cache|python|self|tool|venv|lock|export|tree|pip)$/.test(first);
  return program === "git" && /^config$/.test(first);
}

/** Compilers, bundlers and programs that run scripts of the folder. */
const BUILDS =
  /^(babel|bash|bun|cargo|cmake|cp|dotnet|esbuild|g\+\+|gcc|go|gradle|gradlew|hatch|install|make|mv|mvn|mvnw|ncc|nest|npm|npx|nx|parcel|pdm|pipenv|pipx|pnpm|poetry|rollup|rsync|ruby|bundle|sh|swc|tsc|tsup|turbo|uv|uvx|vite|webpack|yarn)$/;

/** Creates nothing, and may remove or change some files. */
function changes(mayChange: (imagePath: string) => boolean): RunEffects {
  return { maker: () => "nothing", mayChange };
}

/** Writes one file. @param file undefined when it isn't known */
function oneFile(file: string | undefined): RunEffects {
  if (file === undefined) return EVERYTHING;
  return {
    maker: (imagePath) => (imagePath === file ? "anything" : "nothing"),
    mayChange: (imagePath) => imagePath === file,
  };
}

/** Writes files below a folder. @param folder undefined when it isn't known */
function below(folder: string | undefined, mayChange: (imagePath: string) => boolean): RunEffects {
  return {
    maker: (imagePath) =>
      folder === undefined || folder === "/" || imagePath.startsWith(`${folder}/`) ? "anything" : "nothing",
    mayChange,
  };
}

/** `find … -delete`, `find … -exec rm {} +`. The names of `-name` choose the files. */
function findEffects(words: readonly string[]): RunEffects {
  if (!words.some((word) => /^-(delete|exec|execdir|ok|okdir|fprint.*)$/.test(word))) return NOTHING;
  const patterns = words.flatMap((word, index) => (/^-i?name$/.test(word) ? (words[index + 1] ?? []) : []));
  const tests = patterns.map((pattern) => globTest(pattern));
  return changes(
    (imagePath) =>
      tests.length === 0 || imagePath.split("/").some((name) => tests.some((test) => test?.(name) ?? true)),
  );
}

/** Edits or creates the files that it names. */
function editEffects(names: readonly string[], circumstances: RunCircumstances): RunEffects {
  const files = names.map((name) => resolved(name, circumstances));
  return {
    maker: (imagePath) => (files.includes(imagePath) ? "anything" : "nothing"),
    mayChange: (imagePath) =>
      names.some((name) => mentions(name, imagePath) || /[*?[$]/.test(path.posix.basename(name))),
  };
}

function downloadEffects(
  program: "curl" | "wget",
  words: readonly string[],
  circumstances: RunCircumstances,
): RunEffects {
  const output = program === "curl" ? /^-(-output|[a-zA-Z]*o)$/ : /^-(-output-document|[a-zA-Z]*O)$/;
  const at = words.findIndex((word) => output.test(word));
  const [, joined] = /^--output(?:-document)?=(.+)$/.exec(words.join(" ")) ?? [];
  const file = joined ?? (at === -1 ? undefined : words[at + 1]);
  if (
    file === "-" ||
    (file === undefined &&
      program === "curl" &&
      !words.some((word) => /^-(-remote-name|[a-zA-Z]*O)/.test(word)))
  )
    return NOTHING;
  if (file !== undefined) return oneFile(resolved(file, circumstances));
  const url = words.find((word) => /^\w+:\/\//.test(word));
  const name = url === undefined ? undefined : path.posix.basename(url.replace(/[?#].*$/, ""));
  return name === undefined ||
    words.some((word) => /^-(P|-directory-prefix|-remote-name-all|J|-recursive|r)/.test(word))
    ? EVERYTHING
    : oneFile(resolved(name, circumstances));
}

function cloneEffects(words: readonly string[], circumstances: RunCircumstances): RunEffects {
  const at = words.findIndex((word) => /:\/\/|^git@/.test(word));
  const next = at === -1 ? undefined : words[at + 1];
  const name = path.posix.basename(words[at] ?? "").replace(/\.git$/, "");
  const folder = at === -1 ? undefined : resolved(next ?? name, circumstances);
  return below(folder, () => false);
}

function unpackEffects(
  program: "unzip" | "tar",
  words: readonly string[],
  circumstances: RunCircumstances,
): RunEffects {
  if (program === "tar" && /^-?-?[a-z]*c|^--create$/.test(words[0] ?? "")) return NOTHING;
  const option = program === "unzip" ? /^-d$/ : /^(-C|--directory)$/;
  const at = words.findIndex((word) => option.test(word));
  const folder = at === -1 ? circumstances.folder : resolved(words[at + 1] ?? "", circumstances);
  return below(folder, (imagePath) => words.some((word) => mentions(word, imagePath)));
}

/** Whether the argument of an `rm` may match the file or a folder above it. */
function mayMean(name: string, imagePath: string): boolean {
  if (/^\/(tmp|root|usr|etc|opt|var\/(cache|lib|tmp|log))(\/|$)/.test(name)) return false;
  if (/^~\//.test(name)) return false;
  const last = path.posix.basename(name);
  if (/^\*\.\w+$/.test(last)) return imagePath.endsWith(last.slice(1));
  return last === "" || /[*?[$]/.test(name) || /^\.+$/.test(last) || imagePath.split("/").includes(last);
}

function mentions(word: string, imagePath: string): boolean {
  return word.includes(path.posix.basename(imagePath).replace(/\.[^.]*$/, ""));
}
