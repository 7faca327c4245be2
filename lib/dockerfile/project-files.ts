import type { InstalledGroup } from "../python/installed-packages";
import { projectRequirements } from "../python/project-distributions";

/** The lock files and manifests of a project, in the order in which they are looked for. */
const PROJECT_FILES: Readonly<Record<string, readonly [lock: string, manifest: string]>> = {
  uv: ["uv.lock", "pyproject.toml"],
  poetry: ["poetry.lock", "pyproject.toml"],
  pdm: ["pdm.lock", "pyproject.toml"],
  pipenv: ["Pipfile.lock", "Pipfile"],
};

/** The text of a file of the project. @returns undefined when it isn't there */
type ReadText = (name: string) => string | undefined;

/** Whether the project can be installed itself. */
export function isOwnPackage(program: string, textOf: ReadText): boolean {
  const [lock, manifest] = PROJECT_FILES[program] ?? ["", "pyproject.toml"];
  return [lock, manifest].some((name) => {
    const text = textOf(name);
    return text !== undefined && projectRequirements(name, text).isPackage;
  });
}

/** The requirements of a project. They are not `complete` if there may be others. */
export function projectGroup(
  program: string,
  textOf: ReadText,
): { readonly group: InstalledGroup | undefined; readonly complete: boolean } {
  const [lock, manifest] = PROJECT_FILES[program] ?? ["", "pyproject.toml"];
  const texts = [manifest, lock].map((name) => ({ name, text: textOf(name) }));
  const locked = texts[1]?.text !== undefined;
  const read = texts.flatMap(({ name, text }) =>
    text === undefined ? [] : [projectRequirements(name, text)],
  );
  const requirements = read.flatMap((each) => each.requirements);
  return {
    group: requirements.length > 0 ? { requirements, alone: locked } : undefined,
    complete: read.length > 0 && !read.some(({ dynamic }) => dynamic && !locked),
  };
}
