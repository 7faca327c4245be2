import { asRecord, attribute, isSame, type Path, textOf, type Value } from "./attribute";
import { changedAttributes } from "./changed-attributes";
import { compareTexts, groupBy } from "./collections";
import { isPush, isPushed, pushOf, reviewImage } from "./images";
import { nameOf, type Resource, type Stack, sidesOf } from "./stack";
import type {
  EnvironmentReview,
  FunctionReview,
  ImageReview,
  ImageUriReview,
  SettingReview,
  Step,
} from "./summary";

/** The functions that change, and the addresses that they tell about. */
export interface FunctionReviews {
  readonly reviews: readonly FunctionReview[];
  readonly told: Set<string>;
}

export function reviewFunctions(stack: Stack): FunctionReviews {
  const functions = stack.ofType("aws_lambda_function");
  const aliases = groupBy(
    stack.ofType("aws_lambda_alias").filter(({ action }) => action === "update"),
    (alias) => functionOf(stack, alias),
  );
  const pushes = new Map(functions.map((fn) => [fn, pushOf(stack, fn)]));
  const users = groupBy(functions, (fn) => pushes.get(fn));
  const reviews: FunctionReview[] = [];
  const told = new Set<string>();
  for (const fn of functions) {
    const push = pushes.get(fn);
    const pushed = push && isPushed(push) ? push : undefined;
    const own = aliases.get(fn) ?? [];
    if (fn.action === "none" && !pushed && own.length === 0) {
      continue;
    }
    const image = pushed && reviewImage(stack, pushed, users.get(pushed) ?? []);
    const uri = imageUri(stack, fn, image);
    reviews.push({
      address: fn.address,
      name: nameOf(fn),
      action: fn.action,
      ...(image && { image }),
      ...(uri && { imageUri: uri }),
      settings: settings(fn),
      environment: environment(fn),
      steps: steps(fn, image, own),
    });
    for (const { address } of [fn, ...(pushed ? [pushed] : []), ...own]) {
      told.add(address);
    }
  }
  return { reviews, told };
}

/** All images of a stack that change, with the functions that run them. */
export function reviewImages(
  stack: Stack,
): { readonly image: ImageReview; readonly usedBy: readonly Resource[] }[] {
  const users = groupBy(stack.ofType("aws_lambda_function"), (fn) => pushOf(stack, fn));
  return stack
    .ofType("docker_registry_image", "terraform_data")
    .filter((resource) => isPush(resource) && isPushed(resource))
    .map((push) => {
      const usedBy = users.get(push) ?? [];
      return { image: reviewImage(stack, push, usedBy), usedBy };
    });
}

/** The function that an alias, a permission or a URL is of. */
export function functionOf(stack: Stack, resource: Resource): Resource | undefined {
  return stack.referredBy(resource, "function_name").find(({ type }) => type === "aws_lambda_function");
}

function imageUri(stack: Stack, fn: Resource, image: ImageReview | undefined): ImageUriReview | undefined {
  const { before, after } = sidesOf(fn, "image_uri");
  if (image || fn.action === "delete" || before.state === "sensitive" || isSame(before, after)) {
    return undefined;
  }
  const source = stack.refersToOtherStack(fn, "image_uri")
    ? "other-stack"
    : after.state === "unknown"
      ? "read"
      : "given";
  const was = textOf(before);
  const will = textOf(after);
  return { source, ...(was !== undefined && { before: was }), ...(will !== undefined && { after: will }) };
}

/** The settings whose values are shown: none of them is a place for a secret. */
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

/** Told elsewhere, or not a setting. */
const NOT_SETTINGS = new Set(["environment", "image_uri", "last_modified", "tags_all", "version"]);

/** Of a new function, what is told of it; the rest is in its code. */
const TOLD_OF_NEW = new Set(["architectures", "memory_size", "timeout"]);

function settings(fn: Resource): SettingReview[] {
  if (fn.action === "delete" || fn.action === "forget" || fn.action === "none") {
    return [];
  }
  const isNew = fn.action === "create";
  const changed = new Set(isNew ? TOLD_OF_NEW : changedAttributes(fn));
  const told = new Set<string>();
  const shown = Object.entries(SHOWN).flatMap(([name, path]): SettingReview[] => {
    const [top] = path as [string];
    const { before, after } = attribute(fn.change, path);
    // In a replacement, what AWS fills into a block is unknown.
    const isFilledIn = fn.action === "replace" && path.length > 1 && after.state === "unknown";
    if (!changed.has(top) || isFilledIn || (isSame(before, after) && before.state !== "sensitive")) {
      return [];
    }
    told.add(top);
    return [{ name, ...side("before", before), ...side("after", after) }];
  });
  const more = isNew ? [] : [...changed].filter((name) => !told.has(name) && !NOT_SETTINGS.has(name));
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

function environment(fn: Resource): EnvironmentReview {
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

/** Marked itself or within something that is. */
function isWhollyMarked(marks: unknown, path: Path): boolean {
  return path.some((_, length) => at(marks, path.slice(0, length)) === true) || at(marks, path) === true;
}

function steps(fn: Resource, image: ImageReview | undefined, aliases: readonly Resource[]): Step[] {
  const own = STEPS[fn.action];
  const { after } = sidesOf(fn, "publish");
  const versionComes = sidesOf(fn, "version").after.state === "unknown";
  return [
    ...(image ? [{ kind: "build-and-push" } as const] : []),
    ...(own ? [{ kind: own }] : []),
    ...(own && own !== "destroy" && after.state === "known" && after.value === true && versionComes
      ? [{ kind: "publish" } as const]
      : []),
    ...aliases.flatMap((alias): Step[] => {
      const { before, after } = sidesOf(alias, "function_version");
      if (isSame(before, after)) {
        return [];
      }
      const from = textOf(before);
      const to = textOf(after);
      return [
        {
          kind: "alias",
          alias: nameOf(alias),
          ...(from !== undefined && { from }),
          ...(to !== undefined && { to }),
        },
      ];
    }),
  ];
}

const STEPS = {
  create: "create",
  update: "update",
  replace: "replace",
  delete: "destroy",
  forget: undefined,
  read: undefined,
  none: undefined,
} as const;
