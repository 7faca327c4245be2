const fs = require("node:fs");
const path = require("node:path");
const { build } = require("esbuild");
const { readMappings } = require("./bundle-positions.cjs");
const { sha256, writeChecked } = require("./checked-file.cjs");

/** The app's folder, that of its cdktf.json. */
const PROJECT = process.cwd();
/** The name by which apps import the library. */
const NAME = "cdktf-lambda-images";
/** Packages, and a module of Node.js, that take long to load although CDKTF needs little of them. */
const STAND_INS = {
  archiver: path.join(__dirname, "lazy-archiver.cjs"),
  child_process: path.join(__dirname, "lazy-child-process.cjs"),
  "json-stable-stringify": path.join(__dirname, "..", "..", "lib", "synth", "stable-json"),
};
/** Files that a bundle depends on besides its sources. */
const ALWAYS = [
  ...["package.json", "package-lock.json"].map((name) => path.join(PROJECT, name)),
  ...["bundle-app.cjs", "bundle-positions.cjs", "checked-file.cjs"].map((name) => path.join(__dirname, name)),
];

/**
 * Bundles an app and all its imports into one file, and caches it in a folder, if that is writable.
 * @param {string} entry absolute
 * @param {string} folder
 * @param {(file: string) => string} stampOf
 * @throws {Error} when a file has a syntax error, or an import isn't found; esbuild prints the place
 */
async function bundleApp(entry, folder, stampOf) {
  const started = Date.now();
  const before = Object.fromEntries([...ALWAYS, ...tsconfigs(), entry].map((file) => [file, stampOf(file)]));
  const { outputFiles, metafile } = await build({
    absWorkingDir: PROJECT,
    entryPoints: [entry],
    outdir: folder,
    write: false,
    bundle: true,
    platform: "node",
    format: "cjs",
    target: "node20",
    alias: STAND_INS,
    sourcemap: "external",
    sourcesContent: false,
    metafile: true,
    logLevel: "error",
    plugins: [ownNames],
  });
  const [map, code] = outputFiles;
  if (!map || !code) throw new Error(`esbuild wrote no output for ${entry}.`);
  const { mappings, sources: relative } = JSON.parse(map.text);
  const sources = relative.map((/** @type {string} */ source) => path.resolve(folder, source));
  const positions = readMappings(mappings, sources.map(isOfPackage));
  const inputs = Object.keys(metafile.inputs).map((input) => path.resolve(PROJECT, input));
  const stamps = {
    ...Object.fromEntries(inputs.flatMap(wouldComeFirst).map((file) => [file, stampOf(file)])),
    ...Object.fromEntries(inputs.map((file) => [file, writtenSince(started, file) ? "" : stampOf(file)])),
    ...before,
  };
  const folders = libraryFolders(metafile);
  const library = hashOf(
    JSON.stringify(
      Object.entries(stamps).filter(
        ([file]) => isOfPackage(file) || folders.some((libraryFolder) => file.startsWith(libraryFolder)),
      ),
    ),
  );
  const name = `${hashOf(code.contents)}.cjs`;
  const file = path.join(folder, name);
  try {
    fs.rmSync(folder, { recursive: true, force: true });
    fs.mkdirSync(folder, { recursive: true });
    writeChecked(file, code.contents);
    writeChecked(`${file}.positions`, new Uint8Array(positions.buffer));
    // Written last, so it shows that the cache is complete.
    writeChecked(path.join(folder, "made"), JSON.stringify({ name, sources, stamps, library }));
  } catch {
    // Another user's checkout, or another run that does the same. The next run builds it again.
  }
  return { file, code: code.text, sources, positions: () => positions, library };
}

/**
 * The folders of the library, if it isn't below node_modules: it is linked, or the app is in this repository.
 * @param {import("esbuild").Metafile} metafile
 */
function libraryFolders({ inputs }) {
  const entries = Object.values(inputs).flatMap(({ imports }) =>
    imports.filter(({ original }) => original === NAME),
  );
  return [...new Set(entries.map(({ path: file }) => path.dirname(path.resolve(PROJECT, file)) + path.sep))];
}

/** The app's tsconfig.json, and the files that it extends by a relative path. */
function tsconfigs() {
  const found = [path.join(PROJECT, "tsconfig.json")];
  for (const file of found) {
    const text = fs.existsSync(file) ? fs.readFileSync(file, "utf8") : "";
    const [, value = ""] = /"extends"\s*:\s*(\[[^\]]*\]|"[^"]*")/.exec(text) ?? [];
    for (const [, name = ""] of value.matchAll(/"(\.[^"]*)"/g)) {
      const base = path.resolve(path.dirname(file), name.endsWith(".json") ? name : `${name}.json`);
      if (!found.includes(base)) found.push(base);
    }
  }
  return found;
}

/**
 * In a bundle, `__dirname` and `__filename` would be the bundle's. Each module that uses them gets its own.
 * @type {import("esbuild").Plugin}
 */
const ownNames = {
  name: "own-names",
  setup({ onLoad }) {
    onLoad({ filter: /\.[cm]?[jt]sx?$/ }, ({ path: file }) => {
      const text = fs.readFileSync(file, "utf8");
      if (!NAMES.test(text) || DECLARED.test(text)) return undefined;
      const names = `var __filename = ${JSON.stringify(file)}, __dirname = ${JSON.stringify(path.dirname(file))};`;
      // In the same line, so that the other lines keep their numbers.
      return { contents: text.replace(BEFORE_CODE, (before) => `${before}${names} `), loader: "default" };
    });
  },
};

const NAMES = /\b__(?:dir|file)name\b/;
const DECLARED = /\b(?:const|let|var|function)\s+__(?:dir|file)name\b/;
/** The shebang line, and the directive, which has to stay the first statement. */
const BEFORE_CODE = /^(?:#!.*\n)?(?:(?:\s|\/\/.*|\/\*[\s\S]*?\*\/)*["']use strict["'];?)?/;

/** The files that an import would resolve to instead, if they existed. @param {string} file */
function wouldComeFirst(file) {
  if (isOfPackage(file)) return [];
  const { dir, name, ext } = path.parse(file);
  const others = name === "index" ? [`${dir}.ts`] : [];
  return ext === ".ts" ? others : [...others, path.join(dir, `${name}.ts`)];
}

/** Whether it was written after esbuild may have read it. @param {number} time @param {string} file */
function writtenSince(time, file) {
  return (fs.statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? time) >= time;
}

/** @param {string} file */
function isOfPackage(file) {
  return file.includes(`${path.sep}node_modules${path.sep}`);
}

/** @param {string | Uint8Array} content */
function hashOf(content) {
  return sha256(content).slice(0, 16);
}

module.exports = { bundleApp };
