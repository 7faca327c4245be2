// The source positions of a bundle's lines, in a form that is read in a millisecond. Node.js's own SourceMap takes 0.2
// s for a map of this size. Many synths need a stack trace: a hint records its place in the stack.

/** The bundle's line and column, the source's number in the list, its line and column; all from 0. */
const FIELDS = 5;
const BASE64 = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
const DIGITS = new Map([...BASE64].map((char, digit) => [char, digit]));

/**
 * Reads the `mappings` of a source map (ECMA-426, "Source map format"). For packages, only one place per line is kept.
 * @param {string} mappings
 * @param {readonly boolean[]} ofPackage whether each source is a package's
 */
function readMappings(mappings, ofPackage) {
  /** @type {number[]} */
  const positions = [];
  // Source, line and column are relative to the previous values. The column of the bundle restarts with each line.
  const state = [0, 0, 0, 0];
  mappings.split(";").forEach((line, bundleLine) => {
    state[0] = 0;
    let before = -1;
    for (const segment of line === "" ? [] : line.split(",")) {
      const deltas = readNumbers(segment);
      deltas.slice(0, 4).forEach((delta, field) => {
        state[field] = (state[field] ?? 0) + delta;
      });
      const source = state[1] ?? 0;
      if (deltas.length < 4 || (source === before && ofPackage[source])) continue;
      positions.push(bundleLine, ...state);
      before = source;
    }
  });
  return Int32Array.from(positions);
}

/** Base 64, five bits per digit, low bits first. The lowest bit is the sign. @param {string} text */
function readNumbers(text) {
  /** @type {number[]} */
  const numbers = [];
  let value = 0;
  let shift = 0;
  for (const char of text) {
    const digit = DIGITS.get(char) ?? 0;
    value += (digit & 31) << shift;
    shift += 5;
    if (digit & 32) continue;
    numbers.push(value & 1 ? -(value >> 1) : value >> 1);
    value = 0;
    shift = 0;
  }
  return numbers;
}

/**
 * Converts a place in the bundle to the place in its source. Lines and columns from 1.
 * @param {Int32Array} positions
 * @param {number} line
 * @param {number} column
 */
function findSource(positions, line, column) {
  const at = (/** @type {number} */ index, /** @type {number} */ field) =>
    positions[index * FIELDS + field] ?? 0;
  let low = 0;
  let high = positions.length / FIELDS;
  while (low < high) {
    const middle = (low + high) >> 1;
    const after = at(middle, 0) - (line - 1) || at(middle, 1) - (column - 1);
    if (after > 0) high = middle;
    else low = middle + 1;
  }
  if (low === 0 || at(low - 1, 0) !== line - 1) return undefined;
  return { source: at(low - 1, 2), line: at(low - 1, 3) + 1, column: at(low - 1, 4) + 1 };
}

/**
 * Makes the stack traces of a bundle name its sources. (Node.js's --enable-source-maps doesn't support scripts that run
 * as the bundle does.)
 * @param {string} bundle absolute
 * @param {() => { readonly sources: readonly string[], readonly positions: Int32Array }} read reads the facts of the
 * bundle
 */
function nameSources(bundle, read) {
  /** @type {ReturnType<typeof read> | undefined} */
  let known;
  Error.prepareStackTrace = (error, frames) => {
    const lines = frames.map((frame) => {
      const text = String(frame);
      const line = frame.getLineNumber();
      const column = frame.getColumnNumber();
      if (frame.getFileName() !== bundle || line === null || column === null) return text;
      known ??= read();
      const found = findSource(known.positions, line, column);
      const source = found && known.sources[found.source];
      if (!found || source === undefined) return text;
      return text.replace(`${bundle}:${line}:${column}`, () => `${source}:${found.line}:${found.column}`);
    });
    return [String(error), ...lines.map((text) => `    at ${text}`)].join("\n");
  };
}

/** Reads the stored positions. @param {Buffer} bytes */
function readPositions({ buffer, byteOffset, byteLength }) {
  return new Int32Array(buffer.slice(byteOffset, byteOffset + byteLength));
}

module.exports = { findSource, nameSources, readMappings, readPositions };
