import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import path from "node:path";

/** What makes a file one to look at. */
const FUNCTION = "new DockerImageFunction(";

/** Folders of tools, of built and of installed code. */
const NOT_SOURCES = /^(\..*|node_modules|cdktf\.out|dist|build|coverage|__tests__|test|tests)$/;

/**
 * The files of an app in which functions are made, from the folder of its cdktf.json: those that its entry file imports, directly or not;
 * where the command of cdktf.json names no TypeScript file, all files.
 * @param app the command of cdktf.json
 */
export function filesWithFunctions(app: string): string[] {
  const entry = app.split(/\s+/).find((word) => /\.tsx?$/.test(word) && existsSync(word));
  const files = entry === undefined ? sourcesBelow(".") : importedFrom(path.normalize(entry));
  return files.filter((file) => readFileSync(file, "utf8").includes(FUNCTION)).sort();
}

/** A file and all of the app's that it imports by a relative path. */
function importedFrom(entry: string): string[] {
  const files = new Set([entry]);
  // A set goes on to what is added to it.
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
