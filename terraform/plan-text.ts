import { isImage, type PlanSummary } from "./plan-summary";

/**
 * What a plan would do, read from the text that people read (Terraform 1.11). Asking for it as JSON starts all providers again, which takes
 * seconds: enough to know what is built and what was counted, not to review anything.
 */
export function summarizePlanText(text: string): PlanSummary {
  const [, add, change, destroy] =
    /^Plan: (?:\d+ to import, )?(\d+) to add, (\d+) to change, (\d+) to destroy\.$/m.exec(text) ?? [];
  const made = text.matchAll(
    /^ {2}# (\S+)(?: is tainted, so)? (?:will be created|(?:must|will) be replaced)/gm,
  );
  return {
    add: Number(add ?? 0),
    change: Number(change ?? 0),
    destroy: Number(destroy ?? 0),
    images: [...made].map(([, address]) => address as string).filter((address) => isImage(address)),
  };
}
