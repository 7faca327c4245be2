import * as path from "node:path";
import { moduleCandidates } from "../python/module-candidates";
import type { HandlerCheck } from "./handler-check";

/** The path in the image of the file that the runtime loads, if that is certain. */
export function handlerFile({
  handler,
  language,
  files,
  taskRoot,
  searchFolders = [],
}: HandlerCheck): string | undefined {
  const name = language === "python" ? handler.slice(0, handler.lastIndexOf(".")) : handlerModule(handler);
  if (name === "") return undefined;
  for (const folder of [taskRoot, ...searchFolders]) {
    const candidates =
      language === "python"
        ? moduleCandidates(folder === "/" ? "" : folder, name.replaceAll("/", "."))
        : [".js", ".mjs", ".cjs"].map((end) => path.posix.resolve("/", folder, name) + end);
    const states = candidates.map((candidate) => files.find(candidate).state);
    const found = candidates[states.indexOf("from-context")];
    if (found !== undefined) return found;
    if (states.includes("unknown")) return undefined;
  }
  return undefined;
}

/** `src/app` of `src/app.handler`: up to the first dot of the last part. */
function handlerModule(handler: string): string {
  const base = path.posix.basename(handler);
  return base.includes(".") ? handler.slice(0, handler.length - base.length + base.indexOf(".")) : "";
}
