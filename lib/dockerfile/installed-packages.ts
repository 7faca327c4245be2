import * as path from "node:path";
import type { ImageFile } from "../image-files";
import type { InstalledGroup, InstalledPackages } from "../python/installed-packages";
import { projectRequirements } from "../python/project-distributions";
import {
  localFolder,
  type Requirement,
  readRequirement,
  readRequirements,
} from "../python/requirements-file";
import { type InstallCommand, installCommand } from "./install-command";
import { withoutPrefix } from "./shell-commands";

/** A RUN step. */
export interface InstallStep {
  /** Its commands. @default - they could not be read */
  readonly commands?: readonly {
    /** Without quotes, variables as written. */
    readonly words: readonly string[];
    /** The files that its output is redirected to, as written. */
    readonly writes: readonly string[];
  }[];
  /** The working directory, an absolute path in the image. @default - not known */
  readonly workdir?: string;
  /** Replaces the variables in a word. @returns undefined when one of them is not known */
  readonly expand: (word: string) => string | undefined;
  /** A file of the image, just before the step. */
  readonly find: (imagePath: string) => ImageFile;
  /** The text of a file of the context. */
  readonly read: (contextPath: string) => string;
}

/** Programs that don't install anything that Python could import. */
const HARMLESS = new Set(
  (
    "cd echo printf mkdir rm rmdir ls chmod chown chgrp true false : set export test [ find touch sed cat grep head tail " +
    "useradd groupadd adduser addgroup usermod update-ca-trust update-ca-certificates ldconfig which strip sleep date " +
    "uname pwd cp mv ln gcc g++ cc curl wget amazon-linux-extras for case npm pnpm yarn npx node corepack fc-cache " +
    "locale-gen dpkg rpm gpg apt-key yum-config-manager playwright exit unset trap hash read basename dirname id whoami tee"
  ).split(" "),
);
const SYSTEM_PACKAGES = new Set(["yum", "dnf", "microdnf", "tdnf", "apt-get", "apt", "apk"]);
/** Python itself and its tools, as system packages: `python3.11-pip`, `python3-devel`, `py3-pip`. */
const PYTHON_ITSELF =
  /^(python|py)[\d.]*(-?(pip|dev|devel|venv|virtualenv|setuptools|wheel|distutils|minimal|full|libs|apt|tk))?$/;
/** Subcommands that install nothing into an environment that a function uses. */
const HARMLESS_SUBCOMMANDS: Readonly<Record<string, RegExp>> = {
  pip: /^(--version|cache|check|config|debug|freeze|list|show|uninstall)$/,
  uv: /^(--version|build|cache|lock|python|self|tool|tree|venv|version)$/,
  poetry: /^(--version|about|build|cache|check|config|env|lock|self|show|version)$/,
  pipenv: /^(--version|--rm|--venv|check|clean|graph|lock|verify)$/,
  pdm: /^(--version|build|cache|config|lock|self|use|venv)$/,
  pipx: /./,
  uvx: /./,
};
/** The lock files and manifests of a project, in the order in which they are looked for. */
const PROJECT_FILES: Readonly<Record<string, readonly [lock: string, manifest: string]>> = {
  uv: ["uv.lock", "pyproject.toml"],
  poetry: ["poetry.lock", "pyproject.toml"],
  pdm: ["pdm.lock", "pyproject.toml"],
  pipenv: ["Pipfile.lock", "Pipfile"],
};

/** Reads the packages that RUN steps install. The result is not `complete` if there is anything that isn't understood. */
export function installedPackages(steps: readonly InstallStep[]): InstalledPackages {
  const found = new Found();
  for (const step of steps) new StepReader(step, found).read();
  const { groups, complete, project, seen } = found;
  return { groups, complete, project, files: [...seen] };
}

class Found {
  readonly groups: InstalledGroup[] = [];
  complete = true;
  project = false;
  readonly seen = new Set<string>();
  /** What commands wrote to requirements files, by the path in the image: `uv export > requirements.txt`. */
  readonly written = new Map<string, InstalledGroup>();
  /** `pip wheel` or `pip download` was run. Their result is installed by file name. */
  downloads = false;
}

class StepReader {
  private folder: string | undefined;

  constructor(
    private readonly step: InstallStep,
    private readonly found: Found,
  ) {
    this.folder = step.workdir;
  }

  read(): void {
    const { commands } = this.step;
    if (commands === undefined) this.found.complete = false;
    let before: readonly string[] = [];
    for (const { words, writes } of commands ?? []) {
      this.command(withoutPrefix(words), writes, before);
      before = words;
    }
  }

  private command(words: readonly string[], writes: readonly string[], before: readonly string[]): void {
    const [program = "", ...args] = words;
    if (program === "cd") {
      this.folder = this.resolved(args[0] ?? "~");
      return;
    }
    if (this.exports(words, writes)) return;
    const pdm = isPdmInstall(words);
    const install = installCommand(words) ?? this.downloaded(words);
    if (pdm) this.project("pdm", words);
    else if (install?.tool === "python") this.install(install, words);
    else if (install === undefined && !isHarmless(words, before) && !unpacksElsewhere(words, this.folder))
      this.found.complete = false;
  }

  /** A command that writes the requirements of a project to a file. */
  private exports(words: readonly string[], writes: readonly string[]): boolean {
    const [program = "", ...args] = asProgram(words);
    const verb = args.find((word) => !word.startsWith("-")) ?? "";
    const exporting =
      (/^(uv|poetry|pdm)$/.test(program) && verb === "export") ||
      (program === "pipenv" && verb === "requirements");
    if (!exporting) return false;
    const option = args.findIndex((word) => /^(-o|--output|--output-file)$/.test(word));
    const inline = args
      .map((word) => /^--output(?:-file)?=(.+)$/.exec(word)?.[1])
      .find((value) => value !== undefined);
    const folder = this.folder ?? "/";
    const group = this.projectGroup(program, folder);
    for (const file of [
      ...writes,
      ...(inline ? [inline] : []),
      ...(option >= 0 ? [args[option + 1] ?? ""] : []),
    ]) {
      const written = this.resolved(file);
      if (written !== undefined && group) this.found.written.set(written, group);
    }
    return true;
  }

  private install(install: InstallCommand, words: readonly string[]): void {
    const before = this.folder;
    if (install.folder !== undefined) this.folder = this.resolved(install.folder);
    const requirements = install.named.flatMap((word) => this.named(word));
    const [program = "", verb] = asProgram(words);
    const pip = /^pip[\d.]*$/.test(program) || verb === "pip";
    if (!pip) this.project(install.program, words);
    else for (const file of install.manifests) this.requirementsFile(this.resolved(file), requirements);
    // `--group` names a group of pyproject.toml.
    if (pip && words.includes("--group")) this.found.complete = false;
    const alone =
      words.includes("--no-deps") ||
      (pip && words.includes("sync")) ||
      requirements.every(({ hashed }) => hashed);
    if (requirements.length > 0) this.found.groups.push({ requirements, alone });
    this.folder = before;
  }

  /** The lock file of a project, its manifest, and the project itself. */
  private project(program: string, words: readonly string[]): void {
    const group = this.projectGroup(program, this.folder);
    if (group) this.found.groups.push(group);
    if (words.some((word) => /^--(no-root|no-install-project|no-self)$/.test(word))) return;
    this.found.project ||= this.ownPackage(program);
  }

  private ownPackage(program: string): boolean {
    const [lock, manifest] = PROJECT_FILES[program] ?? ["", "pyproject.toml"];
    return [lock, manifest].some((name) => {
      const text = this.text(name);
      return text !== undefined && projectRequirements(name, text).isPackage;
    });
  }

  private projectGroup(program: string, folder: string | undefined): InstalledGroup | undefined {
    const [lock, manifest] = PROJECT_FILES[program] ?? ["", "pyproject.toml"];
    const texts = [manifest, lock].map((name) => ({ name, text: this.text(name, folder) }));
    const locked = texts[1]?.text !== undefined;
    const read = texts.flatMap(({ name, text }) =>
      text === undefined ? [] : [projectRequirements(name, text)],
    );
    if (read.length === 0 || read.some(({ dynamic }) => dynamic && !locked)) this.found.complete = false;
    const requirements = read.flatMap((each) => each.requirements);
    return requirements.length > 0 ? { requirements, alone: locked } : undefined;
  }

  /** One argument of `pip install`, `poetry add` or `uv add`. */
  private named(word: string): Requirement[] {
    const plain = word.includes("$") ? this.step.expand(word) : word;
    if (plain === undefined) {
      this.found.complete = false;
      return [];
    }
    return plain.split(/\s+(?![<>=!~]|\d)/).flatMap((each) => {
      const isPath = /^[.~/]|^file:/.test(each) || each.includes("*");
      if (isPath && !/\.(whl|zip|tar\.gz)$|\*/.test(each)) {
        this.ownProject(each);
        return [];
      }
      if (isPath && this.found.downloads) return [];
      // In a shell, `a>=1` without quotes writes a's output to a file named `=1`.
      const requirement = readRequirement(each);
      if (requirement === undefined) this.found.complete = false;
      return requirement ? [requirement] : [];
    });
  }

  /** `pip install .` */
  private ownProject(word: string): void {
    const given = /^(?:file:(?:\/\/)?)?([^[]*)/.exec(word)?.[1] ?? ".";
    const folder = this.resolved(given);
    this.found.project = true;
    const text = this.text("pyproject.toml", folder);
    const read = text === undefined ? undefined : projectRequirements("pyproject.toml", text);
    if (read === undefined || read.dynamic) this.found.complete = false;
    if (read && read.requirements.length > 0)
      this.found.groups.push({ requirements: read.requirements, alone: false });
  }

  private requirementsFile(imagePath: string | undefined, into: Requirement[]): void {
    const file = imagePath === undefined ? undefined : this.step.find(imagePath);
    const written = imagePath === undefined ? undefined : this.written(imagePath);
    if (file?.state !== "from-context" && written) {
      this.found.groups.push(written);
      return;
    }
    if (imagePath === undefined || file?.state !== "from-context") {
      this.found.complete = false;
      return;
    }
    const { contextPath } = file;
    if (this.found.seen.has(contextPath)) return;
    this.found.seen.add(contextPath);
    const text = this.step.read(contextPath);
    const name = path.posix.basename(contextPath);
    if (/^(pyproject\.toml|Pipfile)$/.test(name)) {
      const { requirements, dynamic } = projectRequirements(name, text);
      into.push(...requirements);
      if (dynamic) this.found.complete = false;
      return;
    }
    const { requirements, references, unnamed } = readRequirements(text);
    // pip-compile and uv list everything that is installed.
    if (isCompiled(text)) this.found.groups.push({ requirements, alone: true });
    else into.push(...requirements);
    const lines = text.split(/\r\n|\r|\n/);
    for (const line of unnamed) {
      const folder = localFolder(lines[line - 1] ?? "");
      if (folder !== undefined && !/\.(whl|zip|tar\.gz)$/.test(folder)) this.ownProject(folder);
      else this.found.complete = false;
    }
    for (const reference of references)
      if (reference.kind === "requirements")
        this.requirementsFile(path.posix.resolve(path.posix.dirname(imagePath), reference.file), into);
  }

  /** What an earlier command wrote to a file. It may be copied from another stage, from another folder. */
  private written(imagePath: string): InstalledGroup | undefined {
    const { written } = this.found;
    const same = [...written].find(([file]) => path.posix.basename(file) === path.posix.basename(imagePath));
    return written.get(imagePath) ?? same?.[1];
  }

  /** `pip wheel` and `pip download`: what they fetch is installed later. */
  private downloaded(words: readonly string[]): InstallCommand | undefined {
    const plain = asProgram(words);
    const verb = plain.findIndex((word, index) => index > 0 && !word.startsWith("-"));
    if (!/^pip[\d.]*$/.test(plain[0] ?? "") || !/^(wheel|download)$/.test(plain[verb] ?? ""))
      return undefined;
    this.found.downloads = true;
    const args = plain.filter((word, index) => index !== verb && !/^(-w|--wheel-dir|-d|--dest)/.test(word));
    const folders = plain.flatMap((word, index) =>
      /^(-w|--wheel-dir|-d|--dest)$/.test(word) ? [plain[index + 1]] : [],
    );
    return installCommand(["pip", "install", ...args.slice(1).filter((word) => !folders.includes(word))]);
  }

  /** The text of a file in the working directory. @returns undefined when it isn't there */
  private text(name: string, folder = this.folder): string | undefined {
    if (folder === undefined || name === "") return undefined;
    const file = this.step.find(path.posix.join(folder, name));
    if (file.state !== "from-context") return undefined;
    this.found.seen.add(file.contextPath);
    return this.step.read(file.contextPath);
  }

  private resolved(word: string): string | undefined {
    const given = this.step.expand(word);
    if (given === undefined || given.startsWith("~")) return undefined;
    if (!given.startsWith("/") && this.folder === undefined) return undefined;
    return path.posix.resolve(this.folder ?? "/", given);
  }
}

/** pip-compile, `uv pip compile` and `uv export` write these comments. */
function isCompiled(text: string): boolean {
  return (
    /^# +(This file (is|was) autogenerated by (pip-compile|uv)|pip-compile )/m.test(text) ||
    /^ {4}# via /m.test(text)
  );
}

function isPdmInstall(words: readonly string[]): boolean {
  const [program, verb = ""] = asProgram(words);
  return program === "pdm" && /^(install|sync)$/.test(verb);
}

/** `pip …` for `/usr/bin/pip …` and `python3 -m pip …`. */
function asProgram(words: readonly string[]): readonly string[] {
  const [first = "", ...rest] = words;
  const program = path.posix.basename(first);
  return /^python[\d.]*$/.test(program) && rest[0] === "-m" ? rest.slice(1) : [program, ...rest];
}

/** Whether it unpacks an archive, clones or compiles in a folder where Python doesn't search. */
function unpacksElsewhere(words: readonly string[], folder: string | undefined): boolean {
  const [program = "", ...args] = asProgram(words);
  if (!/^(tar|unzip|git|make|cmake|ninja|configure|autoreconf)$/.test(program)) return false;
  const option = args.findIndex((word) => /^(-d|-C|--directory)$/.test(word));
  const target = option === -1 ? folder : args[option + 1];
  return (
    target !== undefined &&
    /^\/(tmp|root|home|opt(?!\/python)|usr\/(local|share|src)|var\/(cache|lib))(\/|$)/.test(target)
  );
}

function isHarmless(words: readonly string[], before: readonly string[]): boolean {
  const [program = "", ...args] = asProgram(words);
  if (words.length === 0 || HARMLESS.has(program)) return true;
  if (SYSTEM_PACKAGES.has(program))
    return !args.some((word) => /python|^py3|^pip/i.test(word) && !PYTHON_ITSELF.test(word));
  if (/^python[\d.]*$/.test(program))
    return (
      /^(-V|--version)$/.test(args[0] ?? "") ||
      (args[0] === "-c" && !/pip|subprocess|system/.test(args[1] ?? "")) ||
      /^\S*get-pip\.py$/.test(args[0] ?? "")
    );
  if (/^(compileall|venv|virtualenv|ensurepip|nltk\.downloader)$/.test(program)) return true;
  // The installers of uv and Poetry.
  if (/^(ba|da)?sh$/.test(program))
    return (
      /^(curl|wget)$/.test(before[0] ?? "") &&
      before.some((word) => /astral\.sh\/uv|install\.python-poetry\.org/.test(word))
    );
  const name = /^pip[\d.]*$/.test(program) ? "pip" : program;
  return HARMLESS_SUBCOMMANDS[name]?.test(args[0] ?? "") ?? false;
}
