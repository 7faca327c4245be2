// All of it first: its parts load each other.
import "cdktf";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { TokenMap } from "cdktf/lib/tokens/private/token-map";
import { fastSynth, stockSynth } from "../../../lib/synth/fast-synth";

/** The files that a synth wrote, or the error that it ended with. */
export type Outcome = Readonly<Record<string, string>>;

/** Synthesizes by CDKTF as it is, and by the fast way. @param synth does it, into a folder */
export function bothWays(synth: (outdir: string) => void): {
  readonly stock: Outcome;
  readonly fast: Outcome;
} {
  const stock = outcome(synth);
  // Of the version that was read: with another one, the differences are told.
  fastSynth("0.21.0");
  try {
    return { stock, fast: outcome(synth) };
  } finally {
    stockSynth();
  }
}

/** What a synth wrote into the folder that it is given, or its error. */
export function outcome(synth: (outdir: string) => void): Outcome {
  const parent = mkdtempSync(path.join(tmpdir(), "both-ways-"));
  // The same path both times: it may get into what is written.
  const outdir = path.join(parent, "out");
  mkdirSync(outdir);
  // Tokens are numbered, and one that can't be resolved is written as it is.
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

/** Without what tells where a token was made, which the fast way doesn't note, and which of them it was. */
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
      // A cache: it says when staged contexts were whole, and so has the stamps of their files.
      .filter((file) => !file.endsWith(".staged"))
      .map((file) => [path.relative(folder, file), asWritten(readFileSync(file, "latin1"), file)]),
  );
}

/** CDK Terrain, which the fast way is not in force with, has an empty map on one line: of its files, only what they say is compared. */
function asWritten(text: string, file: string): string {
  const same = require("cdktf/package.json").version === "0.21.0" || !file.endsWith(".json");
  return same ? text : JSON.stringify(JSON.parse(text), undefined, 2);
}
