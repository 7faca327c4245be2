// Where the lines of a bundle come from, in a form that is read in a millisecond. Node's own SourceMap takes 0.2 s for a map
// of this size, and a stack trace is needed in many a synth: a hint notes where it was given.

/** The bundle's line and column, the source's number in the list, its line and column; all from 0. */
const FIELDS = 5;
const BASE64 = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
const DIGITS = new Map([...BASE64].map((char, digit) => [char, digit]));

/**
 * Reads the `mappings` of a source map (ECMA-426, "Source map format"). Of packages, one place a line is kept.
 * @param {string} mappings
 * @param {readonly boolean[]} ofPackage whether each source is a package's
 */
function readMappings(mappings, ofPackage) {
  /** @type {number[]} */
  const positions = [];
  // Source, line and column go on from where they were; the column of the bundle begins anew with each line.
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

/** Base 64, five bits a digit, the low ones first; the lowest bit of all is the sign. @param {string} text */
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
 * The place in its source of a place in the bundle; lines and columns from 1.
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
 * Makes the stack traces of a bundle name the sources that it is made from. (Node's --enable-source-maps knows nothing of a
 * script that is run as the bundle is.)
 * @param {string} bundle absolute
 * @param {() => { readonly sources: readonly string[], readonly positions: Int32Array }} read what is known of the bundle
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

/** As they are kept. @param {Buffer} bytes */
function readPositions({ buffer, byteOffset, byteLength }) {
  return new Int32Array(buffer.slice(byteOffset, byteOffset + byteLength));
}

module.exports = { findSource, nameSources, readMappings, readPositions };
