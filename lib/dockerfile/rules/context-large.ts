import { byteText, largest, weightList } from "../../build-context/largest";
import type { Problem } from "../../problem";
import type { CheckedDockerfile } from "../checked-dockerfile";
import { unneededFolders } from "./dockerignore-missing";

/**
 * From this size on it is reported. AWS's base images have half of it. A disk and an engine take tens of seconds to
 * read, stage and send it, at each change.
 */
const NOTABLE = 1024 ** 3;

/** `context-large`: a build context that takes long to read and to send. */
export function contextLarge(checked: CheckedDockerfile): readonly Problem[] {
  const { context } = checked;
  const files = context.entries.flatMap((entry) => (entry.kind === "file" && !entry.hidden ? [entry] : []));
  if (sum(files) <= NOTABLE) return [];
  // These are named by the hint dockerignore-missing.
  const reported = new Set(unneededFolders(checked)?.names);
  const left = files.filter(({ path }) => !path.split("/").some((name) => reported.has(name)));
  if (sum(left) <= NOTABLE) return [];
  const weights = largest(left);
  return [
    {
      code: "context-large",
      severity: "warning",
      file: context.ignoreFile ?? checked.file,
      message: `The build context has ${byteText(sum(left))}. The largest in it: ${weightList(weights)}.`,
      reason:
        "All of it is read and staged at a synth, and sent to the builder, even if no COPY takes it. A Lambda image may have 10 GB.",
      fix: `Leave out what the image doesn't need, with lines in ${context.ignoreFile ?? ".dockerignore"}:\n${weights.map(({ path }) => path).join("\n")}`,
    },
  ];
}

function sum(files: readonly { readonly size: number }[]): number {
  return files.reduce((total, { size }) => total + size, 0);
}
