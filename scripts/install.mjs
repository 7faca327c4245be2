// Installs the packages of package-lock.json: all of them, or those that the command line needs. It needs only Node.js and npm.
import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import path from "node:path";

/** @typedef {"all" | "commands"} Packages which packages; `commands`: those of an app that uses the published package */
/** @typedef {{ readonly name?: string; readonly version?: string; readonly optional?: boolean; readonly link?: boolean; readonly inBundle?: boolean }} Entry a package in a lock file */

const MARKER = path.join("node_modules", ".installed-lock");
/** Files that npm reads beside package.json. */
const SETTINGS = [".npmrc"];

/**
 * Installs the packages in the current folder, unless they are there.
 * @param {Packages} packages
 * @param {(what: string) => void} onStart called before it takes long
 * @throws {Error} with npm's output, when it fails
 */
export async function installPackages(packages, onStart) {
  const lock = readFileSync("package-lock.json", "utf8");
  const wanted = createHash("sha256").update(lock).digest("hex");
  const marked = existsSync(MARKER) ? readFileSync(MARKER, "utf8") : "";
  if (marked === wanted || (packages === "commands" && marked === `${wanted} commands`)) {
    return;
  }
  if (isInstalled(JSON.parse(lock).packages)) {
    packages = "all";
  } else if (packages === "all") {
    onStart("npm ci");
    await npmCi(".");
  } else {
    onStart("npm ci, the packages that the commands need");
    await installDependencies(JSON.parse(lock), commandsManifest(ownManifest()));
  }
  try {
    writeFileSync(MARKER, packages === "all" ? wanted : `${wanted} commands`);
  } catch {
    // Another user's checkout. The check is only slower the next time.
  }
}

/** What Node.js reports for a file of another user, or on a file system that can only be read. */
const NOT_ALLOWED = ["EACCES", "EPERM", "EROFS"];

/**
 * Installs the packages of this repository, if they are missing, and prints that. Prints the error if that fails.
 * @param {Packages} packages
 * @param {(line: string) => void} print
 * @returns {Promise<boolean>} whether they are there now
 */
export async function areInstalled(packages, print) {
  const started = performance.now();
  /** @type {string | undefined} */
  let what;
  try {
    await installPackages(packages, (running) => {
      what = running;
      print(`• Installing packages: ${what}`);
    });
  } catch (error) {
    const { code = "", message } = /** @type {NodeJS.ErrnoException} */ (error);
    const advice = NOT_ALLOWED.includes(code)
      ? `\n\nYou may not write in ${process.cwd()}. Run the command as the owner of this folder, or in a clone of your own.`
      : "";
    print(`✗ Packages\n\n${message}${advice}`);
    return false;
  }
  if (what !== undefined) {
    print(`✓ Packages: ${what} (${((performance.now() - started) / 1000).toFixed(1)} s)`);
  }
  return true;
}

/** Installs the few packages that scripts/build.mjs needs. @throws {Error} with npm's output, when it fails */
export async function installForBuild() {
  await installDependencies(
    JSON.parse(readFileSync("package-lock.json", "utf8")),
    buildManifest(ownManifest()),
  );
}

/** @typedef {{ readonly name: string; readonly version: string; readonly dependencies: Readonly<Record<string, string>>; readonly peerDependencies: Readonly<Record<string, string>>; readonly devDependencies: Readonly<Record<string, string>> }} Manifest */

/** @returns {Manifest} */
function ownManifest() {
  return JSON.parse(readFileSync("package.json", "utf8"));
}

/**
 * Installs the dependencies of a package.json of its own. npm can't install what is built into the package without all other dependencies of development, so it
 * gets a folder of its own, with the same lock file.
 * @param {{ readonly packages: Readonly<Record<string, Entry & { readonly dev?: boolean; readonly devOptional?: boolean }>> }} lock
 * @param {object} manifest
 */
async function installDependencies(lock, manifest) {
  mkdirSync(".local", { recursive: true, mode: 0o700 });
  removeInterrupted();
  const beside = mkdtempSync(path.join(".local", `packages-${process.pid}-`));
  try {
    const write = (/** @type {string} */ name, /** @type {unknown} */ value) =>
      writeFileSync(path.join(beside, name), JSON.stringify(value));
    const install = async (/** @type {TarballAddress} */ addressOf) => {
      // npm leaves out the packages that nothing in package.json needs. The other ones are no packages of development here.
      const packages = Object.entries(lock.packages).map(
        ([folder, { dev: _, devOptional: __, ...entry }]) => [
          folder,
          { ...entry, resolved: addressOf(folder, entry) },
        ],
      );
      write("package-lock.json", { ...lock, packages: { ...Object.fromEntries(packages), "": manifest } });
      await npmCi(beside);
    };
    write("package.json", manifest);
    for (const name of SETTINGS.filter((name) => existsSync(name))) {
      copyFileSync(name, path.join(beside, name));
    }
    try {
      await install(await tarballAddresses());
    } catch (error) {
      // A registry may have its packages at other addresses.
      if (!/\bE4\d\d\b/.test(/** @type {Error} */ (error).message)) throw error;
      await install(() => undefined);
    }
    rmSync("node_modules", { recursive: true, force: true });
    renameSync(path.join(beside, "node_modules"), "node_modules");
  } finally {
    rmSync(beside, { recursive: true, force: true });
  }
}

/** Removes the folders of installations that were interrupted: those whose process has ended. */
function removeInterrupted() {
  for (const name of readdirSync(".local")) {
    const pid = Number(/^packages-(\d+)-/.exec(name)?.[1]);
    if (pid > 0 && !isRunning(pid)) {
      try {
        rmSync(path.join(".local", name), { recursive: true, force: true });
      } catch {
        // Its npm still writes to it. The next installation removes it.
      }
    }
  }
}

/** @param {number} pid */
function isRunning(pid) {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

/**
 * The package.json of an app that uses this package, in the versions that it is developed with, and of what is built into the package.
 * @param {Manifest} own
 */
function commandsManifest({ name, version, dependencies, peerDependencies, devDependencies }) {
  const peers = Object.keys(peerDependencies).map((peer) => [
    peer,
    devDependencies[peer] ?? peerDependencies[peer],
  ]);
  const all = { ...Object.fromEntries(peers), ...bundled(devDependencies), ...dependencies };
  return { name, version, dependencies: all };
}

/** @param {Manifest} own */
function buildManifest({ name, version, devDependencies }) {
  return { name, version, dependencies: { esbuild: devDependencies.esbuild, ...bundled(devDependencies) } };
}

/** What scripts/build.mjs bundles into the page of the local AWS. @param {Readonly<Record<string, string>>} devDependencies */
function bundled(devDependencies) {
  return Object.fromEntries(
    ["preact", "@preact/signals"].map((library) => [library, devDependencies[library]]),
  );
}

/** @typedef {(folder: string, entry: Entry) => string | undefined} TarballAddress */

/**
 * The addresses of the packages in a lock file, in the registries of npm's settings. The lock file has none. Without them npm first asks the registry what it knows of each
 * package, which takes a third of the time (npm 11).
 * @returns {Promise<TarballAddress>}
 */
async function tarballAddresses() {
  settingsOfNpm ??= npmSettings();
  const settings = await settingsOfNpm;
  return (folder, { name = folder.split("node_modules/").at(-1) ?? "", version, link, inBundle }) => {
    const [, scope, base] = /^(?:(@[^/]+)\/)?([^/]+)$/.exec(name) ?? [];
    const registry = settings[`${scope}:registry`] ?? settings.registry;
    return base && version && registry && !link && !inBundle
      ? `${registry.replace(/\/$/, "")}/${name}/-/${base}-${version}.tgz`
      : undefined;
  };
}

/** Asked for once, since npm takes a third of a second to start. @type {Promise<Readonly<Record<string, string>>> | undefined} */
let settingsOfNpm;

/** @returns {Promise<Readonly<Record<string, string>>>} */
async function npmSettings() {
  try {
    const text = await npm(".", ["config", "list", "--json"]);
    // npm may warn of something as well.
    return JSON.parse(text.slice(text.indexOf("{"), text.lastIndexOf("}") + 1));
  } catch {
    return {};
  }
}

/** @param {string} folder */
function npmCi(folder) {
  // `npm run --silent` would make it say nothing of its errors.
  return npm(folder, ["ci", "--no-audit", "--no-fund", "--loglevel=error"]);
}

/** Runs npm. @param {string} folder @param {readonly string[]} args @returns {Promise<string>} its output @throws {Error} with its output, when it fails */
function npm(folder, args) {
  // The variables of `npm run` would lead npm to this folder's package.json.
  const environment = Object.entries(process.env).filter(
    ([name]) => !/^(npm_config_local_prefix|npm_package_.*|INIT_CWD)$/i.test(name),
  );
  return new Promise((resolve, reject) => {
    const child = spawn("npm", args, {
      cwd: folder,
      env: Object.fromEntries(environment),
      stdio: ["ignore", "pipe", "pipe"],
      shell: process.platform === "win32",
    });
    let output = "";
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding("utf8").on("data", (text) => {
        output += text;
      });
    }
    child.on("error", reject);
    child.on("close", (code) =>
      code === 0 ? resolve(output) : reject(new Error(`npm ${args.join(" ")} failed:\n${output}`)),
    );
  });
}

/** Whether the installed packages match the lock file, except for packages of other platforms. @param {Readonly<Record<string, Entry>>} packages */
function isInstalled(packages) {
  const record = path.join("node_modules", ".package-lock.json");
  if (!existsSync(record)) {
    return false;
  }
  const installed = JSON.parse(readFileSync(record, "utf8")).packages;
  return Object.entries(packages).every(
    ([name, { version, optional }]) => name === "" || optional || installed[name]?.version === version,
  );
}
