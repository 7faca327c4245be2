import { groupBy } from "../collections";
import type { OutputReview, ResourceReview } from "../summary";
import { listOf, type Text, text } from "../text";
import { type Allowance, take } from "./allowance";
import type { Block, Inline } from "./blocks";
import { cutText, MANY, number, semicolons } from "./words";

/** A table of the changes that are not shown above it. */
export function restBlocks(rest: readonly ResourceReview[], isRest: boolean, allowance: Allowance): Block[] {
  if (rest.length === 0) {
    return [];
  }
  const [shown, cut] = take(allowance, "rest", rest);
  const table: Block = {
    kind: "table",
    head: ["Action", "Resource", "What changes"],
    rows: shown.map((resource) => [actionText(resource), [{ name: resource.address }], changeText(resource)]),
  };
  const blocks: Block[] = [
    ...(shown.length > 0 ? [table] : []),
    ...(cut > 0 ? [{ kind: "paragraph", text: [cutText(cut, "resource")] } as const] : []),
  ];
  return [
    { kind: "heading", level: 4, text: [isRest ? "Other changes" : "Changes"] },
    ...(shown.length > MANY
      ? [{ kind: "details", summary: `${number(rest.length)} resources`, blocks } as const]
      : blocks),
  ];
}

function actionText({ action, deposed, imported }: ResourceReview): Inline {
  if (action === "none") {
    return [imported ? "import" : "move"];
  }
  const word = ACTION_WORDS[action];
  const destroys = action === "delete" || action === "replace";
  return [destroys ? { strong: word } : word, ...(deposed ? [" (left over)"] : [])];
}

const ACTION_WORDS = {
  create: "create",
  update: "change",
  replace: "replace",
  delete: "destroy",
  forget: "forget",
  read: "read",
} as const;

function changeText({ attributes, previousAddress, imported, action }: ResourceReview): Inline {
  const parts: Text[] = [
    ...(attributes.length > 0 ? [listOf(attributes)] : []),
    ...(previousAddress !== undefined ? [text`was ${previousAddress}`] : []),
    ...(imported && action !== "none" ? [["imported"]] : []),
  ];
  return semicolons(parts);
}

export function outputBlocks(outputs: readonly OutputReview[], allowance: Allowance): Block[] {
  if (outputs.length === 0) {
    return [];
  }
  const [shown, cut] = take(allowance, "outputs", outputs);
  const parts = [...groupBy(shown, ({ action }) => action)].map(
    ([action, group]): Text => text`${[OUTPUT_WORDS[action] ?? "changed"]} ${namesOf(group)}`,
  );
  const more: Text[] = cut > 0 ? [[cutText(cut, "output")]] : [];
  return [
    {
      kind: "paragraph",
      text: ["Outputs: ", ...semicolons([...parts, ...more])],
    },
  ];
}

function namesOf(outputs: readonly OutputReview[]): Text {
  return listOf(
    outputs.map(({ name }) => name),
    30,
  );
}

const OUTPUT_WORDS: Readonly<Record<string, string>> = { create: "added", delete: "removed" };
