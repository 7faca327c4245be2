import type { Text } from "../text";
import type { Item } from "./blocks";

/** Longer lists are folded. */
export const MANY = 20;

/** Joins parts with semicolons. */
export function semicolons(parts: readonly Text[]): Text {
  return parts.flatMap((part, index) => (index > 0 ? ["; ", ...part] : part));
}

export function cutItem(cut: number, what: string): Item[] {
  return cut > 0 ? [{ text: [cutText(cut, what)] }] : [];
}

export function cutText(cut: number, what: string): string {
  return `and ${count(cut, `more ${what}`)}`;
}

export function count(many: number, what: string): string {
  return `${number(many)} ${what}${many === 1 ? "" : "s"}`;
}

export function number(value: number): string {
  return value.toLocaleString("en-GB");
}
