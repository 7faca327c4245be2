// Turns a checkout of this project into one that uses CDK Terrain (npm: cdktn), the successor of CDKTF. docs/moving.md
// explains what it does, why, and how to go back. Needs only Node.js and git:
//   node scripts/to-cdktn.mjs [<checkout>]
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

/** Package → its successor and the tested version (2026-11-24). */
const SUCCESSORS = {
  cdktf: ["cdktn", "0.24.0"],
  "cdktf-cli": ["cdktn-cli", "0.24.0"],
  "@cdktf/provider-aws": ["@cdktn/provider-aws", "25.7.0"],
};

/** cdktn 0.24.0 has the peer dependency constructs ">=10.6.0 <10.8.0"; this is the newest in that range. */
const CONSTRUCTS = "10.7.2";

/**
 * Bindings without a successor on npm stay. They import "cdktf", but their objects have to come from the cdktn that
 * synthesizes them ("_resetResolveDiscoveredProviderFeatureUsage is not a function"). So that import resolves to cdktn.
 */
const OLD_BINDINGS = /^@cdktf\/provider-/;

const SOURCE = /\.(ts|mts|cts|js|mjs|cjs)$/;
const TEXT = /(\.(md|ya?ml|sh)|(^|\/)help)$/;

/** Pages about both libraries, and the build contexts: a changed byte there changes an image. */
const KEPT =
  /^(lambdas\/|bench\/peers\/|docs\/moving\.md$|scripts\/to-cdktn\.mjs$|__tests__\/.*\bto-cdktn\.test\.ts$)/;

/**
 * The sections of package.json. Peer dependencies get the tested version too. With the old one in addition, npm would
 * install both.
 */
const SECTIONS = ["dependencies", "peerDependencies", "devDependencies"];

const IMPORT = /(\b(?:from|import|require|mock)\s*\(?\s*)(["'])(@?cdktf(?:\/[^"']*)?)\2/g;
const COMMAND =
  /(?<![\w@/.-])cdktf(?= (?:synth|diff|plan|deploy|apply|destroy|output|list|get|provider|watch|convert|init)\b)/g;

const folder = path.resolve(process.argv[2] ?? path.join(path.dirname(fileURLToPath(import.meta.url)), ".."));
checkCommitted();
const changed = files().filter(convert);
for (const file of changed) {
  console.log(`✓ ${file}`);
}
if (changed.length === 0) {
  console.log("Nothing to change: this checkout uses cdktn already.");
} else {
  console.log(`
${changed.length} files changed. Now:
  npm install     installs cdktn and updates package-lock.json
  npm run check   everything, as before
  git diff        what was changed; \`git checkout .\` reverts it`);
}

function checkCommitted() {
  const status = git("status", "--porcelain");
  if (status.trim() !== "") {
    fail(
      `There are changes in ${folder} that are not committed:\n\n${status}\n` +
        "This script rewrites files in place. With git you can see the changes and revert them. Commit or stash your changes, then run it again.",
    );
  }
}

function files() {
  return git("ls-files", "-z")
    .split("\0")
    .filter((file) => file !== "" && !KEPT.test(file) && existsSync(path.join(folder, file)));
}

function git(...args) {
  try {
    return execFileSync("git", args, { cwd: folder, encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });
  } catch (error) {
    return fail(
      `${folder} has to be a git checkout, so that the changes can be seen and reverted: ${error.stderr || error.message}`,
    );
  }
}

function fail(message) {
  console.error(message);
  process.exit(1);
}

/** Rewrites one file of the checkout. @returns whether it changed */
function convert(file) {
  const rewrite = rewriterOf(file);
  if (!rewrite) {
    return false;
  }
  const text = readFileSync(path.join(folder, file), "utf8");
  const result = rewrite(text);
  if (result !== text) {
    writeFileSync(path.join(folder, file), result);
  }
  return result !== text;
}

function rewriterOf(file) {
  if (file === "package.json") {
    return (text) => withCommands(withPackages(text));
  }
  if (SOURCE.test(file)) {
    return (text) => withCommands(withImports(text));
  }
  return TEXT.test(file) ? withCommands : undefined;
}

function withImports(text) {
  return text.replace(IMPORT, (all, keyword, quote, module) => {
    const old = Object.keys(SUCCESSORS).find((name) => module === name || module.startsWith(`${name}/`));
    return old ? `${keyword}${quote}${SUCCESSORS[old][0]}${module.slice(old.length)}${quote}` : all;
  });
}

function withCommands(text) {
  return text.replace(COMMAND, "cdktn");
}

function withPackages(text) {
  const manifest = JSON.parse(text);
  const all = { ...manifest.dependencies, ...manifest.devDependencies };
  if (!("cdktf" in all) || "cdktn" in all) {
    return text;
  }
  for (const section of SECTIONS.filter((name) => manifest[name])) {
    const entries = Object.entries(manifest[section]).map(([name, version]) =>
      name === "constructs" ? [name, CONSTRUCTS] : (SUCCESSORS[name] ?? [name, version]),
    );
    manifest[section] = Object.fromEntries(entries.sort(([one], [other]) => (one < other ? -1 : 1)));
  }
  for (const name of Object.keys(all).filter((name) => OLD_BINDINGS.test(name) && !(name in SUCCESSORS))) {
    manifest.overrides = { ...manifest.overrides, [name]: { cdktf: `npm:${SUCCESSORS.cdktf.join("@")}` } };
  }
  return `${JSON.stringify(manifest, undefined, 2)}\n`;
}
