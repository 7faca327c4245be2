import type { Variant } from "./kind";
import type { Project } from "./project";
import { type Facts, readFacts } from "./reading/facts";

/** The project with the mistake. */
export function applied(project: Project, { files = {}, executable = {}, cmd }: Variant): Project {
  const all = Object.entries({ ...project.files, ...files }).filter(([, text]) => text !== null);
  const executables = new Set(project.executables);
  for (const [file, is] of Object.entries(executable)) {
    if (is) executables.add(file);
    else executables.delete(file);
  }
  return {
    ...project,
    files: Object.fromEntries(all) as Record<string, string>,
    executables: [...executables],
    ...(cmd && { cmd }),
  };
}

/** Reads the project again with the mistake, to see whether it really is one. */
export function factsAfter({ project }: Facts, variant: Variant): Facts | undefined {
  return readFacts(applied(project, variant));
}

/** Whether the handler's file no longer comes into the image. */
export function losesHandler(facts: Facts, variant: Variant): boolean {
  const after = factsAfter(facts, variant);
  return after?.handler !== undefined && after.handler.source === undefined;
}
