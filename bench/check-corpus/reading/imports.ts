import path from "node:path";
import { codeLines } from "./code-lines";

/** An import at module level. */
export interface Import {
  /** As written: `requests`, `app.util`, `..common`, `./lib/x`. */
  readonly module: string;
  /** The names after `import` of a `from`, as Python has it. */
  readonly names: readonly string[];
  /** 1-based. */
  readonly line: number;
}

export function importsOf(file: string, text: string): readonly Import[] {
  return codeLines(file, text).flatMap((line, index) => {
    const found = file.endsWith(".py") ? pythonImport(line) : javascriptImport(line);
    return found ? [{ ...found, line: index + 1 }] : [];
  });
}

function pythonImport(line: string): Omit<Import, "line"> | undefined {
  const [, from, list = ""] = /^from\s+(\.*[\w.]*)\s+import\s+(.+)/.exec(line) ?? [];
  const [, plain] = /^import\s+([\w.]+)\s*(?:as\s+\w+\s*)?(?:#.*)?$/.exec(line) ?? [];
  const module = from ?? plain;
  const names = list
    .replace(/[()]|#.*/g, "")
    .split(",")
    .map((name) => name.trim().split(/\s+/)[0] ?? "")
    .filter((name) => name !== "");
  return module === undefined ? undefined : { module, names };
}

function javascriptImport(line: string): Omit<Import, "line"> | undefined {
  const [, required] = /^(?:const|let|var)\s.*=\s*require\(\s*["']([^"']+)["']\s*\)/.exec(line) ?? [];
  const [, imported] = /^import\s(?:.*\sfrom\s+)?["']([^"']+)["']/.exec(line) ?? [];
  const module = required ?? imported;
  return module === undefined ? undefined : { module, names: [] };
}

/** The paths in the image at which an import of the project's own may be, for a module at `from`. */
export function ownPaths(
  { module, names }: Import,
  from: string,
  roots: readonly string[],
): readonly string[] {
  const folder = path.posix.dirname(from);
  if (!from.endsWith(".py")) {
    if (!module.startsWith(".")) return [];
    const base = path.posix.resolve(folder, module);
    return [base, ...[".js", ".mjs", ".cjs", ".json", "/index.js"].map((suffix) => base + suffix)];
  }
  const [, dots = "", rest = ""] = /^(\.*)(.*)$/.exec(module) ?? [];
  const starts = dots === "" ? roots : [path.posix.resolve(folder, ...Array(dots.length - 1).fill(".."))];
  return starts.flatMap((start) => {
    const base = path.posix.join(start, rest.replaceAll(".", "/"));
    const members = names.map((name) => `${base}/${name}.py`);
    return [...(rest === "" ? [] : [`${base}.py`]), ...members, `${base}/__init__.py`];
  });
}
