import { compareTexts } from "../compare-texts";
import { attribute, isSame, type Path, type Value } from "./attribute";
import { changedAttributes } from "./changed-attributes";
import type { Resource } from "./stack";
import type { SettingReview } from "./summary";

/** The settings whose values are shown, since none of them can contain a secret. */
const SHOWN: Readonly<Record<string, Path>> = {
  architectures: ["architectures"],
  dead_letter_target: ["dead_letter_config", 0, "target_arn"],
  ephemeral_storage: ["ephemeral_storage", 0, "size"],
  function_name: ["function_name"],
  "image_config.command": ["image_config", 0, "command"],
  "image_config.entry_point": ["image_config", 0, "entry_point"],
  "image_config.working_directory": ["image_config", 0, "working_directory"],
  kms_key_arn: ["kms_key_arn"],
  layers: ["layers"],
  "logging.application_log_level": ["logging_config", 0, "application_log_level"],
  "logging.log_format": ["logging_config", 0, "log_format"],
  "logging.log_group": ["logging_config", 0, "log_group"],
  "logging.system_log_level": ["logging_config", 0, "system_log_level"],
  memory_size: ["memory_size"],
  package_type: ["package_type"],
  publish: ["publish"],
  reserved_concurrent_executions: ["reserved_concurrent_executions"],
  role: ["role"],
  runtime: ["runtime"],
  snap_start: ["snap_start", 0, "apply_on"],
  timeout: ["timeout"],
  tracing: ["tracing_config", 0, "mode"],
  "vpc.security_group_ids": ["vpc_config", 0, "security_group_ids"],
  "vpc.subnet_ids": ["vpc_config", 0, "subnet_ids"],
};

/** Shown elsewhere, or not a setting. */
const NOT_SETTINGS = new Set(["environment", "image_uri", "last_modified", "tags_all", "version"]);

/** The settings that are shown for a new function. The others are in its code. */
const TOLD_OF_NEW = new Set(["architectures", "memory_size", "timeout"]);

/** The changed settings of a function; the main settings of a new function. */
export function reviewSettings(fn: Resource): SettingReview[] {
  if (fn.action === "delete" || fn.action === "forget" || fn.action === "none") {
    return [];
  }
  const isNew = fn.action === "create";
  const changed = new Set(isNew ? TOLD_OF_NEW : changedAttributes(fn));
  const covered = new Set<string>();
  const shown = Object.entries(SHOWN).flatMap(([name, path]): SettingReview[] => {
    const [top] = path as [string];
    const { before, after } = attribute(fn.change, path);
    // In a replacement, values that AWS computes inside blocks are unknown.
    const isFilledIn = fn.action === "replace" && path.length > 1 && after.state === "unknown";
    if (!changed.has(top) || isFilledIn || (isSame(before, after) && before.state !== "sensitive")) {
      return [];
    }
    covered.add(top);
    return [{ name, ...side("before", before), ...side("after", after) }];
  });
  const more = isNew ? [] : [...changed].filter((name) => !covered.has(name) && !NOT_SETTINGS.has(name));
  return [...shown, ...more.map((name) => ({ name }))].sort((one, other) =>
    compareTexts(one.name, other.name),
  );
}

function side<K extends string>(key: K, { state, ...rest }: Value): { readonly [key in K]?: string } {
  if (state !== "known") {
    return {};
  }
  const { value } = rest as { readonly value: unknown };
  const text = Array.isArray(value) ? value.map(String).join(", ") : String(value);
  return (text === "" ? {} : { [key]: text }) as { readonly [key in K]?: string };
}
