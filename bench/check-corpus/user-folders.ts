import { readdirSync, readFileSync, statSync } from "node:fs";
import path from "node:path";
import { z } from "zod";
import type { Project } from "./project";

/** A folder of the user's choice. */
const FOLDER = z.object({
  name: z.string(),
  /** Relative to the list. */
  directory: z.string(),
  /** The Dockerfile, relative to the directory. */
  file: z.string().default("Dockerfile"),
  target: z.string().optional(),
  buildArgs: z.record(z.string(), z.string()).default({}),
  cmd: z.array(z.string()).optional(),
  architecture: z.enum(["x86_64", "arm64"]).default("x86_64"),
  split: z.string().optional(),
});

/** Larger files, and files with a zero byte, count as files without text. */
const LARGEST = 512 * 1024;

/**
 * Reads the folders of a list.
 * @param split only the folders with that `split`
 * @throws ZodError for a list of another form
 */
export function readUserFolders(list: string, split?: string): readonly Project[] {
  return z
    .array(FOLDER)
    .parse(JSON.parse(readFileSync(list, "utf8")))
    .filter((each) => split === undefined || each.split === split)
    .map(({ name, directory, file, target, buildArgs, cmd, architecture }) => {
      const absolute = path.resolve(path.dirname(list), directory);
      return {
        name,
        directory: absolute,
        dockerfile: path.posix.normalize(file),
        buildArgs,
        architecture,
        ...(target !== undefined && { target }),
        ...(cmd && { cmd }),
        ...readFiles(absolute),
      };
    });
}

function readFiles(directory: string): Required<Pick<Project, "files" | "executables">> {
  const files: Record<string, string> = {};
  const executables: string[] = [];
  const read = (folder: string) => {
    for (const entry of readdirSync(path.join(directory, folder), { withFileTypes: true })) {
      const file = path.posix.join(folder, entry.name);
      const absolute = path.join(directory, file);
      if (entry.isDirectory() && entry.name !== ".git") read(file);
      else if (entry.isFile()) {
        const { size, mode } = statSync(absolute);
        files[file] = size > LARGEST ? "" : textOf(readFileSync(absolute));
        if ((mode & 0o100) !== 0) executables.push(file);
      } else if (entry.isSymbolicLink()) files[file] = "";
    }
  };
  read("");
  return { files, executables };
}

function textOf(content: Buffer): string {
  return content.includes(0) ? "" : content.toString("utf8").replaceAll("\r\n", "\n");
}
