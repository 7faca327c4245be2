import type { ContextFolder } from "./context-folder";
import { removeOthers } from "./stage";
import { StagedMarks } from "./staged-marks";

/**
 * Stages contexts below a folder, and removes all other contexts from it.
 * @param marks the file that records which staged contexts are complete; it is outside of that folder
 * @throws BuildContextError when a file changed since it was hashed
 */
export function stageContexts(parent: string, contexts: readonly ContextFolder[], marks: string): void {
  const known = new StagedMarks(marks);
  for (const context of contexts) context.stage(parent, known);
  removeOthers(parent, new Set(contexts.map(({ hash }) => hash)));
  known.write();
}
