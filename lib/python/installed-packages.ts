import * as path from "node:path";
import type { ImageFiles } from "../image-files";
import { type Requirement, readRequirement, readRequirements } from "./requirements-file";

/** A RUN step. */
export interface InstallStep {
  /** The text for the shell, without `RUN`, `--mount` and other flags. */
  readonly command: string;
  /** The working directory, an absolute path in the image. */
  readonly workdir: string;
  /** The files of its stage. */
  readonly files: ImageFiles;
  /** The values of `$NAME` and `${NAME}` in the command, as far as known. */
  readonly variables?: Readonly<Record<string, string>>;
}

/** The packages that RUN steps install explicitly with pip, without their dependencies. */
export interface InstalledPackages {
  readonly requirements: readonly Requirement[];
  /** The steps can't have installed anything else. When false, no package may be reported as missing. */
  readonly complete: boolean;
  /** No dependencies are installed in addition: each install has `--no-deps` or only hashes. */
  readonly closed: boolean;
  /** The requirements files read, paths in the context. */
  readonly files: readonly string[];
}

/** Programs that don't install anything that Python could import. */
const HARMLESS = new Set(
  "cd echo printf mkdir rm rmdir ls chmod chown true : set export test [ find touch sed cat useradd groupadd update-ca-trust update-ca-certificates ldconfig".split(
    " ",
  ),
);
const SYSTEM_PACKAGES = new Set(["yum", "dnf", "microdnf", "apt-get", "apt", "apk"]);
/** Options of `pip install` that take the next word: pip.pypa.io, "pip install" (pip 25.3). */
const WITH_VALUE = new Set(
  "-t --target --platform --implementation --python-version --abi --only-binary --no-binary -i --index-url --extra-index-url -f --find-links --trusted-host --prefix --root --src --cache-dir --timeout --retries --progress-bar --python --upgrade-strategy --report --config-settings -C --proxy --cert --client-cert --log --root-user-action --use-feature --use-deprecated -c --constraint".split(
    " ",
  ),
);

/**
 * Reads the packages that RUN steps install. The result is not `complete` if there is anything it doesn't understand.
 */
export function installedPackages(steps: readonly InstallStep[]): InstalledPackages {
  const requirements: Requirement[] = [];
  const read = new Set<string>();
  let complete = true;
  let closed = true;
  for (const step of steps) {
    let { workdir } = step;
    for (const words of commands(step)) {
      if (words === "unknown") complete = false;
      else if (words[0] === "cd" && words[1]) workdir = path.posix.resolve(workdir, words[1]);
      else {
        const args = pipInstall(words);
        if (args) install(args, { ...step, workdir });
        else if (!isHarmless(words)) complete = false;
      }
    }
  }
  return { requirements, complete, closed, files: [...read] };

  function install(args: readonly string[], step: InstallStep): void {
    const own: Requirement[] = [];
    for (let index = 0; index < args.length; index++) {
      const word = args[index] as string;
      const file = /^(?:-r|--requirement=)(.+)$/.exec(word)?.[1];
      if (word === "-r" || word === "--requirement")
        readFile(args[++index] ?? "", step.workdir, step.files, own);
      else if (file) readFile(file, step.workdir, step.files, own);
      else if (WITH_VALUE.has(word)) index++;
      else if (word.startsWith("-e") || word.startsWith("--editable")) complete = false;
      else if (!word.startsWith("-")) {
        const requirement = /^[.~/]/.test(word) ? undefined : readRequirement(word);
        if (requirement) own.push(requirement);
        else complete = false;
      }
    }
    requirements.push(...own);
    closed &&= args.includes("--no-deps") || own.every(({ hashed }) => hashed);
  }

  function readFile(file: string, folder: string, files: ImageFiles, into: Requirement[]): void {
    const imagePath = path.posix.resolve(folder, file);
    const found = files.find(imagePath);
    if (found.state !== "from-context") {
      complete = false;
      return;
    }
    if (read.has(found.contextPath)) return;
    read.add(found.contextPath);
    const { requirements: asked, references, unnamed } = readRequirements(files.read(found.contextPath));
    into.push(...asked);
    if (unnamed.length > 0) complete = false;
    for (const reference of references)
      if (reference.kind === "requirements")
        readFile(reference.file, path.posix.dirname(imagePath), files, into);
  }
}

/** The simple commands of a shell text, each as its words. `unknown` for a command that only a shell can evaluate. */
function commands({ command, variables = {} }: InstallStep): (readonly string[] | "unknown")[] {
  return command
    .replace(/\\\r?\n/g, " ")
    .split(/&&|\|\||[;|\n]/)
    .map((part) => part.trim())
    .filter((part) => part !== "" && !part.startsWith("#"))
    .map((part) => words(part, variables));
}

function words(part: string, variables: Readonly<Record<string, string>>): readonly string[] | "unknown" {
  const text = part.replace(
    /\$(?:\{(\w+)\}|(\w+))/g,
    (whole, braced, bare) => variables[braced ?? bare] ?? whole,
  );
  const found: string[] = [];
  for (const match of text.matchAll(/"([^"]*)"|'([^']*)'|([^\s"']+)/g)) {
    const word = match[1] ?? match[2] ?? match[3] ?? "";
    const before = text[match.index - 1];
    // Adjacent pieces are one word: --target="/a b"
    if (match.index > 0 && before !== undefined && !/\s/.test(before) && found.length > 0)
      found[found.length - 1] += word;
    else found.push(word);
  }
  const plain = found.filter((word) => !/^\d?>/.test(word));
  while (plain[0] !== undefined && (/^\w+=/.test(plain[0]) || plain[0] === "sudo")) plain.shift();
  const shell = plain.some((word) => /[$`]|^[({]/.test(word));
  // A variable is allowed in harmless commands, but not in what is installed.
  return shell && !HARMLESS.has(plain[0] ?? "") ? "unknown" : plain;
}

/** The words after `pip install`, however pip is called. */
function pipInstall(command: readonly string[]): readonly string[] | undefined {
  const [program = "", ...rest] = command.map((word, index) =>
    index === 0 ? path.posix.basename(word) : word,
  );
  let args: readonly string[] | undefined;
  if (/^pip[\d.]*$/.test(program)) args = rest;
  else if (/^python[\d.]*$/.test(program) && rest[0] === "-m" && rest[1] === "pip") args = rest.slice(2);
  else if (program === "uv" && rest[0] === "pip") args = rest.slice(1);
  const verb = args?.findIndex((word) => !word.startsWith("-")) ?? -1;
  return args?.[verb] === "install" ? [...args.slice(0, verb), ...args.slice(verb + 1)] : undefined;
}

function isHarmless(command: readonly string[]): boolean {
  const program = path.posix.basename(command[0] ?? "");
  if (HARMLESS.has(program)) return true;
  if (SYSTEM_PACKAGES.has(program)) return !command.some((word) => /python|py3|^pip/i.test(word));
  if (/^pip[\d.]*$/.test(program))
    return ["--version", "cache", "check", "config", "freeze", "list"].includes(command[1] ?? "");
  return false;
}
