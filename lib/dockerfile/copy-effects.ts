import * as path from "node:path";
import type { BuildContext } from "../build-context/build-context";
import type { ImageFile } from "../image-files";
import { contextPath } from "./context-path";
import type { Copied, StageView } from "./copied-files";
import { globTest, isPattern } from "./glob";
import { join, parentOf } from "./image-path";
import type { CopySource, CopyStep, Stage } from "./stage";

/** The stage of a COPY, with the files that it has just before it. */
export interface CopyingStage {
  readonly context: BuildContext;
  find(imagePath: string): ImageFile;
  isFolder(imagePath: string): boolean;
  /** Remembers that a path is certainly a folder. */
  addFolder(imagePath: string): void;
  /** The files of another stage. */
  filesOf(stage: Stage): StageView;
}

/** The effect of a COPY or ADD, in the simple cases. */
export function copyEffects(step: CopyStep, stage: CopyingStage): Copied {
  return new CopyReader(step, stage).read();
}

class CopyReader {
  private readonly copied: Copied = { kind: "copy", files: new Map(), unknown: [], folders: [], others: [] };

  constructor(
    private readonly step: CopyStep,
    private readonly stage: CopyingStage,
  ) {}

  read(): Copied {
    const { copied, step } = this;
    if (step.target === undefined) {
      copied.unknown.push("/");
      return copied;
    }
    const target = step.target === "/" ? "/" : step.target.replace(/\/$/, "");
    if (step.target.endsWith("/")) this.stage.addFolder(target);
    // Three things are not followed: options that choose files, other images, and here-documents.
    const odd = step.flags.some(({ name }) => ["exclude", "parents", "unpack"].includes(name));
    const otherImage = step.from !== undefined && !("steps" in step.from);
    if (odd || otherImage || step.documents.length > 0) {
      copied.unknown.push(target);
      return copied;
    }
    const from = step.from && "steps" in step.from ? step.from : undefined;
    for (const source of step.sources) {
      if (from) this.copyFromStage(source, this.stage.filesOf(from), target);
      else this.copyFromContext(source, target);
    }
    for (const file of copied.files.keys()) this.stage.addFolder(parentOf(file));
    return copied;
  }

  private copyFromStage({ path: given }: CopySource, stage: StageView, target: string): void {
    if (given !== undefined && isPattern(given)) {
      this.copyPattern(path.posix.resolve("/", given), stage, target);
      return;
    }
    const from = given === undefined ? undefined : path.posix.resolve("/", given);
    if (from !== undefined && stage.isFolder(from)) {
      this.stage.addFolder(target);
      this.copied.others.push({ stage, from, image: target });
    } else if (from !== undefined && stage.find(from).state === "from-context") {
      const image = this.fileTarget(target, path.posix.basename(from));
      if (image === undefined) this.copied.unknown.push(target);
      else this.copied.others.push({ stage, from, image });
    } else if (from !== undefined) {
      this.copied.others.push({ stage, from, image: target, either: true });
    } else {
      this.copied.unknown.push(target);
    }
  }

  /** `COPY --from=build /app/dist/* ./`. A pattern in the name of a folder above is not followed. */
  private copyPattern(pattern: string, stage: StageView, target: string): void {
    const from = path.posix.dirname(pattern);
    const matches = isPattern(from) ? undefined : globTest(path.posix.basename(pattern));
    if (matches === undefined) {
      this.copied.unknown.push(target);
      return;
    }
    this.stage.addFolder(target);
    this.copied.others.push({ stage, from, image: target, matches });
  }

  private copyFromContext(source: CopySource, target: string): void {
    const matches = source.path === undefined ? undefined : this.matches(source.path);
    if (matches === undefined) {
      this.copied.unknown.push(target);
      return;
    }
    for (const match of matches) {
      const entry = match === "" ? undefined : this.stage.context.find(match);
      if (match === "" || entry?.kind === "directory") this.copyFolder(match, target);
      else {
        const image = this.fileTarget(target, path.posix.basename(match));
        if (image === undefined) this.copied.unknown.push(target);
        else this.copied.files.set(image, match);
      }
    }
  }

  /** The paths in the context that a source refers to. @returns undefined when it can't be followed */
  private matches(given: string): readonly string[] | undefined {
    const { keyword } = this.step;
    if (keyword === "ADD" && /^[a-z]+:\/\/|^git@|\.(tar|tgz|tbz2?|txz|gz|bz2|xz|zst)$/i.test(given))
      return undefined;
    const source = contextPath(given);
    if (!isPattern(source)) {
      const entry = this.stage.context.find(source);
      // A link may point to a folder. A source that isn't found stops the build.
      const plain = source === "" || (entry !== undefined && !entry.hidden && entry.kind !== "link");
      return plain ? [source] : undefined;
    }
    const matches = globTest(source);
    if (matches === undefined) return undefined;
    const found = this.stage.context.entries.filter((entry) => !entry.hidden && matches(entry.path));
    if (found.some(({ kind }) => kind === "link")) return undefined;
    if (keyword === "ADD" && found.some((entry) => /\.(tar|tgz|gz|bz2|xz|zst)$/.test(entry.path)))
      return undefined;
    return found.map((entry) => entry.path);
  }

  /** Copies the content of a folder, not the folder itself. */
  private copyFolder(folder: string, target: string): void {
    this.stage.addFolder(target);
    this.copied.folders.push({ context: folder, image: target });
    const prefix = folder === "" ? "" : `${folder}/`;
    for (const entry of this.stage.context.entries) {
      if (entry.hidden || !entry.path.startsWith(prefix)) continue;
      const image = join(target, entry.path.slice(prefix.length));
      if (entry.kind === "directory") this.stage.addFolder(image);
      else if (entry.kind === "file") this.copied.files.set(image, entry.path);
      else this.copyLink(entry.path, entry.target, image);
    }
  }

  private copyLink(link: string, linkTarget: string, image: string): void {
    const to = this.stage.context.find(join(path.posix.dirname(link), linkTarget));
    // The link is resolved in the image, where its target may be missing.
    if (to?.kind === "file" && !to.hidden) this.copied.files.set(image, link);
    else this.copied.unknown.push(image);
  }

  /**
   * The path of a copied file: inside the target if that is a folder, otherwise the target itself.
   * @returns undefined when it isn't known
   */
  private fileTarget(target: string, name: string): string | undefined {
    if (this.stage.isFolder(target)) return join(target, name);
    // A target with a file's extension is no folder: `COPY app.py lib/main.py`.
    const sameEnding =
      path.posix.extname(name) !== "" && path.posix.extname(name) === path.posix.extname(target);
    return sameEnding || this.stage.find(target).state === "absent" ? target : undefined;
  }
}
