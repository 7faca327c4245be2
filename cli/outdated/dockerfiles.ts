import { readdirSync, readFileSync, statSync } from "node:fs";
import path from "node:path";
import { readDockerfile } from "../../lib/tooling";
import { baseImagesOfStages } from "../local/stack-base-images";

/** A Dockerfile of the project, and the images that it is built on. */
export interface ProjectDockerfile {
  /** Relative to the project. */
  readonly file: string;
  readonly text: string;
  /** As in its FROM instructions, with the defaults of its ARGs. Sorted, each once. */
  readonly baseImages: readonly string[];
}

/** The Dockerfiles of a project, as Renovate and Dependabot find them: by their names. */
export function projectDockerfiles(project = "."): readonly ProjectDockerfile[] {
  return dockerfilesBelow(project, "").map((file) => {
    const text = readFileSync(path.join(project, file), "utf8");
    const { stages } = readDockerfile(text, { platform: "linux/amd64" });
    return { file, text, baseImages: baseImagesOfStages(stages).sort() };
  });
}

function dockerfilesBelow(project: string, folder: string): string[] {
  return readdirSync(path.join(project, folder))
    .sort()
    .flatMap((name) => {
      const file = path.posix.join(folder, name);
      const stat = statSync(path.join(project, file), { throwIfNoEntry: false });
      if (stat?.isDirectory()) {
        return isOfProject(name) ? dockerfilesBelow(project, file) : [];
      }
      return stat?.isFile() &&
        /^dockerfile$|^dockerfile\.|\.dockerfile$/i.test(name) &&
        !/ignore$/i.test(name)
        ? [file]
        : [];
    });
}

/** Whether a folder may contain sources: not what is installed, written by a command, or a test. */
function isOfProject(name: string): boolean {
  return !/^\.|^(node_modules|cdktf\.out|dist|coverage|__tests__|bench|template)$/.test(name);
}
