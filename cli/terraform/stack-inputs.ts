import { readFileSync } from "node:fs";
import path from "node:path";

/** The outputs of another stack that a synthesized stack reads (by the names of cdktf 0.21.0). */
export function outputsReadFrom(otherStack: string, stackFolder: string): readonly string[] {
  const text = readFileSync(path.join(stackFolder, "cdk.tf.json"), "utf8");
  const start = `data.terraform_remote_state.cross-stack-reference-input-${otherStack}.outputs.`;
  const names = text
    .split(start)
    .slice(1)
    .flatMap((rest) => /^[\w-]+/.exec(rest)?.[0] ?? []);
  return [...new Set(names)];
}
