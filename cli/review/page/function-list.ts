import type { FunctionReview, Step } from "../summary";
import { joinTexts, listOf, type Text, text } from "../text";
import { type Allowance, take } from "./allowance";
import type { Block, Item } from "./blocks";
import { imageText } from "./image-text";
import { cutItem, MANY, number, semicolons } from "./words";

/** Each changed function: its image, its settings, and the steps of an apply. */
export function functionBlocks(functions: readonly FunctionReview[], allowance: Allowance): Block[] {
  if (functions.length === 0) {
    return [];
  }
  const [shown, cut] = take(allowance, "functions", functions);
  const items = shown.map((fn) => functionItem(fn, allowance));
  const list: Block = { kind: "list", items: [...items, ...cutItem(cut, "function")] };
  return [
    { kind: "heading", level: 4, text: [`Functions`] },
    items.length > MANY
      ? { kind: "details", summary: `${number(functions.length)} functions`, blocks: [list] }
      : list,
  ];
}

function functionItem(fn: FunctionReview, allowance: Allowance): Item {
  const head: Text = text`${fn.name}: ${[FUNCTION_WORDS[fn.action]]}`;
  if (!allowance.details.spend()) {
    return { text: head };
  }
  const facts: (Text | undefined)[] = [
    fn.image && ["Image: ", ...imageText(fn.image, allowance.filesOfImage)],
    fn.imageUri && imageUriText(fn.imageUri),
    settingsText(fn),
    environmentText(fn),
    stepsText(fn.steps),
  ];
  return { text: head, children: facts.filter((fact) => fact !== undefined) };
}

const FUNCTION_WORDS = {
  create: "new",
  update: "changed",
  replace: "replaced",
  delete: "destroyed",
  forget: "no longer managed by Terraform",
  read: "read",
  none: "not changed itself",
} as const;

function imageUriText({ source, before, after }: NonNullable<FunctionReview["imageUri"]>): Text {
  switch (source) {
    case "other-stack":
      return ["Image: comes from another stack, known when that stack is applied"];
    case "read":
      return ["Image: its digest is read again at the apply, no push is planned"];
    case "given":
      return before !== undefined && after !== undefined
        ? text`Image: from ${before} to ${after}`
        : after !== undefined
          ? text`Image: ${after}`
          : ["Image: known after the apply"];
  }
}

function settingsText({ settings, action }: FunctionReview): Text | undefined {
  const parts = settings.map(({ name, before, after }): Text => {
    if (action === "create") {
      return after === undefined ? text`${name}` : text`${name} ${after}`;
    }
    if (before === undefined && after === undefined) {
      return text`${name}`;
    }
    return text`${name} ${before === undefined ? ["(not known or not set)"] : before} → ${after === undefined ? ["(not known or not set)"] : after}`;
  });
  return parts.length > 0 ? ["Settings: ", ...joinTexts(parts)] : undefined;
}

function environmentText({ environment }: FunctionReview): Text | undefined {
  if (environment.hidden) {
    return ["Environment variables: changed (their names are sensitive or not known yet)"];
  }
  const parts = (["added", "changed", "removed"] as const).flatMap((change) =>
    environment[change].length > 0 ? [text`${[change]} ${listOf(environment[change], 20)}`] : [],
  );
  return parts.length > 0 ? ["Environment variables: ", ...semicolons(parts)] : undefined;
}

function stepsText(steps: readonly Step[]): Text | undefined {
  return steps.length > 0
    ? [
        "Apply: ",
        ...steps.flatMap((step, index): Text => (index > 0 ? [" → ", ...stepText(step)] : stepText(step))),
      ]
    : undefined;
}

function stepText(step: Step): Text {
  if (step.kind === "alias") {
    const to: Text = step.to === undefined ? ["the new version"] : text`version ${step.to}`;
    const from: Text = step.from === undefined ? [] : text`from version ${step.from} `;
    return text`shift alias ${step.alias} ${from}to ${to}`;
  }
  return [STEP_WORDS[step.kind]];
}

const STEP_WORDS = {
  "build-and-push": "build and push the image",
  create: "create the function",
  update: "update the function",
  replace: "destroy the function and create it again",
  destroy: "destroy the function",
  publish: "publish a version",
} as const;
