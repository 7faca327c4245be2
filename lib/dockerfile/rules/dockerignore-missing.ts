import * as path from "node:path";
import type { Problem } from "../../problem";
import type { CheckedDockerfile } from "../checked-dockerfile";
import { contextPath } from "../context-path";
import { installCommand } from "../install-command";
import { runCommands } from "../run-commands";

/** From this number on it is reported. */
const NOTABLE_FILES = 50;
const NOTABLE_BYTES = 1024 * 1024;

/** Folders in the build context that no image needs. */
export interface UnneededFolders {
  /** Sorted. */
  readonly names: readonly string[];
  readonly files: number;
  readonly bytes: number;
}

/** @returns undefined when there are none, or only small ones */
export function unneededFolders({ context, dockerfile }: CheckedDockerfile): UnneededFolders | undefined {
  const steps = dockerfile.needed.flatMap((stage) => stage.steps);
  const installs = steps.some(
    (step) =>
      step.kind === "run" &&
      runCommands(step)?.some(({ words }) => installCommand(words)?.tool === "node") === true,
  );
  const named = new Set(
    steps.flatMap((step) =>
      step.kind === "copy"
        ? step.sources.flatMap(({ path: given = "" }) => contextPath(given).split("/"))
        : [],
    ),
  );
  const unwanted = [".git", ".venv", "__pycache__", ...(installs ? ["node_modules"] : [])].filter(
    (name) => !named.has(name),
  );
  const found = new Map<string, { files: number; bytes: number }>();
  for (const entry of context.entries) {
    if (entry.kind !== "file" || entry.hidden) continue;
    const name = path.posix
      .dirname(entry.path)
      .split("/")
      .find((folder) => unwanted.includes(folder));
    if (name === undefined) continue;
    const sum = found.get(name) ?? { files: 0, bytes: 0 };
    found.set(name, { files: sum.files + 1, bytes: sum.bytes + entry.size });
  }
  const total = [...found.values()];
  const files = total.reduce((sum, each) => sum + each.files, 0);
  const bytes = total.reduce((sum, each) => sum + each.bytes, 0);
  if (files < NOTABLE_FILES && bytes < NOTABLE_BYTES) return undefined;
  return { names: [...found.keys()].sort(), files, bytes };
}

/** `dockerignore-missing`: folders that no image needs go into the image, or at least to the builder. */
export function dockerignoreMissing(checked: CheckedDockerfile): readonly Problem[] {
  const unneeded = unneededFolders(checked);
  if (unneeded === undefined) return [];
  const { names, files, bytes } = unneeded;
  const { ignoreFile } = checked.context;
  return [
    {
      code: "dockerignore-missing",
      severity: "hint",
      file: ignoreFile ?? checked.file,
      message: `${names.join(", ")}: ${files} files, ${(bytes / 1024 ** 2).toFixed(1)} MiB of the build context that no image needs.`,
      reason: "They are read, hashed and sent for every build, and a change in them changes the image.",
      fix: `${ignoreFile ? `Add to ${ignoreFile}` : "Add a file .dockerignore"}:\n${names.map((name) => `**/${name}`).join("\n")}`,
    },
  ];
}
