import type { Kind } from "../kind";
import {
  hasName,
  lineOf,
  removed,
  replaced,
  replaceLine,
  withDockerfile,
  withHandler,
} from "../reading/edit";
import type { Facts } from "../reading/facts";
import { jsonWords } from "../reading/instructions";
import { losesHandler } from "../variant";
import { misspelled } from "../words";

/** Whether CMD, as the Dockerfile has it, is what the runtime gets. */
function cmdCounts({ project, aws, entrypoint, handler }: Facts): boolean {
  const image = aws !== undefined && !["provided", "go"].includes(aws) && !entrypoint;
  return !project.cmd && (image || handler !== undefined);
}

/** The lines at which a missing CMD can be told: its stage, or the entrypoint that needs it. */
function linesOfStart({ final, entrypoint }: Facts): readonly (number | undefined)[] {
  return [final.from.line, entrypoint?.line];
}

const shellForm: Kind = {
  name: "CMD in shell form",
  codes: ["cmd-shell-form"],
  severity: "error",
  variant(facts) {
    const { cmd, text } = facts;
    const words = cmd && jsonWords(cmd.text);
    if (!cmd || !words || !cmdCounts(facts)) return undefined;
    return withDockerfile(facts, replaced(text, cmd, `CMD ${words.join(" ")}`), [cmd.line]);
  },
};

const missing: Kind = {
  name: "CMD missing",
  codes: ["cmd-missing"],
  severity: "error",
  variant(facts) {
    const { cmd, text, final } = facts;
    const all = final.instructions.filter(({ keyword }) => keyword === "CMD");
    if (!cmd || all.length !== 1 || final.parent?.instructions.some(({ keyword }) => keyword === "CMD"))
      return undefined;
    if (!cmdCounts(facts)) return undefined;
    return withDockerfile(facts, removed(text, cmd), [
      ...linesOfStart(facts),
      final.instructions.at(-1)?.line,
    ]);
  },
};

const swallowed: Kind = {
  name: "a `\\` at the end of the line before CMD",
  codes: ["dockerfile-syntax", "cmd-missing"],
  severity: "error",
  variant(facts) {
    const { cmd, text, final } = facts;
    const before = final.instructions.findLast(({ end }) => cmd !== undefined && end < cmd.line);
    if (!cmd || !before || !/^(COPY|RUN)$/.test(before.keyword) || before.hasDocument || !cmdCounts(facts))
      return undefined;
    const edited = replaceLine(text, before.end, `${lineOf(text, before.end)} \\`);
    return withDockerfile(facts, edited, [before.line, before.end, cmd.line, ...linesOfStart(facts)]);
  },
};

const misspelledFunction: Kind = {
  name: "function misspelled in CMD",
  codes: ["handler-function-missing"],
  severity: "error",
  variant(facts) {
    const { handler } = facts;
    if (!handler?.source) return undefined;
    const wrong = misspelled(handler.function);
    if (new RegExp(`\\b${wrong}\\b`).test(handler.source.text)) return undefined;
    return withHandler(facts, handler.word.slice(0, -handler.function.length) + wrong);
  },
};

const otherModule: Kind = {
  name: "CMD names another module",
  codes: ["handler-file-missing", "handler-file-not-copied"],
  // Where an install may bring the file, only a warning is due.
  severity: "warning",
  variant(facts) {
    const { handler } = facts;
    const name = ["main", "lambda_function", "index", "app", "function"].find(
      (each) => !hasName(facts, each),
    );
    return handler && name ? withHandler(facts, `${name}.${handler.function}`) : undefined;
  },
};

const otherFolder: Kind = {
  name: "CMD names a folder that isn't copied",
  codes: ["handler-file-not-copied", "handler-file-missing"],
  // Where an install may bring the file, only a warning is due.
  severity: "warning",
  variant(facts) {
    const { handler } = facts;
    const folder = ["functions", "lambdas", "endpoints"].find((each) => !hasName(facts, each));
    if (!handler?.source || !folder) return undefined;
    const name = handler.source.file.replace(/.*\//, "");
    const [separator, module] =
      handler.language === "python" ? [".", name.replace(/\.py$/, "")] : ["/", name.replace(/\..*$/, "")];
    if (module === "__init__") return undefined;
    const other = withHandler(facts, `${folder}${separator}${module}.${handler.function}`);
    if (!other) return undefined;
    const variant = { ...other, files: { ...other.files, [`${folder}/${name}`]: handler.source.text } };
    return losesHandler(facts, variant) ? variant : undefined;
  },
};

export const COMMAND_KINDS: readonly Kind[] = [
  shellForm,
  missing,
  swallowed,
  misspelledFunction,
  otherModule,
  otherFolder,
];
