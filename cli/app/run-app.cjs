// Runs a CDKTF app written in TypeScript. The command in cdktf.json: node <flags> cli/app/run-app.cjs main.ts
//
// The app and all its imports are one bundle. The bundle cache is in .local/app, with V8's compiled code. The bundle is
// built again (bundle-app.cjs) when one of its sources changed: the project's files are compared by their content,
// those of packages by size and time stamp. Types are not checked here. npm run check and npm run deploy do that.
const fs = require("node:fs");
const { Module, createRequire } = require("node:module");
const path = require("node:path");
const { cachedDataVersionTag } = require("node:v8");
const vm = require("node:vm");
const { nameSources, readPositions } = require("./bundle-positions.cjs");
const { readChecked, sha256, writeChecked } = require("./checked-file.cjs");

const PACKAGES = `${path.sep}node_modules${path.sep}`;
const CACHE = path.resolve(".local", "app");

/**
 * The facts of a bundle. @typedef {object} Bundle
 * @property {string} file absolute; the file need not exist
 * @property {string} code
 * @property {readonly string[]} sources absolute
 * @property {() => Int32Array} positions the sources of its lines
 * @property {string} library identifies the code of lib/ and of packages in it
 */

/**
 * The content of the file "made". @typedef {object} Made
 * @property {string} name the file's
 * @property {readonly string[]} sources absolute
 * @property {string} library
 * @property {Readonly<Record<string, string>>} stamps the stamp of every file that it depends on, by stampOf
 */

/** @param {string} entry absolute */
async function run(entry) {
  const folder = path.join(CACHE, sha256(entry).slice(0, 16));
  const cached = cachedBundle(folder);
  const bundle = cached ?? (await loadBundler().bundleApp(entry, folder, stampOf));
  nameSources(bundle.file, () => ({ sources: bundle.sources, positions: bundle.positions() }));
  // V8 accepts only code that was compiled with the same flags, and `npx cdktf` sets some.
  const compiled = `${bundle.file}.${cachedDataVersionTag()}.compiled`;
  const cachedData = cached && readChecked(compiled);
  const script = new vm.Script(Module.wrap(bundle.code), {
    filename: bundle.file,
    ...(cachedData && { cachedData }),
  });
  // Not after the first run, which does things that later runs don't need. Its compiled code would slow them down.
  if (cached && script.cachedDataRejected !== false) {
    // At the end, so that it contains the functions that were used.
    process.once("exit", () => keep(compiled, script.createCachedData()));
  }
  process.env.APP_LIBRARY = bundle.library;
  const module = new Module(entry);
  script.runInThisContext()(module.exports, createRequire(entry), module, entry, path.dirname(entry));
}

/** Apps that are run in another way don't need esbuild, so it is no dependency of the package. */
function loadBundler() {
  try {
    require.resolve("esbuild");
  } catch {
    console.error(`The fast app runner bundles the app with esbuild, but esbuild is not installed. Install it in the app:

  npm install --save-dev esbuild

Or run the app without it: set "app": "npx tsx main.ts" in cdktf.json.`);
    process.exit(1);
  }
  return require("./bundle-app.cjs");
}

/**
 * The cached bundle, if it is undamaged and its sources are unchanged.
 * @param {string} folder
 * @returns {Bundle | undefined}
 */
function cachedBundle(folder) {
  const text = readChecked(path.join(folder, "made"));
  if (!text) return undefined;
  /** @type {Made} */
  const made = JSON.parse(text.toString());
  if (!Object.entries(made.stamps).every(([file, stamp]) => stampOf(file) === stamp)) return undefined;
  const file = path.join(folder, made.name);
  const code = readChecked(file);
  const positions = readChecked(`${file}.positions`);
  return (
    code &&
    positions && {
      file,
      // It is ASCII, which is faster to read as latin1.
      code: code.toString("latin1"),
      sources: made.sources,
      library: made.library,
      positions: () => readPositions(positions),
    }
  );
}

/** The state of a file; "" if it doesn't exist. @param {string} file */
function stampOf(file) {
  try {
    if (!file.includes(PACKAGES)) return sha256(fs.readFileSync(file));
    const stat = fs.statSync(file, { throwIfNoEntry: false });
    return stat ? `${stat.size} ${stat.mtimeMs}` : "";
  } catch {
    return "";
  }
}

/**
 * Writes a cache file. If it can't be written, later runs only take longer.
 * @param {string} file
 * @param {Buffer} content
 */
function keep(file, content) {
  try {
    writeChecked(file, content);
  } catch {}
}

run(path.resolve(process.argv[2] ?? "main.ts")).catch((error) => {
  console.error(error);
  process.exitCode = 1;
});
