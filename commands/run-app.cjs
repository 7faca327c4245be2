// Runs a CDKTF app that is written in TypeScript, as cdktf.json says: node <flags> commands/run-app.cjs main.ts
//
// The app and all that it imports are one bundle, kept in .local/app with V8's compiled code beside it. The bundle is made
// anew (bundle-app.cjs) when a file that it is made from is another: the project's files are compared by their content, those
// of packages by size and time stamp. Types are not looked at here: npm run check does, and npm run deploy.
const { createHash } = require("node:crypto");
const fs = require("node:fs");
const { Module, createRequire } = require("node:module");
const path = require("node:path");
const { cachedDataVersionTag } = require("node:v8");
const vm = require("node:vm");
const { nameSources, readPositions } = require("./bundle-positions.cjs");

const PACKAGES = `${path.sep}node_modules${path.sep}`;
const KEPT = path.join(__dirname, "..", ".local", "app");

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
 * What is kept of it in made.json.
 * @typedef {object} Made
 * @property {string} name the file's
 * @property {readonly string[]} sources absolute
 * @property {string} library
 * @property {Readonly<Record<string, string>>} stamps of every file that it depends on, as stampOf gives them
 */

/** @param {string} entry absolute */
async function run(entry) {
  const folder = path.join(KEPT, createHash("sha256").update(entry).digest("hex").slice(0, 16));
  const kept = keptBundle(folder);
  const bundle = kept ?? (await require("./bundle-app.cjs").bundleApp(entry, folder, stampOf));
  nameSources(bundle.file, () => ({ sources: bundle.sources, positions: bundle.positions() }));
  // V8 takes only what was compiled with the same flags, and `npx cdktf` sets some.
  const compiled = `${bundle.file}.${cachedDataVersionTag()}.compiled`;
  const cachedData = kept && readIfThere(compiled);
  const script = new vm.Script(Module.wrap(bundle.code), {
    filename: bundle.file,
    ...(cachedData && { cachedData }),
  });
  // Not of the first run, which does what most others needn't: it would make those slower to load.
  if (kept && script.cachedDataRejected !== false) {
    // At the end, so that the functions that were used are in it.
    process.once("exit", () => writeWhole(compiled, script.createCachedData()));
  }
  process.env.APP_LIBRARY = bundle.library;
  const module = new Module(entry);
  script.runInThisContext()(module.exports, createRequire(entry), module, entry, path.dirname(entry));
}

/** The bundle that is kept, if it is of the files as they are now. @param {string} folder @returns {Bundle | undefined} */
function keptBundle(folder) {
  try {
    /** @type {Made} */
    const made = JSON.parse(fs.readFileSync(path.join(folder, "made.json"), "utf8"));
    if (!Object.entries(made.stamps).every(([file, stamp]) => stampOf(file) === stamp)) return undefined;
    const file = path.join(folder, made.name);
    return {
      file,
      // All of it is ASCII, which is read faster as what it is.
      code: fs.readFileSync(file, "latin1"),
      sources: made.sources,
      library: made.library,
      positions: () => readPositions(`${file}.positions`),
    };
  } catch {
    // There is none, or another run is just replacing it.
    return undefined;
  }
}

/** What a file is like; "" where there is none. @param {string} file */
function stampOf(file) {
  try {
    if (!file.includes(PACKAGES)) return createHash("sha256").update(fs.readFileSync(file)).digest("base64");
    const stat = fs.statSync(file, { throwIfNoEntry: false });
    return stat ? `${stat.size} ${stat.mtimeMs}` : "";
  } catch {
    return "";
  }
}

/** @param {string} file */
function readIfThere(file) {
  try {
    return fs.readFileSync(file);
  } catch {
    return undefined;
  }
}

/** Whole or not at all, and not where nobody may write: it only takes longer then. @param {string} file @param {Buffer} content */
function writeWhole(file, content) {
  try {
    fs.writeFileSync(`${file}.${process.pid}`, content);
    fs.renameSync(`${file}.${process.pid}`, file);
  } catch {}
}

run(path.resolve(process.argv[2] ?? "main.ts")).catch((error) => {
  console.error(error);
  process.exitCode = 1;
});
