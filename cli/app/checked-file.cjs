// Cache files, each with a hash of its content. When a byte changed, the file counts as missing. lib/checked-file.ts
// does the same for the app, but it is TypeScript and not yet loaded here.
const { createHash } = require("node:crypto");
const fs = require("node:fs");

/** The length of the hash before the content: SHA-256, hexadecimal. */
const LENGTH = 64;

/** @param {string} file @returns {Buffer | undefined} its content; undefined when it doesn't exist or is damaged */
function readChecked(file) {
  try {
    const bytes = fs.readFileSync(file);
    const content = bytes.subarray(LENGTH);
    return bytes.toString("latin1", 0, LENGTH) === sha256(content) ? content : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Writes the file. A rename makes the complete file visible at once.
 * @param {string} file
 * @param {string | Uint8Array} content
 * @throws {Error} when it can't be written
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
