import { asRecord, isSame } from "./attribute";
import { compareTexts } from "./collections";
import { type Resource, type Stack, sidesOf } from "./stack";
import type { ImageReview, OptionReview, PushReason } from "./summary";

/** Both builders push from a construct with the id `Push`; a `docker_registry_image` always pushes. */
export function isPush({ type, name }: Resource): boolean {
  return type === "docker_registry_image" || (type === "terraform_data" && /_Push_[0-9A-F]{8}$/.test(name));
}

/** The push whose digest a function runs, when the plan tells. */
export function pushOf(stack: Stack, fn: Resource): Resource | undefined {
  const pushes = stack.referredBy(fn, "image_uri").filter(isPush);
  return pushes.length === 1 ? pushes[0] : undefined;
}

/**
 * What happens to an image and why.
 * @param usedBy the functions that run it
 */
export function reviewImage(stack: Stack, push: Resource, usedBy: readonly Resource[]): ImageReview {
  const triggers = triggersOf(push);
  const pushed = push.action === "create" || push.action === "replace";
  return {
    address: push.address,
    ...(pushed && { pushed: pushReason(stack, push, usedBy, triggers) }),
    deleted: push.action === "delete",
    ...triggers,
  };
}

type Triggers = Pick<ImageReview, "files" | "options" | "hidden">;

/** The option that names the image; it follows from the others. */
const TAG = "--tag";
/** What is in these is shown; of any other option (`--build-arg X`) only the name. */
const SHOWN = new Set(["--file", "--platform", "--target"]);

function triggersOf(push: Resource): Triggers {
  const name = push.type === "docker_registry_image" ? "triggers" : "triggers_replace";
  const { before_sensitive: beforeMarks, after_sensitive: afterMarks } = push.change;
  if (asRecord(beforeMarks)?.[name] === true || asRecord(afterMarks)?.[name] === true) {
    return { files: NO_FILES, options: [], hidden: true };
  }
  const before = asRecord(asRecord(push.change.before)?.[name]) ?? {};
  const after = asRecord(asRecord(push.change.after)?.[name]) ?? {};
  const unknown = asRecord(asRecord(push.change.after_unknown)?.[name]) ?? {};
  const keys = [...new Set([...Object.keys(before), ...Object.keys(after), ...Object.keys(unknown)])];
  const files = { added: [] as string[], changed: [] as string[], removed: [] as string[] };
  const options: OptionReview[] = [];
  for (const key of keys.filter((key) => key !== TAG).sort(compareTexts)) {
    const change = changeOf(key in before, key in after || unknown[key] === true, before[key], after[key]);
    if (change === undefined) {
      continue;
    }
    if (!key.startsWith("--")) {
      files[change].push(key.startsWith("./--") ? key.slice(2) : key);
    } else if (SHOWN.has(key)) {
      const { before: was, after: will } = sidesOf(push, name, key);
      options.push({
        name: key,
        change,
        ...(was.state === "known" && { before: String(was.value) }),
        ...(will.state === "known" && { after: String(will.value) }),
      });
    } else {
      options.push({ name: key, change });
    }
  }
  return { files, options, hidden: false };
}

const NO_FILES = { added: [], changed: [], removed: [] } as const;

function changeOf(
  was: boolean,
  will: boolean,
  before: unknown,
  after: unknown,
): OptionReview["change"] | undefined {
  if (was && will) {
    return isSame(before, after) ? undefined : "changed";
  }
  return was ? "removed" : "added";
}

function pushReason(
  stack: Stack,
  push: Resource,
  usedBy: readonly Resource[],
  { files, options, hidden }: Triggers,
): PushReason {
  if (push.action === "create") {
    if (isGone(stack, push)) {
      return "gone";
    }
    return usedBy.some(({ action }) => action === "update" || action === "none") ? "new-resource" : "first";
  }
  const requested = REQUESTED[push.action_reason ?? ""];
  if (requested !== undefined) {
    return requested;
  }
  if (hidden) {
    return "unknown";
  }
  if (files.added.length + files.changed.length + files.removed.length > 0) {
    return "files";
  }
  if (options.length > 0) {
    return "options";
  }
  if (
    stack.referredBy(push, push.type === "docker_registry_image" ? "name" : "triggers_replace").some(isRemade)
  ) {
    return "repository";
  }
  return (push.change.replace_paths ?? []).some(([attribute]) => attribute === "build")
    ? "build-settings"
    : "unknown";
}

const REQUESTED: Readonly<Record<string, PushReason>> = {
  replace_by_request: "requested",
  replace_because_tainted: "tainted",
};

/** Terraform's refresh found it missing. */
function isGone({ plan }: Stack, push: Resource): boolean {
  return plan.resource_drift.some(
    ({ address, change }) => address === push.address && change.actions.includes("delete"),
  );
}

function isRemade({ action }: Resource): boolean {
  return action === "create" || action === "replace";
}
