import * as path from "node:path";
import { EXCLUDE_OPTION } from "../ignore-rule";
import type { StagedEntry } from "./context-entry";
import { BuildContextError } from "./errors";
import { generatedContent } from "./file-content";
import { hidingIgnoreFile, type Ignore, ownIgnoreFile } from "./ignore-file";
import { fileEntry, readFile } from "./read-entries";

/** Adds the files that the builder needs but `COPY` may not see. */
export function addHidden(
  staged: Map<string, StagedEntry>,
  root: string,
  dockerfile: string,
  ignore: Ignore,
): void {
  const dockerfileHidden = !staged.has(dockerfile);
  if (dockerfileHidden) add(readFile(root, dockerfile, true));

  const { file, rules } = ignore;
  const visible = file !== undefined && staged.has(file);
  // Docker applies the staged ignore file again. A visible original is staged unchanged: that does no harm, unless
  // `exclude` overrules it. An excluded original is replaced by a generated file that only hides what has to be hidden.
  const overruled = rules.reincludes(EXCLUDE_OPTION) || rules.explain(dockerfile)?.file === EXCLUDE_OPTION;
  if (visible ? !overruled : file === undefined && !dockerfileHidden) return;
  const own = ownIgnoreFile(dockerfile);
  if (visible && file === own) throw excludeNeedsIgnoreFile(root, own);

  const name = visible || file === undefined ? own : file;
  const content = Buffer.from(
    hidingIgnoreFile(new Set((dockerfileHidden ? [dockerfile, name] : [name]).map(outermostHidden))),
  );
  add(fileEntry(name, true, generatedContent(content)));

  /** The path, or its topmost parent folder that COPY doesn't see either. */
  function outermostHidden(contextPath: string): string {
    const names = contextPath.split("/");
    const folders = names.map((_, index) => names.slice(0, index + 1).join("/"));
    return folders.find((folder) => staged.get(folder)?.entry.hidden !== false) ?? contextPath;
  }

  function add(file: StagedEntry): void {
    for (
      let folder = path.posix.dirname(file.entry.path);
      folder !== ".";
      folder = path.posix.dirname(folder)
    ) {
      if (!staged.has(folder))
        staged.set(folder, { entry: { path: folder, kind: "directory", hidden: true } });
    }
    staged.set(file.entry.path, file);
  }
}

function excludeNeedsIgnoreFile(root: string, file: string): BuildContextError {
  return new BuildContextError({
    code: "exclude-needs-ignore-file",
    what: `exclude contradicts ${file}, which is itself part of the image.`,
    where: path.join(root, file),
    why: "docker build reads that file again, so exclude would not hold.",
    fix: `Move the patterns of exclude into ${file}, or add the line ${file} to it, so that it stays out of the image.`,
  });
}
