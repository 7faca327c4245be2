import * as path from "node:path";
import type { BuildContext } from "../build-context/build-context";
import type { PathTest } from "../build-context/ignore-pattern";
import type { ImageFile, ImageFiles } from "../image-files";
import { contextPath } from "./context-path";
import type { Dockerfile } from "./dockerfile";
import type { Maker, RunEffects } from "./effects";
import { globTest, isPattern } from "./glob";
import { isPlainImage, isPublicImage } from "./image-reference";
import { LAMBDA_TASK_ROOT, lambdaBaseImage } from "./lambda-runtimes";
import { mountedFile } from "./mounted-file";
import { NameOrigins } from "./name-origins";
import { runCommands } from "./run-commands";
import { runEffects } from "./run-effects";
import {
  type CopySource,
  type CopyStep,
  lineage,
  type RunStep,
  rootOf,
  type Stage,
  type Step,
} from "./stage";

/**
 * Finds the image's files by following COPY and ADD, in the simple cases. Files that a RUN, another image or an archive
 * may have created are `unknown`.
 */
export function imageFilesOf(dockerfile: Dockerfile, context: BuildContext): ImageFiles {
  const common = commonOf(dockerfile, context);
  const { target } = dockerfile;
  const files = target && (common.stages.get(target) ?? new StageFiles(target, common));
  common.image ??= {
    find: (imagePath) => files?.find(imagePath) ?? { state: "unknown" },
    list: () => files?.list() ?? [],
    read: (contextPath) => context.readText(contextPath),
  };
  return common.image;
}

/** The files of the image, just before a step of a stage. */
export function imageFilesBefore(
  step: Step,
  stage: Stage,
  dockerfile: Dockerfile,
  context: BuildContext,
): (imagePath: string) => ImageFile {
  let files: StageFiles | undefined;
  return (imagePath) => {
    files ??= new StageFiles(stage, commonOf(dockerfile, context), step);
    return files.find(imagePath);
  };
}

/** The files that a RUN sees: those of the image just before it, and those that are mounted for it. */
export function filesSeenBy(
  step: RunStep,
  stage: Stage,
  dockerfile: Dockerfile,
  context: BuildContext,
): (imagePath: string) => ImageFile {
  const before = imageFilesBefore(step, stage, dockerfile, context);
  return (imagePath) => mountedFile(step, context, imagePath) ?? before(imagePath);
}

/** Several checks ask for the same image. */
const known = new WeakMap<Dockerfile, Common>();

function commonOf(dockerfile: Dockerfile, context: BuildContext): Common {
  const before = known.get(dockerfile);
  if (before?.context === context) return before;
  const common = { context, stages: new Map(), origins: new NameOrigins(context, dockerfile.needed) };
  known.set(dockerfile, common);
  return common;
}

type Absent = Extract<ImageFile, { state: "absent" }>;

/** A change of the files of a stage. */
type Change = (RunEffects & { readonly kind: "run" }) | Copied;

/** What the files of all stages of a Dockerfile have in common. */
interface Common {
  readonly context: BuildContext;
  readonly stages: Map<Stage, StageFiles>;
  readonly origins: NameOrigins;
  /** The files of the target, for the checks. */
  image?: ImageFiles;
}

/** The effect of one COPY or ADD. All paths in the image are absolute, without a slash at the end. */
interface Copied {
  readonly kind: "copy";
  /** From the path in the image to the path in the context. */
  readonly files: Map<string, string>;
  /** Paths at or below which it writes files that can't be followed. */
  readonly unknown: string[];
  /** Folders that it copies from the context. */
  readonly folders: { readonly context: string; readonly image: string }[];
  /** Files and folders that it copies from other stages. */
  readonly others: {
    readonly stage: StageFiles;
    readonly from: string;
    readonly image: string;
    /** It isn't known whether it is a file or a folder. */
    readonly either?: true;
    /** Only the entries of the folder with such a name. Of a folder among them, its content is copied. @default - all */
    readonly matches?: PathTest;
  }[];
}

/** The file that a COPY puts at a path. It is absent if the COPY certainly doesn't. */
function findCopied(change: Copied, imagePath: string): ImageFile {
  const contextPath = change.files.get(imagePath);
  if (contextPath !== undefined) return { state: "from-context", contextPath };
  if (change.unknown.some((root) => isBelow(imagePath, root))) return { state: "unknown" };
  let nearCertain = false;
  for (const other of change.others) {
    for (const from of originals(other, imagePath)) {
      const found = other.stage.find(from);
      if (found.state !== "absent") return found;
      nearCertain ||= found.nearCertain === true;
    }
  }
  return { state: "absent", why: "not-in-context", ...(nearCertain && { nearCertain }) };
}

/** The paths in the other stage that a path is copied from. */
function originals({ from, image, either, matches }: Copied["others"][number], imagePath: string): string[] {
  if (!isBelow(imagePath, image)) return [];
  if (matches) {
    const below = imagePath.slice(image === "/" ? 1 : image.length + 1);
    return below !== "" && matches(below.split("/")[0] ?? "") ? [join(from, below)] : [];
  }
  const inFolder = join(from, imagePath.slice(image === "/" ? 0 : image.length));
  if (either !== true) return [inFolder];
  const isFile = imagePath === image || imagePath === join(image, path.posix.basename(from));
  return imagePath === image ? [from] : [inFolder, ...(isFile ? [from] : [])];
}

class StageFiles {
  private readonly changes: Change[] = [];
  /** Paths that are certainly folders. */
  private readonly known = new Set<string>(["/"]);
  private readonly context: BuildContext;
  private listed: readonly string[] | undefined;

  constructor(
    private readonly stage: Stage,
    private readonly common: Common,
    /** Only the steps before this one count. @default - all steps */
    before?: Step,
  ) {
    this.context = common.context;
    if (before === undefined) common.stages.set(stage, this);
    const { image = "" } = rootOf(stage).from;
    if (lambdaBaseImage(image)) this.addFolder(LAMBDA_TASK_ROOT);
    if (lambdaBaseImage(image) || isPlainImage(image))
      for (const folder of SYSTEM_FOLDERS) this.addFolder(folder);
    for (const step of lineage(stage).flatMap(({ steps }) => steps)) {
      if (step === before) break;
      if (step.kind === "workdir") {
        if (step.path !== undefined) this.addFolder(step.path);
      } else if (step.kind === "run") {
        const count = this.changes.length;
        const effects = runEffects(step, this.context, (imagePath) => this.find(imagePath, count));
        this.changes.push({ kind: "run", ...effects });
        for (const folder of madeFolders(step)) this.addFolder(folder);
      } else {
        this.changes.push(this.copy(step));
      }
    }
  }

  /** @param count Only so many changes count. @default - all */
  find(imagePath: string, count = this.changes.length): ImageFile {
    let maker: Maker = this.isEmptyBase(imagePath)
      ? "nothing"
      : this.isProgramsOnly(imagePath)
        ? "own-files"
        : "anything";
    let changed = false;
    const made = (found: Maker) => {
      if (maker !== "anything" && found !== "nothing") maker = found;
    };
    for (const change of this.changes.slice(0, count).toReversed()) {
      if (change.kind === "run") {
        changed ||= change.mayChange(imagePath);
        if (maker !== "anything") made(change.maker(imagePath));
        continue;
      }
      const copied = findCopied(change, imagePath);
      if (copied.state === "absent") made(copied.nearCertain ? "own-files" : "nothing");
      else return changed ? { state: "unknown" } : copied;
    }
    if (maker === "anything") return { state: "unknown" };
    if (maker === "nothing") return this.absent(imagePath);
    if (this.common.origins.mayName(imagePath)) return { state: "unknown" };
    return { ...this.absent(imagePath), nearCertain: true };
  }

  list(): readonly string[] {
    this.listed ??= this.listFiles();
    return this.listed;
  }

  private listFiles(): readonly string[] {
    const all = this.changes.flatMap((change) => {
      if (change.kind === "run") return [];
      const fromStages = change.others.flatMap(({ stage, from, image, matches }) =>
        stage
          .list()
          .filter((path) => isBelow(path, from))
          .map((path) => path.slice(from === "/" ? 1 : from.length + 1))
          .filter((below) => matches?.(below.split("/")[0] ?? "") ?? true)
          .map((below) => join(image, below)),
      );
      return [...change.files.keys(), ...fromStages];
    });
    return [...new Set(all)].filter((path) => this.find(path).state === "from-context").sort();
  }

  isFolder(imagePath: string): boolean {
    return this.known.has(imagePath);
  }

  private addFolder(folder: string): void {
    for (let path = folder; !this.known.has(path); path = parentOf(path)) this.known.add(path);
  }

  private copy(step: CopyStep): Copied {
    const copied: Copied = { kind: "copy", files: new Map(), unknown: [], folders: [], others: [] };
    if (step.target === undefined) {
      copied.unknown.push("/");
      return copied;
    }
    const target = step.target === "/" ? "/" : step.target.replace(/\/$/, "");
    if (step.target.endsWith("/")) this.addFolder(target);
    // Three things are not followed: options that choose files, other images, and here-documents.
    const odd = step.flags.some(({ name }) => ["exclude", "parents", "unpack"].includes(name));
    const otherImage = step.from !== undefined && !("steps" in step.from);
    if (odd || otherImage || step.documents.length > 0) {
      copied.unknown.push(target);
      return copied;
    }
    const from = step.from && "steps" in step.from ? step.from : undefined;
    for (const source of step.sources) {
      if (from) this.copyFromStage(source, this.filesOf(from), target, copied);
      else this.copyFromContext(source, step, target, copied);
    }
    for (const file of copied.files.keys()) this.addFolder(parentOf(file));
    return copied;
  }

  private filesOf(stage: Stage): StageFiles {
    return this.common.stages.get(stage) ?? new StageFiles(stage, this.common);
  }

  private copyFromStage(
    { path: given }: CopySource,
    stage: StageFiles,
    target: string,
    copied: Copied,
  ): void {
    if (given !== undefined && isPattern(given)) {
      this.copyPattern(path.posix.resolve("/", given), stage, target, copied);
      return;
    }
    const from = given === undefined ? undefined : path.posix.resolve("/", given);
    if (from !== undefined && stage.isFolder(from)) {
      this.addFolder(target);
      copied.others.push({ stage, from, image: target });
    } else if (from !== undefined && stage.find(from).state === "from-context") {
      const image = this.fileTarget(target, path.posix.basename(from));
      if (image === undefined) copied.unknown.push(target);
      else copied.others.push({ stage, from, image });
    } else if (from !== undefined) {
      copied.others.push({ stage, from, image: target, either: true });
    } else {
      copied.unknown.push(target);
    }
  }

  /** `COPY --from=build /app/dist/* ./`. A pattern in the name of a folder above is not followed. */
  private copyPattern(pattern: string, stage: StageFiles, target: string, copied: Copied): void {
    const from = path.posix.dirname(pattern);
    const matches = isPattern(from) ? undefined : globTest(path.posix.basename(pattern));
    if (matches === undefined) {
      copied.unknown.push(target);
      return;
    }
    this.addFolder(target);
    copied.others.push({ stage, from, image: target, matches });
  }

  private copyFromContext(source: CopySource, step: CopyStep, target: string, copied: Copied): void {
    const matches = source.path === undefined ? undefined : this.matches(source.path, step);
    if (matches === undefined) {
      copied.unknown.push(target);
      return;
    }
    for (const match of matches) {
      const entry = match === "" ? undefined : this.context.find(match);
      if (match === "" || entry?.kind === "directory") this.copyFolder(match, target, copied);
      else {
        const image = this.fileTarget(target, path.posix.basename(match));
        if (image === undefined) copied.unknown.push(target);
        else copied.files.set(image, match);
      }
    }
  }

  /** The paths in the context that a source refers to. @returns undefined when it can't be followed */
  private matches(given: string, { keyword }: CopyStep): readonly string[] | undefined {
    if (keyword === "ADD" && /^[a-z]+:\/\/|^git@|\.(tar|tgz|tbz2?|txz|gz|bz2|xz|zst)$/i.test(given))
      return undefined;
    const source = contextPath(given);
    if (!isPattern(source)) {
      const entry = this.context.find(source);
      // A link may point to a folder. A source that isn't found stops the build.
      const plain = source === "" || (entry !== undefined && !entry.hidden && entry.kind !== "link");
      return plain ? [source] : undefined;
    }
    const matches = globTest(source);
    if (matches === undefined) return undefined;
    const found = this.context.entries.filter((entry) => !entry.hidden && matches(entry.path));
    if (found.some(({ kind }) => kind === "link")) return undefined;
    if (keyword === "ADD" && found.some((entry) => /\.(tar|tgz|gz|bz2|xz|zst)$/.test(entry.path)))
      return undefined;
    return found.map((entry) => entry.path);
  }

  /** Copies the content of a folder, not the folder itself. */
  private copyFolder(folder: string, target: string, copied: Copied): void {
    this.addFolder(target);
    copied.folders.push({ context: folder, image: target });
    const prefix = folder === "" ? "" : `${folder}/`;
    for (const entry of this.context.entries) {
      if (entry.hidden || !entry.path.startsWith(prefix)) continue;
      const image = join(target, entry.path.slice(prefix.length));
      if (entry.kind === "directory") this.addFolder(image);
      else if (entry.kind === "file") copied.files.set(image, entry.path);
      else this.copyLink(entry.path, entry.target, image, copied);
    }
  }

  private copyLink(link: string, linkTarget: string, image: string, copied: Copied): void {
    const to = this.context.find(join(path.posix.dirname(link), linkTarget));
    // The link is resolved in the image, where its target may be missing.
    if (to?.kind === "file" && !to.hidden) copied.files.set(image, link);
    else copied.unknown.push(image);
  }

  /**
   * The path of a copied file: inside the target if that is a folder, otherwise the target itself.
   * @returns undefined when it isn't known
   */
  private fileTarget(target: string, name: string): string | undefined {
    if (this.isFolder(target)) return join(target, name);
    // A target with a file's extension is no folder: `COPY app.py lib/main.py`.
    const sameEnding =
      path.posix.extname(name) !== "" && path.posix.extname(name) === path.posix.extname(target);
    return sameEnding || this.find(target).state === "absent" ? target : undefined;
  }

  /** Whether the image that the first stage is built on certainly has nothing at that path. */
  private isEmptyBase(imagePath: string): boolean {
    const { image } = rootOf(this.stage).from;
    if (image === undefined) return false;
    if (image === "scratch") return true;
    const lambda = lambdaBaseImage(image) !== undefined;
    // The packages of npm itself are below /usr, those of the runtime below /var.
    const modules = /^(?!\/(usr|var\/lang|var\/runtime|opt\/yarn)).*\/node_modules\//.test(imagePath);
    if ((lambda || isPlainImage(image)) && modules) return true;
    // Only packages of the language are in there, and pip.
    if ((lambda || isPlainImage(image)) && /\/(site|dist)-packages\//.test(imagePath)) return true;
    if (lambda && USERS_FOLDERS.some((folder) => isBelow(imagePath, folder))) return true;
    // The entrypoint of AWS's base images.
    if (lambda && imagePath === "/lambda-entrypoint.sh") return false;
    const known = lambda || isPlainImage(image);
    return known && !FILLED_FOLDERS.test(imagePath);
  }

  /** Whether the base image is one that everybody uses, in which there is near certainly no code of this function. */
  private isProgramsOnly(imagePath: string): boolean {
    const { image } = rootOf(this.stage).from;
    return image !== undefined && isPublicImage(image) && !FILLED_FOLDERS.test(imagePath);
  }

  private absent(imagePath: string): Absent {
    const reasons = this.changes.flatMap((change) =>
      change.kind === "run" ? [] : this.reasons(change, imagePath),
    );
    const fromTop = path.posix.relative(this.stage.workdir ?? LAMBDA_TASK_ROOT, imagePath);
    const ignored = reasons.find(({ why }) => why === "ignored") ?? this.ignored(fromTop);
    if (ignored) return ignored;
    const name = path.posix.basename(imagePath);
    // A COPY of a folder would have brought it. Then a file of that name in another folder isn't meant.
    const copied = this.changes.some(
      (change) =>
        change.kind === "copy" &&
        change.folders.some(({ image }) => image !== "/" && isBelow(imagePath, image)),
    );
    const [elsewhere] = this.context.entries
      .filter((entry) => !entry.hidden && path.posix.basename(entry.path) === name)
      .filter((entry) => !copied || entry.path === fromTop)
      // Every package has such a file. The one that is meant is in a folder of the same name.
      .filter(
        (entry) =>
          !/^(__init__\.py|index\.[cm]?js|package\.json)$/.test(name) ||
          entry.path === fromTop ||
          path.posix.basename(path.posix.dirname(entry.path)) ===
            path.posix.basename(path.posix.dirname(imagePath)),
      )
      .sort((one, other) => distance(one.path, fromTop) - distance(other.path, fromTop));
    if (elsewhere) return { state: "absent", why: "not-copied", contextPath: elsewhere.path };
    return reasons.find(({ why }) => why === "not-copied") ?? { state: "absent", why: "not-in-context" };
  }

  private reasons(copied: Copied, imagePath: string): Absent[] {
    const fromContext = copied.folders
      .filter(({ image }) => isBelow(imagePath, image))
      .flatMap(({ context, image }) => {
        const ignored = this.ignored(join(context, imagePath.slice(image.length)).replace(/^\//, ""));
        return ignored ? [ignored] : [];
      });
    const fromStages = copied.others
      .filter(({ image }) => isBelow(imagePath, image))
      .map(({ stage, from, image }) => stage.absent(join(from, imagePath.slice(image.length))));
    return [...fromContext, ...fromStages];
  }

  /** A file that exists on the disk but is excluded by a pattern. The context doesn't list such files. */
  private ignored(contextPath: string): Absent | undefined {
    if (contextPath === "" || contextPath.startsWith("../")) return undefined;
    const ignoredBy = this.context.ignoredBy(contextPath);
    return ignoredBy && this.context.isLeftOutOnDisk(contextPath)
      ? { state: "absent", why: "ignored", contextPath, ignoredBy }
      : undefined;
  }
}

/** These are empty in AWS's base images: the task root, and the folders that layers are copied to. */
const USERS_FOLDERS = [LAMBDA_TASK_ROOT, "/opt/python", "/opt/nodejs"];
/** Folders that every Linux image has. */
const SYSTEM_FOLDERS = [
  "/bin",
  "/etc",
  "/home",
  "/mnt",
  "/opt",
  "/root",
  "/srv",
  "/tmp",
  "/usr/bin",
  "/usr/local/bin",
];
/** Of official images. `/opt`, `/home`, `/srv` and `/usr/src` have no code in them, except for /opt/yarn-v1 of Node.js. */
const FILLED_FOLDERS =
  /^\/(bin|boot|dev|etc|lib\w*|opt\/yarn[^/]*|proc|root|run|sbin|sys|usr(?!\/(src|app)\/)|var(?!\/task\/))(\/|$)/;

/** The folders that a simple `RUN mkdir` makes. */
function madeFolders(step: RunStep): string[] {
  return (runCommands(step) ?? []).flatMap(({ words: [program, ...words] }) => {
    if (program !== "mkdir") return [];
    return words.flatMap((word) => {
      const folder =
        word.startsWith("-") || /[{*?[]/.test(word.replaceAll("${", "")) ? undefined : step.expand(word);
      const whole = folder?.startsWith("/") || step.workdir !== undefined;
      return folder && whole ? path.posix.resolve(step.workdir ?? "/", folder) : [];
    });
  });
}

/** How unlikely it is that a file is meant by a path: none for the same path, otherwise the number of its folders. */
function distance(contextPath: string, fromTop: string): number {
  return contextPath === fromTop ? 0 : contextPath.split("/").length;
}

function isBelow(imagePath: string, root: string): boolean {
  return root === "/" || imagePath === root || imagePath.startsWith(`${root}/`);
}

function join(one: string, other: string): string {
  return path.posix.join(one, other);
}

function parentOf(imagePath: string): string {
  return path.posix.dirname(imagePath);
}
