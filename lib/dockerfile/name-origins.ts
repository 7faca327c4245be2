import * as path from "node:path";
import type { BuildContext } from "../build-context/build-context";
import type { PathTest } from "../build-context/ignore-pattern";
import { seesContext } from "./mounted-file";
import { sourceTest } from "./source-test";
import type { Stage } from "./stage";

/** In bytes. A build script is small. */
const LARGEST = 256 * 1024;

/** Files that configure a build, or are scripts of one. */
const BUILD_FILE =
  /(^|\/)((package|tsconfig[^/]*|project|angular|nx|turbo|nest-cli|jsconfig)\.json|[^/]*\.config\.[cm]?[jt]s|(webpack|rollup|vite|esbuild|tsup|gulp|grunt|build|bundle|compile|generate)[^/]*\.([cm]?[jt]s|py|json)|(Make|Rake|Gem|Just|Task)file[^/]*|[^/]*\.(sh|bash|mk|toml|cfg|gradle|kts|csproj)|pom\.xml|setup\.py|\.?babelrc[^/]*|\.?swcrc[^/]*)$/i;

/** The usual names of a build's output, and of the folder that the runtime searches. */
const OUTPUT_FOLDER = /^(\.?build|bundle|cjs|dist|esm|lib|out|output|task|function|app)$/;

/**
 * Where a build may get the names of its files from: a compiled file has the name of its source (`app.ts` gives `app.js`),
 * and any other name stands in a build script.
 */
export class NameOrigins {
  private texts: readonly { readonly text: string; readonly plain: boolean }[] | undefined;
  /** `undefined` is one that may take anything. */
  private sources: readonly (PathTest | undefined)[] | undefined;
  private stems: ReadonlySet<string> | undefined;

  constructor(
    private readonly context: BuildContext,
    private readonly stages: readonly Stage[],
  ) {}

  /** Whether a build of the folder may make a file of that name. */
  mayName(imagePath: string): boolean {
    const stem = stemOf(imagePath);
    // The runtime looks for `index.js` in a folder. So the folder's name counts too, unless it is that of any output.
    const folder = path.posix.basename(path.posix.dirname(imagePath));
    const inFolder = /^(index|__init__|package)$/.test(stem) && !OUTPUT_FOLDER.test(folder);
    const names = inFolder ? [folder, stem] : [stem];
    this.stems ??= new Set(
      this.context.entries.flatMap((entry) =>
        this.isCopied(entry.path) && !entry.hidden ? [stemOf(entry.path)] : [],
      ),
    );
    const { stems } = this;
    return names.every((name) => stems.has(name) || this.isMentioned(name));
  }

  /** Whether a step copies it, or mounts it. A build sees only such files. */
  private isCopied(contextPath: string): boolean {
    this.sources ??= this.stages.flatMap(({ steps }) =>
      steps.flatMap((step) => {
        if (step.kind === "run") return seesContext(step) ? [undefined] : [];
        if (step.kind !== "copy" || step.from !== undefined) return [];
        return step.sources.map(({ path: given }) => (given === undefined ? undefined : sourceTest(given)));
      }),
    );
    return this.sources.some((source) => source?.(contextPath) ?? true);
  }

  /** Whether a build script names such a file, or a configuration has the word. */
  private isMentioned(name: string): boolean {
    const word = name.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&");
    // In a script a file has an ending. In a configuration it may stand without.
    const file = new RegExp(`(?<![\\w-])${word}\\.\\w`);
    const entry = new RegExp(`(?<![\\w-])${word}(?![\\w-])`);
    this.texts ??= [...this.instructions().map((text) => ({ text, plain: true })), ...this.buildFiles()];
    return this.texts.some(({ text, plain }) => (plain ? file : entry).test(text));
  }

  /** Without CMD and ENTRYPOINT, which name what they expect. */
  private instructions(): string[] {
    return this.stages.flatMap(({ instructions }) =>
      instructions
        .filter(({ keyword }) => /^(RUN|COPY|ADD|ARG|ENV|ONBUILD|SHELL)$/.test(keyword))
        .map(({ source }) => source),
    );
  }

  private buildFiles(): { readonly text: string; readonly plain: boolean }[] {
    const commands = this.instructions().join("\n");
    return this.context.entries
      .filter(
        (entry) =>
          entry.kind === "file" &&
          !entry.hidden &&
          entry.size <= LARGEST &&
          !entry.path.includes("node_modules/") &&
          (BUILD_FILE.test(entry.path) || commands.includes(path.posix.basename(entry.path))),
      )
      .map((entry) => ({
        text: this.context.readText(entry.path),
        plain: !/\.(config\.[cm]?[jt]s|toml|cfg)$|(webpack|rollup|vite|tsup)[^/]*$/.test(entry.path),
      }));
  }
}

function stemOf(name: string): string {
  return path.posix.basename(name).replace(/(?:\.d)?\.[^.]*$/, "");
}
