import { groupBy } from "../collections";
import { RISKS, type Risk } from "../risk";
import { type Text, text } from "../text";
import { type Allowance, take } from "./allowance";
import type { Block, Item } from "./blocks";
import { cutItem, number } from "./words";

/** The risks, highlighted, and the notes. */
export function riskBlocks(risks: readonly Risk[], allowance: Allowance): Block[] {
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

/** The number of risks. */
export function riskCount(risks: readonly Risk[]): string {
  const serious = risks.filter(({ severity }) => severity !== "note").length;
  return serious > 0 ? `⚠ ${number(serious)}` : "";
}
