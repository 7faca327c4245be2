import { compareTexts } from "../compare-texts";
import { asRecord, isSame, type Path } from "./attribute";
import type { Resource } from "./stack";
import type { EnvironmentReview } from "./summary";

/** The changed environment variables of a function, by name. */
export function reviewEnvironment(fn: Resource): EnvironmentReview {
  const path: Path = ["environment", 0, "variables"];
  const nothing = { added: [], changed: [], removed: [], hidden: false };
  if (fn.action === "delete" || fn.action === "forget" || fn.action === "none") {
    return nothing;
  }
  if (isWhollyMarked(fn.change.before_sensitive, path) || isWhollyMarked(fn.change.after_sensitive, path)) {
    const same = isSame(at(fn.change.before, path), at(fn.change.after, path));
    return { ...nothing, hidden: !same };
  }
  const before = asRecord(at(fn.change.before, path)) ?? {};
  const after = asRecord(at(fn.change.after, path)) ?? {};
  const unknown = at(fn.change.after_unknown, path);
  if (isWhollyMarked(fn.change.after_unknown, path)) {
    return { ...nothing, hidden: true };
  }
  const later = asRecord(unknown) ?? {};
  const will = (name: string): boolean => Object.hasOwn(after, name) || later[name] === true;
  const names = [...new Set([...Object.keys(before), ...Object.keys(after), ...Object.keys(later)])]
    .filter((name) => Object.hasOwn(before, name) || will(name))
    .sort(compareTexts);
  return {
    added: names.filter((name) => !Object.hasOwn(before, name)),
    changed: names.filter(
      (name) =>
        Object.hasOwn(before, name) && will(name) && (later[name] === true || before[name] !== after[name]),
    ),
    removed: names.filter((name) => !will(name)),
    hidden: false,
  };
}

function at(root: unknown, path: Path): unknown {
  return path.reduce<unknown>(
    (value, key) =>
      typeof value === "object" && value !== null
        ? (value as Record<string | number, unknown>)[key]
        : undefined,
    root,
  );
}

/** Whether the value or one of its parents is marked. */
function isWhollyMarked(marks: unknown, path: Path): boolean {
  return path.some((_, length) => at(marks, path.slice(0, length)) === true) || at(marks, path) === true;
}
