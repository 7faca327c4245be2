import * as path from "node:path";
import type { BuildContext } from "../build-context/build-context";
import { contextPath } from "./context-path";
import { resolved } from "./effects";
import { globTest, isPattern } from "./glob";
import { below, isBelow } from "./image-path";
import { commandsOf } from "./run-commands";
import { type CopyStep, lineage, type Stage } from "./stage";

/** What a user who doesn't own a file may do with it. `undefined` when it isn't known. */
export interface Permissions {
  readonly read: boolean | undefined;
  readonly execute: boolean | undefined;
  /** The step that took a permission away. */
  readonly line?: number;
}

/**
 * The permissions of others on a file of the image, after `COPY --chmod` and `chmod`. Lambda runs the code as a user of
 * its own, who owns no file of the image (AWS Lambda Developer Guide, “Create a Lambda function using a container
 * image”, read 2026-11-24). Staged files have mode 0644 or 0755, folders 0755.
 */
export function permissions(stage: Stage, context: BuildContext, imagePath: string): Permissions {
  let read: boolean | undefined;
  let execute: boolean | undefined;
  let line: number | undefined;
  for (const step of lineage(stage).flatMap(({ steps }) => steps)) {
    if (step.kind === "copy") {
      const source = sourceOf(step, context, imagePath);
      if (source === undefined) continue;
      const entry = source === "unknown" ? undefined : context.find(source);
      const flag = step.flags.find(({ name }) => name === "chmod")?.value;
      const mode = flag === undefined ? undefined : othersOf(flag, { read: true, execute: true });
      read = flag === undefined ? true : mode?.read;
      execute = flag === undefined ? (entry?.kind === "file" ? entry.executable : undefined) : mode?.execute;
      line = step.line;
    } else if (step.kind === "run") {
      for (const { words, circumstances } of commandsOf(step)) {
        if (words[0] !== "chmod") continue;
        const recursive = words.some((word) => /^-[a-zA-Z]*R|^--recursive$/.test(word));
        const [mode = "", ...targets] = words
          .slice(1)
          .filter((word) => !/^-[a-zA-Z]*[Rfvc]+$|^--/.test(word));
        for (const target of targets) {
          const path = resolved(target, circumstances);
          // A pattern or a variable that isn't known may mean the file.
          const kind = path === undefined ? "unknown" : relation(path, imagePath);
          if (kind === "unknown") {
            if (read === false) read = undefined;
            if (execute === false) execute = undefined;
          }
          if (kind === "same" || (kind === "below" && recursive)) {
            const others = othersOf(mode, { read, execute });
            if (others.read === false && read !== false) line = step.line;
            read = others.read;
            execute = others.execute;
          } else if (kind === "below") {
            // Who may not enter a folder can't open the files in it.
            const folder = othersOf(mode, { read: true, execute: true });
            if (folder.execute === false) {
              read = false;
              line = step.line;
            }
          }
        }
      }
    }
  }
  return { read, execute, ...(line !== undefined && { line }) };
}

function relation(changed: string, imagePath: string): "same" | "below" | "other" {
  if (changed === imagePath) return "same";
  return isBelow(imagePath, changed) ? "below" : "other";
}

/** The path in the context of a file that a COPY puts at a path. */
function sourceOf(step: CopyStep, context: BuildContext, imagePath: string): string | "unknown" | undefined {
  const target = step.target === undefined ? undefined : step.target.replace(/(.)\/$/, "$1");
  if (target === undefined) return "unknown";
  if (!isBelow(imagePath, target)) return undefined;
  if (step.from !== undefined || step.documents.length > 0) return "unknown";
  const name = below(imagePath, target);
  for (const { path: given } of step.sources) {
    if (given === undefined) return "unknown";
    const source = contextPath(given);
    if (isPattern(source)) {
      const matches = globTest(source);
      if (matches === undefined) return "unknown";
      const found = context.entries.find(
        (entry) => matches(entry.path) && path.posix.basename(entry.path) === name.split("/")[0],
      );
      if (found) return found.kind === "file" ? found.path : "unknown";
    } else if (context.find(source)?.kind === "file") {
      if (name === "" || name === path.posix.basename(source)) return source;
    } else {
      const file = path.posix.join(source, name);
      if (name !== "" && context.find(file)?.kind === "file") return file;
    }
  }
  return undefined;
}

/** What others may do after a chmod: chmod(1), octal or symbolic. */
export function othersOf(
  mode: string,
  before: { readonly read: boolean | undefined; readonly execute: boolean | undefined },
): { readonly read: boolean | undefined; readonly execute: boolean | undefined } {
  if (/^[0-7]{1,4}$/.test(mode)) {
    const others = Number.parseInt(mode.slice(-1), 8);
    return { read: (others & 4) !== 0, execute: (others & 1) !== 0 };
  }
  let { read, execute } = before;
  for (const clause of mode.split(",")) {
    const [, who = "", operator = "", rights = ""] = /^([ugoa]*)([+=-])([rwxXst]*)$/.exec(clause) ?? [];
    if (operator === "") return { read: undefined, execute: undefined };
    if (who !== "" && !/[oa]/.test(who)) continue;
    if (operator === "=" || /r/.test(rights)) read = operator === "=" ? /r/.test(rights) : operator === "+";
    if (operator === "=" || /x/.test(rights))
      execute = operator === "=" ? /x/.test(rights) : operator === "+";
    else if (/X/.test(rights)) execute = undefined;
  }
  return { read, execute };
}
