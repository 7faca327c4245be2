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
import { isHarmless, unpacksElsewhere } from "./harmless-commands";
import { type InstallCommand, installCommand } from "./install-command";
import { isOwnPackage, projectGroup } from "./project-files";
import {
  asProgram,
  isPdmInstall,
  pipDownload,
  type RequirementsExport,
  requirementsExport,
} from "./python-commands";
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
  /** A file of the image just before the step, or one that is mounted for it. */
  readonly find: (imagePath: string) => ImageFile;
  /** The text of a file of the context. */
  readonly read: (contextPath: string) => string;
}

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
    const exported = requirementsExport(words, writes);
    if (exported) {
      this.export(exported);
      return;
    }
    const pdm = isPdmInstall(words);
    const install = installCommand(words) ?? this.downloaded(words);
    if (pdm) this.project("pdm", words);
    else if (install?.tool === "python") this.install(install, words);
    else if (install === undefined && !isHarmless(words, before) && !unpacksElsewhere(words, this.folder))
      this.found.complete = false;
  }

  /** A command that writes the requirements of a project to a file. */
  private export({ program, files }: RequirementsExport): void {
    const group = this.projectGroup(program, this.folder ?? "/");
    for (const file of files) {
      const written = this.resolved(file);
      if (written !== undefined && group) this.found.written.set(written, group);
    }
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
    this.found.project ||= isOwnPackage(program, (name) => this.text(name));
  }

  private projectGroup(program: string, folder: string | undefined): InstalledGroup | undefined {
    const { group, complete } = projectGroup(program, (name) => this.text(name, folder));
    if (!complete) this.found.complete = false;
    return group;
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

  private downloaded(words: readonly string[]): InstallCommand | undefined {
    const download = pipDownload(words);
    if (download) this.found.downloads = true;
    return download;
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
