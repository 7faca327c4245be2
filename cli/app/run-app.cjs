// Runs a CDKTF app that is written in TypeScript, as cdktf.json says: node <flags> cli/app/run-app.cjs main.ts
//
// The app and all that it imports are one bundle, kept in .local/app with V8's compiled code beside it. The bundle is made
// anew (bundle-app.cjs) when a file that it is made from is another: the project's files are compared by their content, those
// of packages by size and time stamp. Types are not looked at here: npm run check does, and npm run deploy.
const fs = require("node:fs");
const { Module, createRequire } = require("node:module");
const path = require("node:path");
const { cachedDataVersionTag } = require("node:v8");
const vm = require("node:vm");
const { nameSources, readPositions } = require("./bundle-positions.cjs");
const { readChecked, sha256, writeChecked } = require("./checked-file.cjs");

const PACKAGES = `${path.sep}node_modules${path.sep}`;
const KEPT = path.resolve(".local", "app");

/**
 * What is known of a bundle.
 * @typedef {object} Bundle
 * @property {string} file absolute; the file need not be there
 * @property {string} code
 * @property {readonly string[]} sources absolute
 * @property {() => Int32Array} positions where its lines come from
 * @property {string} library names what of lib/ and of packages is in it, and no other
 */

/**
 * What is kept of it in the file "made".
 * @typedef {object} Made
 * @property {string} name the file's
 * @property {readonly string[]} sources absolute
 * @property {string} library
 * @property {Readonly<Record<string, string>>} stamps of every file that it depends on, as stampOf gives them
 */

/** @param {string} entry absolute */
async function run(entry) {
  const folder = path.join(KEPT, sha256(entry).slice(0, 16));
  const kept = cachedBundle(folder);
  const bundle = kept ?? (await loadBundler().bundleApp(entry, folder, stampOf));
  nameSources(bundle.file, () => ({ sources: bundle.sources, positions: bundle.positions() }));
  // V8 takes only what was compiled with the same flags, and `npx cdktf` sets some.
  const compiled = `${bundle.file}.${cachedDataVersionTag()}.compiled`;
  const cachedData = kept && readChecked(compiled);
  const script = new vm.Script(Module.wrap(bundle.code), {
    filename: bundle.file,
    ...(cachedData && { cachedData }),
  });
  // Not of the first run, which does what most others needn't: it would make those slower to load.
  if (kept && script.cachedDataRejected !== false) {
    // At the end, so that the functions that were used are in it.
    process.once("exit", () => keep(compiled, script.createCachedData()));
  }
  process.env.APP_LIBRARY = bundle.library;
  const module = new Module(entry);
  script.runInThisContext()(module.exports, createRequire(entry), module, entry, path.dirname(entry));
}

/** An app that is run in another way does without esbuild, so the package doesn't bring it. */
function loadBundler() {
  try {
    require.resolve("esbuild");
  } catch {
    console.error(`The fast app runner bundles the app with esbuild, and esbuild is not installed. Install it beside the app:

  npm install --save-dev esbuild

Or run the app without it: put "app": "npx tsx main.ts" into cdktf.json.`);
    process.exit(1);
  }
  return require("./bundle-app.cjs");
}

/** The bundle that is kept, if all of it is whole and of the files as they are now. @param {string} folder @returns {Bundle | undefined} */
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
      // All of it is ASCII, which is read faster as what it is.
      code: code.toString("latin1"),
      sources: made.sources,
      library: made.library,
      positions: () => readPositions(positions),
    }
  );
}

/** What a file is like; "" where there is none. @param {string} file */
function stampOf(file) {
  try {
    if (!file.includes(PACKAGES)) return sha256(fs.readFileSync(file));
    const stat = fs.statSync(file, { throwIfNoEntry: false });
    return stat ? `${stat.size} ${stat.mtimeMs}` : "";
  } catch {
    return "";
  }
}

/** Not where nobody may write: it only takes longer then. @param {string} file @param {Buffer} content */
function keep(file, content) {
  try {
    writeChecked(file, content);
  } catch {}
}

run(path.resolve(process.argv[2] ?? "main.ts")).catch((error) => {
  console.error(error);
  process.exitCode = 1;
});
