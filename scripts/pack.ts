import { mkdirSync, readdirSync, statSync } from "node:fs";
import path from "node:path";
import sharedFiles from "../cli/init/shared-files.json";
import { succeed } from "../cli/process/run-program";
import { contentProblems, type PackedFile } from "./package-contents";

/** The files of this repository's app that new apps and functions get. The build leaves out those that are missing. */
const TEMPLATE_FILES = Object.values(sharedFiles)
  .flat()
  .map((file) => `dist/cli/init/template/${file}`);

/** A package as it would be published. */
export interface Packed {
  /** The file. */
  readonly tarball: string;
  /** The problems of its contents, one line each. */
  readonly problems: readonly string[];
}

/**
 * Builds the package and packs it as `npm publish` does.
 * @param folder the folder of the tarball
 * @throws CommandError with the output of the build or npm, when one of them fails
 */
export async function pack(folder: string): Promise<Packed> {
  mkdirSync(folder, { recursive: true });
  await succeed(process.execPath, [path.join("scripts", "build.mjs")]);
  const [packed] = JSON.parse(
    await succeed("npm", ["pack", "--json", "--pack-destination", folder], {
      shell: process.platform === "win32",
    }),
  ) as [{ readonly filename: string; readonly files: readonly PackedFile[] }];
  return {
    tarball: path.join(folder, packed.filename),
    problems: contentProblems(packed.files, [...filesBelow("dist"), ...TEMPLATE_FILES]),
  };
}

function filesBelow(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .map((name) => path.join(folder, name))
    .filter((file) => statSync(file).isFile())
    .map((file) => file.split(path.sep).join("/"));
}
