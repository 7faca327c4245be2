// The whole package first, since its modules load each other.
import "cdktf";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { TokenMap } from "cdktf/lib/tokens/private/token-map";
import { fastSynth, stockSynth } from "../../../lib/synth/fast-synth";

/** The files that a synth wrote, or the error that it ended with. */
export type Outcome = Readonly<Record<string, string>>;

/** Synthesizes with CDKTF's own functions, and with the fast ones. @param synth synthesizes into the given folder */
export function bothWays(synth: (outdir: string) => void): {
  readonly stock: Outcome;
  readonly fast: Outcome;
} {
  const stock = outcome(synth);
  // The version that the fast functions follow. With another installed version, the test shows the differences.
  fastSynth("0.21.0");
  try {
    return { stock, fast: outcome(synth) };
  } finally {
    stockSynth();
  }
}

/** The files that a synth wrote into its folder, or its error. */
export function outcome(synth: (outdir: string) => void): Outcome {
  const parent = mkdtempSync(path.join(tmpdir(), "both-ways-"));
  // The same path both times, since the output may contain it.
  const outdir = path.join(parent, "out");
  mkdirSync(outdir);
  // Tokens are numbered, and a token that can't be resolved is written with its number.
  Object.assign(TokenMap.instance(), { tokenCounter: 0 });
  try {
    synth(outdir);
    return filesOf(outdir);
  } catch (error) {
    return { error: comparable(String(error)) };
  } finally {
    rmSync(parent, { recursive: true });
  }
}

/** Removes where a token was created, which the fast synth doesn't record, and the token's number. */
function comparable(message: string): string {
  return message
    .replaceAll(/\nObject creation stack:(\n {2}at .*)*/g, "")
    .replaceAll(/TOKEN\.\d+/g, "TOKEN")
    .replace(/\.+$/, ".");
}

function filesOf(folder: string): Record<string, string> {
  return Object.fromEntries(
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => path.join(entry.parentPath, entry.name))
      // A cache of the times at which staged contexts were complete. It differs in each run.
      .filter((file) => !file.endsWith(".staged"))
      .map((file) => [path.relative(folder, file), asWritten(readFileSync(file, "latin1"), file)]),
  );
}

/**
 * CDK Terrain writes an empty map on one line, and the fast synth is not active there. So only the content of its files
 * is compared.
 */
function asWritten(text: string, file: string): string {
  const same = require("cdktf/package.json").version === "0.21.0" || !file.endsWith(".json");
  return same ? text : JSON.stringify(JSON.parse(text), undefined, 2);
}
