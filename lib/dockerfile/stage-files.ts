import * as path from "node:path";
import type { BuildContext } from "../build-context/build-context";
import type { AbsentFile, ImageFile, ImageFiles } from "../image-files";
import { absentFile } from "./absent-file";
import { isEmptyBase, isProgramsOnly, SYSTEM_FOLDERS } from "./base-image-files";
import { type Copied, findCopied, listCopied, type StageView } from "./copied-files";
import { type CopyingStage, copyEffects } from "./copy-effects";
import type { Maker, RunEffects } from "./effects";
import { parentOf } from "./image-path";
import { isPlainImage } from "./image-reference";
import { LAMBDA_TASK_ROOT, lambdaBaseImage } from "./lambda-runtimes";
import type { NameOrigins } from "./name-origins";
import { runCommands } from "./run-commands";
import { runEffects } from "./run-effects";
import { lineage, type RunStep, rootOf, type Stage, type Step } from "./stage";

/** A change of the files of a stage. */
type Change = (RunEffects & { readonly kind: "run" }) | Copied;

/** What the files of all stages of a Dockerfile have in common. */
export interface Common {
  readonly context: BuildContext;
  readonly stages: Map<Stage, StageFiles>;
  readonly origins: NameOrigins;
  /** The files of the target, for the checks. */
  image?: ImageFiles;
}

/** The files of a stage, after its steps or before one of them. */
export class StageFiles implements CopyingStage, StageView {
  private readonly changes: Change[] = [];
  /** Paths that are certainly folders. */
  private readonly known = new Set<string>(["/"]);
  readonly context: BuildContext;
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
        this.changes.push(copyEffects(step, this));
      }
    }
  }

  /** @param count Only so many changes count. @default - all */
  find(imagePath: string, count = this.changes.length): ImageFile {
    const { image } = rootOf(this.stage).from;
    let maker: Maker = isEmptyBase(image, imagePath)
      ? "nothing"
      : isProgramsOnly(image, imagePath)
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
    const all = this.copies.flatMap(listCopied);
    return [...new Set(all)].filter((path) => this.find(path).state === "from-context").sort();
  }

  isFolder(imagePath: string): boolean {
    return this.known.has(imagePath);
  }

  addFolder(imagePath: string): void {
    for (let path = imagePath; !this.known.has(path); path = parentOf(path)) this.known.add(path);
  }

  filesOf(stage: Stage): StageFiles {
    return this.common.stages.get(stage) ?? new StageFiles(stage, this.common);
  }

  absent(imagePath: string): AbsentFile {
    return absentFile(imagePath, this.stage, this.copies, this.context);
  }

  private get copies(): readonly Copied[] {
    return this.changes.filter((change) => change.kind === "copy");
  }
}

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
