import * as path from "node:path";
import { App } from "cdktf";
import type { Construct } from "constructs";
import { outside } from "../build-context/link";

/** Where `cdktf` and this library's commands write, relative to the app: both, so that a local run and a deploy agree. */
const WRITTEN = ["cdktf.out", ".local"];

/**
 * The folders in a build context that a synth writes: an image whose context is the root of a repository would contain
 * its own staged copy otherwise.
 * @returns relative to the context, sorted
 */
export function generatedFolders(construct: Construct, directory: string): readonly string[] {
  const context = path.resolve(directory);
  const written = [path.resolve(App.of(construct).outdir), ...WRITTEN.map((name) => path.resolve(name))];
  const inside = written
    .map((folder) => path.relative(context, folder).split(path.sep).join("/"))
    .filter((folder) => folder !== "" && !outside(folder));
  return [...new Set(inside)].sort();
}
