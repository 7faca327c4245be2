import { mkdirSync, readdirSync, statSync } from "node:fs";
import path from "node:path";
import { runProgram } from "../cli/process/run-program";
import { CommandError } from "../cli/process/steps";
import { contentProblems, type PackedFile } from "./package-contents";

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
  await run(process.execPath, [path.join("scripts", "build.mjs")]);
  const [packed] = JSON.parse(await run("npm", ["pack", "--json", "--pack-destination", folder])) as [
    { readonly filename: string; readonly files: readonly PackedFile[] },
  ];
  return {
    tarball: path.join(folder, packed.filename),
    problems: contentProblems(packed.files, filesBelow("dist")),
  };
}

async function run(program: string, args: readonly string[]): Promise<string> {
  const { code, stdout, stderr } = await runProgram(program, args, { shell: process.platform === "win32" });
  if (code !== 0) {
    throw new CommandError(`${program} ${args.join(" ")} exited with ${code}:\n\n${stdout}${stderr}`);
  }
  return stdout;
}

function filesBelow(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .map((name) => path.join(folder, name))
    .filter((file) => statSync(file).isFile())
    .map((file) => file.split(path.sep).join("/"));
}
