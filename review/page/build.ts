import { groupBy } from "../collections";
import { RISKS, type Risk } from "../risk";
import type {
  FunctionReview,
  ImageReview,
  OutputReview,
  PushReason,
  ResourceReview,
  Step,
  Summary,
} from "../summary";
import { joinTexts, listOf, type Text, text } from "../text";
import { type Allowance, take } from "./allowance";
import type { Block, Inline, Item } from "./blocks";

/** The page of all stacks: what is risky first, then the functions, then the rest. */
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

/** `+2 ~1 -0`, and what those numbers don't say. */
export function headline({ counts, nothing }: Summary): string {
  if (nothing) {
    return "no changes";
  }
  const more = (
    [
      ["replaced", counts.replace],
      ["imported", counts.import],
      ["moved", counts.move],
      ["no longer managed", counts.forget],
    ] as const
  ).flatMap(([what, count]) => (count > 0 ? [`${number(count)} ${what}`] : []));
  const numbers = `+${counts.add} ~${counts.change} -${counts.destroy}`;
  return more.length > 0 ? `${numbers} (${more.join(", ")})` : numbers;
}

function stackBlocks(summary: Summary, allowance: Allowance): Block[] {
  const { risks, functions, rest, outputs } = summary;
  const heading: Block = {
    kind: "heading",
    level: 3,
    text: [{ name: summary.stack }, `: ${headline(summary)}`],
  };
  if (summary.nothing) {
    return [heading, { kind: "paragraph", text: ["What is deployed is what the configuration says."] }];
  }
  return [
    heading,
    ...riskBlocks(risks, allowance),
    ...functionBlocks(functions, allowance),
    ...restBlocks(rest, functions.length > 0, allowance),
    ...outputBlocks(outputs, allowance),
  ];
}

function riskBlocks(risks: readonly Risk[], allowance: Allowance): Block[] {
  const serious = risks.filter(({ severity }) => severity !== "note");
  const notes = risks.filter(({ severity }) => severity === "note");
  const alert = serious.some(({ severity }) => severity === "high") ? "caution" : "warning";
  const [shown, cut] = take(allowance, "risks", serious);
  const [shownNotes, cutNotes] = take(allowance, "notes", notes);
  return [
    ...(serious.length > 0
      ? [{ kind: "alert", alert, items: [...riskItems(shown, "⚠ "), ...cutItem(cut, "risk")] } as const]
      : []),
    ...(notes.length > 0
      ? [{ kind: "list", items: [...riskItems(shownNotes, ""), ...cutItem(cutNotes, "note")] } as const]
      : []),
  ];
}

function riskItems(risks: readonly Risk[], mark: string): Item[] {
  return [...groupBy(risks, ({ severity, code }) => `${severity} ${code}`).values()].flatMap(
    (group): Item[] => {
      const [first] = group;
      if (!first) {
        return [];
      }
      const { title, why } = RISKS[first.code];
      const what = (risk: Risk): Text => (risk.address ? text`${risk.address}: ${risk.what}` : risk.what);
      return [{ text: [{ strong: `${mark}${title}.` }, ` ${why}`], children: group.map(what) }];
    },
  );
}

function functionBlocks(functions: readonly FunctionReview[], allowance: Allowance): Block[] {
  if (functions.length === 0) {
    return [];
  }
  const [shown, cut] = take(allowance, "functions", functions);
  const items = shown.map((fn) => functionItem(fn, allowance));
  const list: Block = { kind: "list", items: [...items, ...cutItem(cut, "function")] };
  return [
    { kind: "heading", level: 4, text: [`Functions`] },
    ...pushLine(functions),
    items.length > MANY
      ? { kind: "details", summary: `${number(functions.length)} functions`, blocks: [list] }
      : list,
  ];
}

/** Longer lists are folded. */
const MANY = 20;

function pushLine(functions: readonly FunctionReview[]): Block[] {
  const images = new Set(functions.flatMap(({ image }) => (image?.pushed ? [image.address] : [])));
  return images.size > 0
    ? [
        {
          kind: "paragraph",
          text: [`The apply builds and pushes ${count(images.size, "image")}, so it needs Docker.`],
        },
      ]
    : [];
}

function functionItem(fn: FunctionReview, allowance: Allowance): Item {
  const head: Text = text`${fn.name}: ${[FUNCTION_WORDS[fn.action]]}`;
  if (!allowance.details.spend()) {
    return { text: head };
  }
  const facts: (Text | undefined)[] = [
    fn.image && imageText(fn.image, allowance),
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

const PUSH_WORDS: Readonly<Record<PushReason, string>> = {
  first: "pushed for the first time",
  files: "pushed anew",
  options: "pushed anew",
  unknown: "pushed anew",
  gone: "pushed again, because it was not found in its registry; no file changed",
  "new-resource": "pushed, because it is new to Terraform",
  repository: "pushed again, into a repository that is made anew; no file changed",
  "build-settings": "built with other settings and pushed again; no file changed",
  requested: "pushed again, because the plan was asked to; no file changed",
  tainted: "pushed again, because an earlier apply failed; no file changed",
};

function imageText(image: ImageReview, allowance: Allowance): Text {
  if (!image.pushed) {
    return [image.deleted ? "Image: no longer managed here" : "Image: not pushed"];
  }
  if (image.hidden) {
    return ["Image: pushed anew (its files are sensitive)"];
  }
  const head = `Image: ${PUSH_WORDS[image.pushed]}`;
  const isNew = image.pushed === "first" || image.pushed === "new-resource" || image.pushed === "gone";
  if (isNew) {
    return [image.files.added.length > 0 ? `${head} (${count(image.files.added.length, "file")})` : head];
  }
  const parts = [
    ...(["changed", "added", "removed"] as const).flatMap((change) => {
      const files = image.files[change];
      return files.length > 0 ? [text`${[change]} ${listOf(files, allowance.filesOfImage)}`] : [];
    }),
    ...image.options.map(optionText),
  ];
  return parts.length > 0
    ? [`${head}: `, ...parts.flatMap((part, index) => (index > 0 ? ["; ", ...part] : part))]
    : [head];
}

function optionText({ name, change, before, after }: ImageReview["options"][number]): Text {
  return before !== undefined && after !== undefined
    ? text`${name} from ${before} to ${after}`
    : text`${name} ${[change]}`;
}

function imageUriText({ source, before, after }: NonNullable<FunctionReview["imageUri"]>): Text {
  switch (source) {
    case "other-stack":
      return ["Image: comes from another stack, and is known when that one is applied"];
    case "read":
      return ["Image: its digest is read again at the apply; no push is planned"];
    case "given":
      return before !== undefined && after !== undefined
        ? text`Image: from ${before} to ${after}`
        : after !== undefined
          ? text`Image: ${after}`
          : ["Image: known at the apply"];
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
  return parts.length > 0
    ? ["Environment variables: ", ...parts.flatMap((part, index) => (index > 0 ? ["; ", ...part] : part))]
    : undefined;
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

function restBlocks(rest: readonly ResourceReview[], isRest: boolean, allowance: Allowance): Block[] {
  if (rest.length === 0) {
    return [];
  }
  const [shown, cut] = take(allowance, "rest", rest);
  const table: Block = {
    kind: "table",
    head: ["", "Resource", "What changes"],
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
  return parts.flatMap((part, index) => (index > 0 ? ["; ", ...part] : part));
}

function outputBlocks(outputs: readonly OutputReview[], allowance: Allowance): Block[] {
  if (outputs.length === 0) {
    return [];
  }
  const [shown, cut] = take(allowance, "outputs", outputs);
  const parts = [...groupBy(shown, ({ action }) => action)].map(
    ([action, group]): Text =>
      text`${[OUTPUT_WORDS[action] ?? "changed"]} ${listOf(
        group.map(({ name }) => name),
        30,
      )}`,
  );
  const more: Text[] = cut > 0 ? [[cutText(cut, "output")]] : [];
  return [
    {
      kind: "paragraph",
      text: [
        "Outputs: ",
        ...[...parts, ...more].flatMap((part, index) => (index > 0 ? ["; ", ...part] : part)),
      ],
    },
  ];
}

const OUTPUT_WORDS: Readonly<Record<string, string>> = { create: "added", delete: "removed" };

function riskCount(risks: readonly Risk[]): string {
  const serious = risks.filter(({ severity }) => severity !== "note").length;
  return serious > 0 ? `⚠ ${number(serious)}` : "";
}

function cutItem(cut: number, what: string): Item[] {
  return cut > 0 ? [{ text: [cutText(cut, what)] }] : [];
}

function cutText(cut: number, what: string): string {
  return `and ${count(cut, `more ${what}`)}`;
}

function count(many: number, what: string): string {
  return `${number(many)} ${what}${many === 1 ? "" : "s"}`;
}

function number(value: number): string {
  return value.toLocaleString("en-GB");
}
