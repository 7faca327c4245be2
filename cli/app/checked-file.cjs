// Files that can be made anew, each with a hash of its own: when a byte of one is another, it is as if it weren't there. What
// lib/checked-file.ts is for the app, which is TypeScript and not yet loaded here.
const { createHash } = require("node:crypto");
const fs = require("node:fs");

/** Of the hash before the content: SHA-256, hexadecimal. */
const LENGTH = 64;

/** @param {string} file @returns {Buffer | undefined} its content; undefined when it isn't there or isn't whole */
function readChecked(file) {
  try {
    const kept = fs.readFileSync(file);
    const content = kept.subarray(LENGTH);
    return kept.toString("latin1", 0, LENGTH) === sha256(content) ? content : undefined;
  } catch {
    return undefined;
  }
}

/**
 * All of it is there at once, by a rename.
 * @param {string} file
 * @param {string | Uint8Array} content
 * @throws {Error} where nothing can be written
 */
function writeChecked(file, content) {
  const bytes = Buffer.from(content);
  fs.writeFileSync(`${file}.${process.pid}`, Buffer.concat([Buffer.from(sha256(bytes)), bytes]));
  fs.renameSync(`${file}.${process.pid}`, file);
}

/** @param {string | Uint8Array} content */
function sha256(content) {
  return createHash("sha256").update(content).digest("hex");
}

module.exports = { readChecked, sha256, writeChecked };
