const { createHash } = require("node:crypto");
const fs = require("node:fs");
const path = require("node:path");
const { buildSync } = require("esbuild");
const { readMappings } = require("./bundle-positions.cjs");

const PROJECT = path.join(__dirname, "..");
const LIBRARY = path.join(PROJECT, "lib") + path.sep;
/** What a bundle depends on besides the files that are in it. */
const ALWAYS = [
  "package.json",
  "package-lock.json",
  "tsconfig.json",
  "commands/bundle-app.cjs",
  "commands/bundle-positions.cjs",
];

/**
 * Makes one file of an app and all that it imports, and keeps it in a folder, where that can be written.
 * @param {string} entry absolute
 * @param {string} folder
 * @param {(file: string) => string} stampOf
 * @throws {Error} when a file is no TypeScript, or an import leads nowhere; esbuild prints where
 */
function bundleApp(entry, folder, stampOf) {
  const started = Date.now();
  const always = ALWAYS.map((file) => path.join(PROJECT, file));
  const before = Object.fromEntries([...always, entry].map((file) => [file, stampOf(file)]));
  const { outputFiles, metafile } = buildSync({
    absWorkingDir: PROJECT,
    entryPoints: [entry],
    outdir: folder,
    write: false,
    bundle: true,
    platform: "node",
    format: "cjs",
    target: "node20",
    sourcemap: "external",
    sourcesContent: false,
    metafile: true,
    logLevel: "error",
  });
  const [map, code] = outputFiles;
  if (!map || !code) throw new Error(`esbuild made nothing of ${entry}.`);
  const { mappings, sources: relative } = JSON.parse(map.text);
  const sources = relative.map((/** @type {string} */ source) => path.resolve(folder, source));
  const positions = readMappings(mappings, sources.map(isOfPackage));
  const inputs = Object.keys(metafile.inputs).map((input) => path.resolve(PROJECT, input));
  const stamps = {
    ...Object.fromEntries(inputs.map((file) => [file, writtenSince(started, file) ? "" : stampOf(file)])),
    ...before,
  };
  const library = hashOf(
    JSON.stringify(Object.entries(stamps).filter(([file]) => isOfPackage(file) || file.startsWith(LIBRARY))),
  );
  const name = `${hashOf(code.contents)}.cjs`;
  const file = path.join(folder, name);
  try {
    fs.rmSync(folder, { recursive: true, force: true });
    fs.mkdirSync(folder, { recursive: true });
    fs.writeFileSync(file, code.contents);
    fs.writeFileSync(`${file}.positions`, positions);
    // Last, and at once: with it, all of it is there.
    fs.writeFileSync(path.join(folder, "made.json.new"), JSON.stringify({ name, sources, stamps, library }));
    fs.renameSync(path.join(folder, "made.json.new"), path.join(folder, "made.json"));
  } catch {
    // Another user's checkout, or another run that does the same: it is made again the next time.
  }
  return { file, code: code.text, sources, positions: () => positions, library };
}

/** After esbuild may have read it. @param {number} time @param {string} file */
function writtenSince(time, file) {
  return (fs.statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? time) >= time;
}

/** @param {string} file */
function isOfPackage(file) {
  return file.includes(`${path.sep}node_modules${path.sep}`);
}

/** @param {string | Uint8Array} content */
function hashOf(content) {
  return createHash("sha256").update(content).digest("hex").slice(0, 16);
}

module.exports = { bundleApp };
