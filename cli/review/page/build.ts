import type { ImageReview, PushReason, Summary } from "../summary";
import { text } from "../text";
import { type Allowance, take } from "./allowance";
import type { Block } from "./blocks";
import { functionBlocks } from "./function-list";
import { imageText } from "./image-text";
import { outputBlocks, restBlocks } from "./other-changes";
import { riskBlocks, riskCount } from "./risk-list";
import { count, cutItem, cutText, number } from "./words";

/** The page of all stacks: first the risks, then the functions, then all other changes. */
export function buildPage(summaries: readonly Summary[], allowance: Allowance): Block[] {
  const [shown, cut] = take(allowance, "stacks", summaries);
  const overview: Block[] =
    shown.length > 1
      ? [
          {
            kind: "table",
            head: ["Stack", "Plan", "To look at"],
            rows: shown.map((summary) => [
              [{ name: summary.stack }],
              [headline(summary)],
              [riskCount(summary.risks)],
            ]),
          },
        ]
      : [];
  return [
    { kind: "heading", level: 2, text: ["Plan review"] },
    ...overview,
    ...shown.flatMap((summary) => stackBlocks(summary, allowance)),
    ...(cut > 0 ? [{ kind: "paragraph", text: [cutText(cut, "stack")] } as const] : []),
  ];
}

/** `+2 ~1 -0`, and facts that these numbers don't show. */
function headline({ counts, state, outputs, functions, images }: Summary): string {
  if (state === "failed") {
    return "the plan failed";
  }
  if (Object.values(counts).every((count) => count === 0)) {
    return outputs.length > 0 ? "only outputs change" : "no changes";
  }
  // A push of a changed image replaces a resource, but nothing of the function.
  const pushes = [...functions.flatMap(({ image }) => image ?? []), ...images];
  const pushedAgain = pushes.filter(({ pushed }) => !NEW_PUSHES.has(pushed)).length;
  const more = (
    [
      [pushedAgain === 1 ? "image pushed again" : "images pushed again", pushedAgain],
      ["replaced", counts.replace - pushedAgain],
      ["imported", counts.import],
      ["moved", counts.move],
      ["no longer managed", counts.forget],
    ] as const
  ).flatMap(([what, count]) => (count > 0 ? [`${number(count)} ${what}`] : []));
  const numbers = `+${counts.add} ~${counts.change} -${counts.destroy}`;
  return more.length > 0 ? `${numbers} (${more.join(", ")})` : numbers;
}

/** The reasons of a push whose resource is created. All others replace it. */
const NEW_PUSHES: ReadonlySet<PushReason> = new Set(["first", "gone", "new-resource"]);

function stackBlocks(summary: Summary, allowance: Allowance): Block[] {
  const { risks, functions, images, rest, outputs } = summary;
  const heading: Block = {
    kind: "heading",
    level: 3,
    text: [{ name: summary.stack }, `: ${headline(summary)}`],
  };
  if (summary.nothing) {
    return [heading, { kind: "paragraph", text: ["The deployed resources match the configuration."] }];
  }
  return [
    heading,
    ...riskBlocks(risks, allowance),
    ...pushLine(summary),
    ...functionBlocks(functions, allowance),
    ...imageBlocks(images, allowance),
    ...restBlocks(rest, functions.length + images.length > 0, allowance),
    ...outputBlocks(outputs, allowance),
  ];
}

function pushLine({ functions, images }: Summary): Block[] {
  const all = new Set(
    [...functions.flatMap(({ image }) => image ?? []), ...images].map(({ address }) => address),
  );
  return all.size > 0
    ? [
        {
          kind: "paragraph",
          text: [`The apply builds and pushes ${count(all.size, "image")}, so it needs Docker.`],
        },
      ]
    : [];
}

function imageBlocks(images: readonly ImageReview[], allowance: Allowance): Block[] {
  const [shown, cut] = take(allowance, "functions", images);
  const items = shown.map((image) => ({
    text: text`${image.address}: ${imageText(image, allowance.filesOfImage)}`,
  }));
  return images.length > 0
    ? [
        { kind: "heading", level: 4, text: ["Images"] },
        { kind: "list", items: [...items, ...cutItem(cut, "image")] },
      ]
    : [];
}
