import { compareTexts } from "../compare-texts";
import { asRecord, attribute, isSame, type Sides } from "./attribute";
import type { Change } from "./plan";
import type { Resource, Stack } from "./stack";
import type { ImageReview, OptionReview, PushReason } from "./summary";

/** Both builders push from a construct with the id `Push`; a `docker_registry_image` always pushes. */
export function isPush({ type, name }: Resource): boolean {
  return type === "docker_registry_image" || (type === "terraform_data" && /_Push_[0-9A-F]{8}$/.test(name));
}

/** The push whose digest a function runs, if the plan contains it. */
export function pushOf(stack: Stack, fn: Resource): Resource | undefined {
  const pushes = stack.referredBy(fn, "image_uri").filter(isPush);
  return pushes.length === 1 ? pushes[0] : undefined;
}

/** Whether an apply builds and pushes. */
export function isPushed({ action }: Resource): boolean {
  return action === "create" || action === "replace";
}

/**
 * Determines why an image is pushed, and what changed.
 * @param usedBy the functions that run it
 */
export function reviewImage(stack: Stack, push: Resource, usedBy: readonly Resource[]): ImageReview {
  const gone = goneFrom(stack, push);
  const triggers = triggersOf(push, gone ?? push.change);
  return {
    address: push.address,
    pushed: gone ? "gone" : pushReason(stack, push, usedBy, triggers),
    ...triggers,
  };
}

type Triggers = Pick<ImageReview, "files" | "options" | "hidden">;

/** The option that names the image. It follows from the others. */
const TAG = "--tag";
/** The options whose values are shown. For any other option (`--build-arg X`) only the name is shown. */
const SHOWN = new Set(["--file", "--platform", "--target"]);

/** @param before the change with the triggers of the present or former image */
function triggersOf(push: Resource, { before: old, before_sensitive: oldMarks }: Change): Triggers {
  const name = push.type === "docker_registry_image" ? "triggers" : "triggers_replace";
  const change: Change = { ...push.change, before: old, before_sensitive: oldMarks };
  if (
    [oldMarks, change.after_sensitive].some((marks) => marks === true || asRecord(marks)?.[name] === true)
  ) {
    return { files: NO_FILES, options: [], hidden: true };
  }
  const before = asRecord(asRecord(old)?.[name]) ?? {};
  const after = asRecord(asRecord(push.change.after)?.[name]) ?? {};
  const unknown = asRecord(asRecord(push.change.after_unknown)?.[name]) ?? {};
  const keys = [...new Set([...Object.keys(before), ...Object.keys(after), ...Object.keys(unknown)])];
  const files = { added: [] as string[], changed: [] as string[], removed: [] as string[] };
  const options: OptionReview[] = [];
  for (const key of keys.filter((key) => key !== TAG).sort(compareTexts)) {
    const was = Object.hasOwn(before, key);
    const will = Object.hasOwn(after, key) || unknown[key] === true;
    if (was && will && isSame(before[key], after[key])) {
      continue;
    }
    const kind = was && will ? "changed" : was ? "removed" : "added";
    if (key.startsWith("--")) {
      options.push({
        name: key,
        change: kind,
        ...(SHOWN.has(key) && shownSides(attribute(change, [name, key]))),
      });
    } else {
      files[kind].push(key.startsWith("./--") ? key.slice(2) : key);
    }
  }
  return { files, options, hidden: false };
}

const NO_FILES = { added: [], changed: [], removed: [] } as const;

function shownSides({ before, after }: Sides): Pick<OptionReview, "before" | "after"> {
  return {
    ...(before.state === "known" && { before: String(before.value) }),
    ...(after.state === "known" && { after: String(after.value) }),
  };
}

function pushReason(
  stack: Stack,
  push: Resource,
  usedBy: readonly Resource[],
  { files, options, hidden }: Triggers,
): PushReason {
  if (push.action === "create") {
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
    stack.referredBy(push, push.type === "docker_registry_image" ? "name" : "triggers_replace").some(isPushed)
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

/** The former resource, if Terraform's refresh found it missing. */
function goneFrom({ plan }: Stack, push: Resource): Change | undefined {
  return push.action === "create"
    ? plan.resource_drift.find(
        ({ address, change }) => address === push.address && change.actions.includes("delete"),
      )?.change
    : undefined;
}
