import { isSame, textOf } from "./attribute";
import { groupBy } from "./collections";
import { reviewEnvironment } from "./function-environment";
import { reviewSettings } from "./function-settings";
import { isPush, isPushed, pushOf, reviewImage } from "./images";
import { nameOf, type Resource, type Stack, sidesOf } from "./stack";
import type { FunctionReview, ImageReview, ImageUriReview, Step } from "./summary";

/** The functions that change, and the addresses that their reviews cover. */
interface FunctionReviews {
  readonly reviews: readonly FunctionReview[];
  readonly covered: Set<string>;
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
  const covered = new Set<string>();
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
      settings: reviewSettings(fn),
      environment: reviewEnvironment(fn),
      steps: steps(fn, image, own),
    });
    for (const { address } of [fn, ...(pushed ? [pushed] : []), ...own]) {
      covered.add(address);
    }
  }
  return { reviews, covered };
}

/** All changed images of a stack, with the functions that run them. */
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

/** The function of an alias, a permission or a URL. */
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
