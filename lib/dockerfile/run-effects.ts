import * as path from "node:path";
import type { BuildContext } from "../build-context/build-context";
import { type InstallCommand, installCommand } from "./install-command";
import { type ShellCommand, shellCommands } from "./shell-commands";
import type { RunStep } from "./stage";

/** The possible effects of a RUN on the file at a path in the image. `true` also means: not known. */
export interface RunEffects {
  /** The RUN may have created the file. */
  mayCreate(imagePath: string): boolean;
  /** The RUN may have removed or changed the file. */
  mayChange(imagePath: string): boolean;
}

const EVERYTHING: RunEffects = { mayCreate: () => true, mayChange: () => true };
const NOTHING: RunEffects = { mayCreate: () => false, mayChange: () => false };

/**
 * Determines the effects of a RUN by the names of its commands. Package managers write to their own folders. Known
 * harmless commands are listed below. Any other command may have created any file.
 */
export function runEffects(step: RunStep, context: BuildContext): RunEffects {
  const commands = runCommands(step);
  if (commands === undefined) return EVERYTHING;
  const all = commands.map((command) => commandEffects(command, context));
  return {
    mayCreate: (imagePath) => all.some((effects) => effects.mayCreate(imagePath)),
    mayChange: (imagePath) => all.some((effects) => effects.mayChange(imagePath)),
  };
}

/** The commands of a RUN. @returns undefined when they aren't known */
export function runCommands({ instruction, plainShell }: RunStep): readonly ShellCommand[] | undefined {
  if (instruction.json) return [instruction.json];
  if (!plainShell) return undefined;
  const [document] = instruction.documents;
  if (document === undefined) return shellCommands(instruction.text);
  // `RUN <<EOF`: the document is the script. With a command (`RUN python <<EOF`) the document is its input.
  return /^<<-?\S+$/.test(instruction.text)
    ? shellCommands(document.content.replace(/\\\n/g, ""))
    : undefined;
}

function commandEffects(command: ShellCommand, context: BuildContext): RunEffects {
  const install = installCommand(command);
  if (install) return installEffects(install, context);
  const words = command.filter((word) => !/^[A-Za-z_]\w*=/.test(word) && word !== "sudo");
  const program = (words[0] ?? "").replace(/^.*\//, "");
  const names = words.slice(1).filter((word) => !word.startsWith("-"));
  if (program === "" || HARMLESS.has(program) || /^pip[\d.]*$/.test(program)) return NOTHING;
  if (/^(npm|yarn|pnpm|poetry|uv)$/.test(program) && /^(cache|config|-.*)$/.test(words[1] ?? ""))
    return NOTHING;
  if (program === "rm" || program === "rmdir") {
    return {
      mayCreate: () => false,
      mayChange: (imagePath) => names.some((name) => mayMean(name, imagePath)),
    };
  }
  if (ADDS.test(program)) {
    return {
      mayCreate: () => true,
      mayChange: (imagePath) => words.some((word) => mentions(word, imagePath)),
    };
  }
  return EVERYTHING;
}

/** Commands that create no file that could be a function's code. */
const HARMLESS = new Set([
  ...[
    "[",
    "addgroup",
    "adduser",
    "amazon-linux-extras",
    "apk",
    "apt",
    "apt-get",
    "cat",
    "cd",
    "chgrp",
    "chmod",
  ],
  ...[
    "chown",
    "corepack",
    "dnf",
    "dpkg",
    "echo",
    "export",
    "fc-cache",
    "groupadd",
    "ldconfig",
    "ls",
    "microdnf",
  ],
  ...[
    "mkdir",
    "printf",
    "pwd",
    "rpm",
    "set",
    "sleep",
    "tdnf",
    "test",
    "true",
    "update-ca-certificates",
    "useradd",
  ],
  ...["which", "yum", "yum-config-manager", ":"],
]);

/** Commands that add files. They change existing files only if the command line names them. */
const ADDS = /^(aws|curl|git|ln|node|python[\d.]*|tar|touch|unzip|wget)$/;

/** Whether the argument of an `rm` may match the file or a folder above it. */
function mayMean(name: string, imagePath: string): boolean {
  if (/^\/(tmp|root|usr|etc|opt|var\/(cache|lib|tmp|log))(\/|$)/.test(name)) return false;
  if (/^~\//.test(name)) return false;
  const last = path.posix.basename(name);
  return last === "" || /[*?[$]/.test(name) || /^\.+$/.test(last) || imagePath.split("/").includes(last);
}

function mentions(word: string, imagePath: string): boolean {
  return word.includes(stem(path.posix.basename(imagePath)));
}

function installEffects(install: InstallCommand, context: BuildContext): RunEffects {
  const mayCreate =
    install.tool === "python" ? pythonModules(install, context) : nodeModules(install, context);
  return { mayCreate, mayChange: () => false };
}

/**
 * A dependency may contain the module that CMD names: `datadog_lambda.handler.handler`. Its name is similar to that of
 * its package (`newrelic_lambda_wrapper` of `newrelic-lambda`).
 */
function pythonModules(install: InstallCommand, context: BuildContext): (imagePath: string) => boolean {
  const texts = [install.arguments.join(" "), ...PYTHON_MANIFESTS.flatMap((name) => readAll(name, context))];
  const read = install.manifests.every((file) => {
    const name = path.posix.basename(file);
    const found = readAll(name, context);
    if (!PYTHON_MANIFESTS.includes(name)) texts.push(...found);
    return found.length > 0;
  });
  const text = texts.join("\n").replace(/(^|\s)#.*$/gm, "");
  // The project itself, a file or another index may contain modules of any name.
  if (
    !read ||
    /(^|\s)(-e|--editable|-i|--(extra-)?index-url|-f|--find-links)\b|:\/\/|\.whl\b|\.(tar\.gz|zip)\b/m.test(
      text,
    )
  )
    return () => true;
  if (install.arguments.some((word, index) => isLocal(word) && !takesPath(install.arguments[index - 1])))
    return () => true;
  const packages = [...new Set(text.match(/[A-Za-z0-9][A-Za-z0-9._-]*/g))].map(normal);
  return (imagePath) =>
    imagePath
      .split("/")
      .map((segment) => normal(stem(segment)))
      .some((segment) => segment !== "" && packages.some((name) => isLike(segment, name)));
}

const PYTHON_MANIFESTS = [
  "requirements.txt",
  "pyproject.toml",
  "poetry.lock",
  "uv.lock",
  "Pipfile",
  "Pipfile.lock",
];

function isLocal(word: string): boolean {
  return !word.startsWith("-") && (/^\.{1,2}($|\/)|^\//.test(word) || word.includes("$"));
}

function takesPath(option: string | undefined): boolean {
  return /^(-t|--target|-r|--requirement|-c|--constraint|--prefix|--root|--cache-dir|--python|--src)$/.test(
    option ?? "",
  );
}

function normal(name: string): string {
  return name.toLowerCase().replace(/[-_.]+/g, "_");
}

function isLike(module: string, name: string): boolean {
  return module === name || module.startsWith(`${name}_`) || name.startsWith(`${module}_`);
}

function nodeModules(install: InstallCommand, context: BuildContext): (imagePath: string) => boolean {
  const projects = readAll("package.json", context);
  const scripts = install.arguments.includes("--ignore-scripts") ? [] : projects.filter(hasLifecycleScript);
  if (scripts.length > 0 || (install.manifests.length > 0 && projects.length === 0)) return () => true;
  return (imagePath) => imagePath.includes("/node_modules/");
}

/** Whether a package.json has scripts that npm, yarn and pnpm run automatically on install. */
function hasLifecycleScript(text: string): boolean {
  return /"(pre|post)?(install|prepare)"\s*:/.test(text) || /"prepublish"\s*:/.test(text);
}

/** The texts of all files of that name in the context. */
function readAll(name: string, context: BuildContext): string[] {
  return context.entries
    .filter((entry) => entry.kind === "file" && path.posix.basename(entry.path) === name)
    .filter((entry) => !entry.path.includes("node_modules/"))
    .map((entry) => context.readText(entry.path));
}

function stem(name: string): string {
  return name.replace(/\.[^.]*$/, "");
}
