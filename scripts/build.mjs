// Builds the published files: lib/ and cli/ → dist/, each file separately, at the same path.
//   node scripts/build.mjs    everything: JavaScript and declarations (npm run build)
// The commands of package.json build only the JavaScript (run.mjs), which takes a third of a second if something
// changed.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { fileURLToPath } from "node:url";

const SOURCES = ["lib", "cli"];
const DIST = "dist";
/** Files that the package reads at run time. They are copied unchanged. */
const DATA = /\.(cjs|mjs|json|py|txt)$/;
/** Template files, which commands copy into apps, with any extension. */
const TEMPLATE = /(^|\/)template\//;
/** The page of the local AWS, which runs in a browser: one script and one style sheet, with the libraries in them. */
const PAGE = {
  folder: "cli/local/ui/page",
  entry: "cli/local/ui/page/main.tsx",
  output: "cli/local/ui/page",
  libraries: ["preact", "@preact/signals", "@preact/signals-core"],
};
/**
 * The files that new apps and new functions share with this repository's app. They are read at their place, and
 * published with the template of new apps.
 */
const SHARED = { list: "cli/init/shared-files.json", folder: "cli/init/template" };
const DECLARATION = /\.d\.ts$/;
/** The entry points of the package. Only the declarations that these need are published. */
const ENTRIES = ["lib/index.d.ts", "lib/synth/index.d.ts"];
/** The public face of the library, which exports what is in the other files. */
const FACE = "lib/index.js";
const OLDEST_NODE = "node20";

/**
 * Builds everything that is not up to date with the sources, and removes all other files from dist/.
 * @param {string} project its folder, absolute
 * @param {{ readonly declarations: boolean }} options
 * @throws {Error} when a source has an error; esbuild and tsc print it
 */
export async function build(project, { declarations }) {
  const { copied, compiled } = sourceFiles(project);
  // Listed once, since every command starts with this.
  const built = filesBelow(path.join(project, DIST));
  await buildKind(project, COPIES, copied, built);
  await buildKind(project, JAVASCRIPT, compiled, built);
  if (declarations) {
    await buildKind(project, DECLARATIONS, [...copied, ...compiled], built);
  }
}

/**
 * Files that are built together, and a record of their sources.
 * @typedef {object} Kind
 * @property {string} record its name in dist/; not published
 * @property {(file: string) => boolean} owns whether a file in dist/ is of this kind
 * @property {readonly string[]} settings files that the result depends on besides the sources
 * @property {(project: string, sources: readonly string[]) => Promise<ReadonlyMap<string, Uint8Array>>} make
 */

/**
 * Apart from the JavaScript: the files of this repository's functions are copied into the package, and an edit of a function compiles nothing.
 * @type {Kind}
 */
const COPIES = {
  record: ".copies.json",
  owns: (file) => TEMPLATE.test(file) || (DATA.test(file) && !DECLARATION.test(file)),
  settings: ["scripts/build.mjs"],
  make: readCopies,
};

/** @type {Kind} */
const JAVASCRIPT = {
  record: ".javascript.json",
  owns: (file) => !DECLARATION.test(file) && !COPIES.owns(file),
  settings: ["scripts/build.mjs", "tsconfig.json", "package-lock.json"],
  make: makeJavaScript,
};

/** @type {Kind} */
const DECLARATIONS = {
  record: ".declarations.json",
  owns: (file) => DECLARATION.test(file) && !COPIES.owns(file),
  settings: ["scripts/build.mjs", "tsconfig.json", "tsconfig.build.json", "package-lock.json"],
  make: makeDeclarations,
};

/** @param {string} project @param {Kind} kind @param {readonly string[]} sources @param {readonly string[]} built all files of dist/ */
async function buildKind(project, kind, sources, built) {
  const dist = path.join(project, DIST);
  const record = path.join(dist, kind.record);
  const inputs = hashFiles(project, [...sources, ...kind.settings]);
  const fresh = (/** @type {readonly string[]} */ files) =>
    JSON.stringify({ inputs, outputs: hashFiles(dist, ownFiles(files, kind)) });
  if (existsSync(record) && readFileSync(record, "utf8") === fresh(built)) {
    return;
  }
  const outputs = await kind.make(project, sources);
  // Written beside dist/ and moved file by file. So each file is complete at any time, for a run that reads it and for
  // another build. Without the record nothing counts as built.
  rmSync(record, { force: true });
  const beside = mkdtempSync(`${dist}.`);
  try {
    for (const [file, content] of outputs) {
      write(path.join(beside, file), content);
      mkdirSync(path.dirname(path.join(dist, file)), { recursive: true });
      renameSync(path.join(beside, file), path.join(dist, file));
    }
    for (const file of ownFiles(filesBelow(dist), kind).filter((name) => !outputs.has(name))) {
      rmSync(path.join(dist, file), { force: true });
      removeEmptyFolders(dist, path.dirname(file));
    }
    write(path.join(beside, kind.record), fresh(filesBelow(dist)));
    renameSync(path.join(beside, kind.record), record);
  } finally {
    rmSync(beside, { recursive: true, force: true });
  }
}

/** @param {string} project @param {readonly string[]} sources @returns {Promise<ReadonlyMap<string, Uint8Array>>} */
async function readCopies(project, sources) {
  const shared = sharedFiles(project);
  return new Map(
    sources.map((file) => [
      shared.includes(file) ? `${SHARED.folder}/${file}` : file,
      readFileSync(path.join(project, file)),
    ]),
  );
}

/** @param {string} project @param {readonly string[]} sources @returns {Promise<ReadonlyMap<string, Uint8Array>>} */
async function makeJavaScript(project, sources) {
  const { build: esbuild } = await import("esbuild");
  const compiled = sources.filter((file) => !isOfPage(file));
  /** @param {string} folder @param {boolean} sourcemap with the sources in it, since the package doesn't have them */
  const compile = async (folder, sourcemap) => {
    const { outputFiles } = await esbuild({
      absWorkingDir: project,
      entryPoints: compiled.filter((file) => file.startsWith(`${folder}/`)),
      outbase: ".",
      outdir: DIST,
      write: false,
      platform: "node",
      format: "cjs",
      target: OLDEST_NODE,
      sourcemap,
      logLevel: "error",
    });
    return outputFiles;
  };
  const page = async () => {
    if (!sources.includes(PAGE.entry)) return [];
    const { outputFiles } = await esbuild({
      absWorkingDir: project,
      entryPoints: { [PAGE.output]: PAGE.entry },
      outdir: DIST,
      write: false,
      bundle: true,
      minify: true,
      format: "esm",
      // Browsers of the last three years.
      target: ["chrome115", "firefox115", "safari16.6"],
      banner: { js: licenses(project, PAGE.libraries) },
      logLevel: "error",
    });
    return outputFiles;
  };
  // Users debug their apps, and so the library: its maps contain the sources. Those of the command line have only the
  // lines, for stack traces. The sources would be a sixth of the package.
  const outputFiles = (await Promise.all([compile("lib", true), compile("cli", false), page()])).flat();
  /** @type {Map<string, Uint8Array>} */
  const outputs = new Map();
  for (const { path: file, contents, text } of outputFiles) {
    const name = slashed(path.relative(path.join(project, DIST), file));
    outputs.set(name, name === FACE ? Buffer.from(lazily(text)) : contents);
  }
  return outputs;
}

/** The licenses of libraries that are published inside of a file, as a comment. @param {string} project @param {readonly string[]} libraries */
function licenses(project, libraries) {
  const texts = libraries.map(
    (name) => `${name}\n${readFileSync(path.join(project, "node_modules", name, "LICENSE"), "utf8").trim()}`,
  );
  return `/*!\n${texts.join("\n\n").replaceAll("*/", "")}\n*/`;
}

/**
 * Makes each export load its file when it is used. An app that needs one construct doesn't load the bindings of all
 * others, which take 10 ms a file. AWS CDK's published modules do the same.
 * @param {string} text JavaScript as esbuild writes it
 */
function lazily(text) {
  const files = new Map(
    [...text.matchAll(/^var (import_\w+) = require\("([^"]+)"\);$/gm)].map(([, name, file]) => [name, file]),
  );
  return text
    .replace(/^var import_\w+ = require\("[^"]+"\);$/gm, "")
    .replace(/\bimport_\w+\b/g, (name) =>
      files.has(name) ? `require(${JSON.stringify(files.get(name))})` : name,
    );
}

/** @param {string} project @returns {Promise<ReadonlyMap<string, Uint8Array>>} */
async function makeDeclarations(project) {
  const outDir = mkdtempSync(path.join(project, `${DIST}.`));
  try {
    const tsc = createRequire(path.join(project, "package.json")).resolve("typescript/bin/tsc");
    const { status } = spawnSync(process.execPath, [tsc, "-p", "tsconfig.build.json", "--outDir", outDir], {
      cwd: project,
      stdio: "inherit",
    });
    if (status !== 0) {
      throw new Error("The declarations could not be built. tsc's errors are above.");
    }
    const needed = neededFrom(ENTRIES, (file) => readFileSync(path.join(outDir, file), "utf8"));
    return new Map(needed.map((file) => [file, readFileSync(path.join(outDir, file))]));
  } finally {
    rmSync(outDir, { recursive: true, force: true });
  }
}

/** The declarations that these import. @param {readonly string[]} entries @param {(file: string) => string} read */
function neededFrom(entries, read) {
  const needed = new Set(entries);
  // The loop includes files that are added to the set.
  for (const file of needed) {
    for (const [, name = ""] of read(file).matchAll(/\b(?:from |import\(|import )"(\.{1,2}\/[^"]*)"/g)) {
      needed.add(`${path.posix.join(path.posix.dirname(file), name)}.d.ts`);
    }
  }
  return [...needed].sort();
}

/** The files that are copied, and those that are compiled. @param {string} project */
function sourceFiles(project) {
  const own = SOURCES.flatMap((folder) =>
    filesBelow(path.join(project, folder)).map((file) => `${folder}/${file}`),
  ).filter((file) => file.endsWith(".ts") || DATA.test(file) || TEMPLATE.test(file) || isOfPage(file));
  const isCompiled = (/** @type {string} */ file) =>
    isOfPage(file) || (file.endsWith(".ts") && !TEMPLATE.test(file));
  return {
    copied: [...own.filter((file) => !isCompiled(file)), ...sharedFiles(project)],
    compiled: own.filter(isCompiled),
  };
}

/** @param {string} file */
function isOfPage(file) {
  return file.startsWith(`${PAGE.folder}/`);
}

/** Those that are there: the commands of an app without its first function work. The package is checked for all. @param {string} project @returns {readonly string[]} */
function sharedFiles(project) {
  const list = path.join(project, SHARED.list);
  const files = existsSync(list) ? Object.values(JSON.parse(readFileSync(list, "utf8"))).flat() : [];
  return files.filter((file) => existsSync(path.join(project, file)));
}

/** @param {readonly string[]} built all files of dist/ @param {Kind} kind */
function ownFiles(built, kind) {
  const records = [COPIES.record, JAVASCRIPT.record, DECLARATIONS.record];
  return built.filter((file) => !records.includes(file) && kind.owns(file));
}

/** Their paths in the folder, with `/`, sorted. @param {string} folder */
function filesBelow(folder) {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((name) => statSync(path.join(folder, name), { throwIfNoEntry: false })?.isFile())
    .map(slashed)
    .sort();
}

/** @param {string} folder @param {readonly string[]} files */
function hashFiles(folder, files) {
  const hash = createHash("sha256");
  for (const file of files) {
    const content = createHash("sha256").update(readIfThere(path.join(folder, file)));
    hash.update(`${file}\0${content.digest("hex")}\n`);
  }
  return hash.digest("hex");
}

/** Another run may just have removed it. @param {string} file */
function readIfThere(file) {
  try {
    return existsSync(file) ? readFileSync(file) : "";
  } catch (error) {
    throw new Error(`${file} can't be read: ${/** @type {Error} */ (error).message}`);
  }
}

/** @param {string} file @param {string | Uint8Array} content */
function write(file, content) {
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, content);
}

/** @param {string} dist @param {string} folder in it */
function removeEmptyFolders(dist, folder) {
  for (let at = folder; at !== "." && readdirSync(path.join(dist, at)).length === 0; at = path.dirname(at)) {
    rmdirSync(path.join(dist, at));
  }
}

/** @param {string} file */
function slashed(file) {
  return file.split(path.sep).join("/");
}

if (process.argv[1] !== undefined && path.resolve(process.argv[1]) === fileURLToPath(import.meta.url)) {
  const project = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
  await build(project, { declarations: true });
}
