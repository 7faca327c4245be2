import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import path from "node:path";

/** Only files with this text are read further. */
const FUNCTION = "new DockerImageFunction(";

/** Folders of tools, and of built and installed code. */
const NOT_SOURCES = /^(\..*|node_modules|cdktf\.out|dist|build|coverage|__tests__|test|tests)$/;

/**
 * The files of an app that create functions, relative to the folder of its cdktf.json. They are searched among the
 * direct and indirect imports of its entry file. If the command of cdktf.json names no TypeScript file, all files are
 * searched.
 * @param app the command of cdktf.json
 */
export function filesWithFunctions(app: string): string[] {
  const entry = app.split(/\s+/).find((word) => /\.tsx?$/.test(word) && existsSync(word));
  const files = entry === undefined ? sourcesBelow(".") : importedFrom(path.normalize(entry));
  return files.filter((file) => readFileSync(file, "utf8").includes(FUNCTION)).sort();
}

/** A file, and all files of the app that it imports by a relative path. */
function importedFrom(entry: string): string[] {
  const files = new Set([entry]);
  // The loop includes files that are added to the set.
  for (const file of files) {
    for (const [, name] of readFileSync(file, "utf8").matchAll(
      /\b(?:from|import|require\()\s*["'](\.[^"']*)["']/g,
    )) {
      const target = path.join(path.dirname(file), (name as string).replace(/\.js$/, ""));
      const found = [target, `${target}.ts`, path.join(target, "index.ts")].find(isFile);
      if (found?.endsWith(".ts")) files.add(found);
    }
  }
  return [...files];
}

function sourcesBelow(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const file = path.join(folder, entry.name);
    if (entry.isDirectory()) return NOT_SOURCES.test(entry.name) ? [] : sourcesBelow(file);
    return entry.name.endsWith(".ts") && !entry.name.endsWith(".d.ts") ? [file] : [];
  });
}

function isFile(file: string): boolean {
  return statSync(file, { throwIfNoEntry: false })?.isFile() ?? false;
}
