import { join } from "node:path";
import { TerraformStack } from "cdktf";
import { addCustomSynthesis } from "cdktf/lib/synthesize/synthesizer";
import type { ISynthesisSession } from "cdktf/lib/synthesize/types";
import type { Construct } from "constructs";
import type { ContextFolder } from "../build-context/context-folder";
import { stageContexts } from "../build-context/stage-contexts";

/** The folder of the staged contexts, below the stack's folder. */
export const STAGED = "assets";

/** The contexts of each stack, by hash. */
const contexts = new WeakMap<TerraformStack, Map<string, ContextFolder>>();
/** The stacks that are already staged, for each synth. */
const staged = new WeakMap<ISynthesisSession, Set<TerraformStack>>();

/** Stages the contexts of an image when its stack is synthesized. */
export function stageAtSynth(asset: Construct, folders: readonly ContextFolder[]): void {
  const stack = TerraformStack.of(asset);
  const all = contexts.get(stack) ?? new Map<string, ContextFolder>();
  contexts.set(stack, all);
  for (const folder of folders) all.set(folder.hash, folder);
  addCustomSynthesis(asset, {
    onSynthesize(session) {
      // The first asset stages all contexts of its stack at once, since a stack may have a thousand.
      const stacks = staged.get(session) ?? new Set();
      if (stacks.has(stack)) return;
      staged.set(session, stacks.add(stack));
      const folder = join(session.outdir, session.manifest.forStack(stack).workingDirectory);
      // The stack's folder contains only what the stack needs, since it may be uploaded as a whole. So the marks are
      // beside it.
      stageContexts(join(folder, STAGED), [...all.values()], `${folder}.staged`);
    },
  });
}
