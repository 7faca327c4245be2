/**
 * The paths at which the import system searches for a module (docs.python.org, "The import system"). A package comes
 * before a file.
 */
export function moduleCandidates(folder: string, name: string): readonly [string, string] {
  const base = `${folder}/${name.replaceAll(".", "/")}`;
  return [`${base}/__init__.py`, `${base}.py`];
}
