// Updates secret-patterns.json from the rules of secretlint. Needs Node.js 20 and npm:
//   node lib/secrets/renew.mjs && npx biome format --write lib/secrets/secret-patterns.json
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";

const PACKAGE = "@secretlint/secretlint-rule-preset-recommend";
/**
 * These find what is often no secret: passwords in URLs are mostly defaults of a local database. `filter-comments` finds
 * comments for secretlint.
 */
const LEFT_OUT = new Set(["basicauth", "database-connection-string", "filter-comments"]);
/** A text that has no secret. */
const PROBE = "nothing to find here";

const folder = mkdtempSync(path.join(os.tmpdir(), "secret-patterns-"));
try {
  execFileSync(
    "npm",
    ["install", "--prefix", folder, "--no-save", "--no-audit", "--no-fund", `${PACKAGE}@latest`],
    {
      stdio: ["ignore", "ignore", "inherit"],
      shell: process.platform === "win32",
    },
  );
  const installed = path.join(folder, "node_modules", PACKAGE);
  const { version, license, exports } = JSON.parse(
    readFileSync(path.join(installed, "package.json"), "utf8"),
  );
  const { rules } = await import(pathToFileURL(path.join(installed, exports["."].default)).href);
  const patterns = [];
  for (const rule of rules) patterns.push(...(await patternsOf(rule)));
  const table = {
    source: `${PACKAGE} ${version}, the patterns of its rules`,
    licence: license,
    patterns: patterns.sort((one, other) => (one.pattern < other.pattern ? -1 : 1)),
  };
  const file = path.join(import.meta.dirname, "secret-patterns.json");
  writeFileSync(file, `${JSON.stringify(table, undefined, 2)}\n`);
} finally {
  rmSync(folder, { recursive: true });
}

/**
 * The regular expressions that a rule applies to a text. The package doesn't export them, so they are recorded while the
 * rule runs.
 */
async function patternsOf(rule) {
  const name = rule.meta.id.replace(/^.*secretlint-rule-/, "");
  if (LEFT_OUT.has(name)) return [];
  const found = new Map();
  const { exec } = RegExp.prototype;
  RegExp.prototype.exec = function (text) {
    if (text === PROBE) found.set(this.source, this.flags.replace("g", ""));
    return exec.call(this, text);
  };
  try {
    const context = { createTranslator: () => () => ({}), report() {}, ignore() {} };
    const source = { content: PROBE, filePath: "/text.txt", ext: ".txt", contentType: "text" };
    await rule.create(context, {}).file(source);
  } finally {
    RegExp.prototype.exec = exec;
  }
  return [...found].map(([pattern, flags]) => ({ name, pattern, ...(flags && { flags }) }));
}
