import type { Block, Inline, Item } from "./blocks";
import { visible } from "./visible";

/** Formats blocks as GitHub's Markdown. */
export function markdown(blocks: readonly Block[]): string {
  return blocks.map(block).join("\n\n");
}

function block(of: Block): string {
  switch (of.kind) {
    case "heading":
      return `${"#".repeat(of.level)} ${inline(of.text)}`;
    case "paragraph":
      return inline(of.text);
    case "list":
      return list(of.items);
    case "alert":
      return [`[!${of.alert.toUpperCase()}]`, ...list(of.items).split("\n")]
        .map((line) => `> ${line}`)
        .join("\n");
    case "table":
      return [of.head, of.head.map(() => "---"), ...of.rows.map((row) => row.map(inline))]
        .map((cells) => `| ${cells.join(" | ")} |`)
        .join("\n");
    case "details":
      return `<details><summary>${of.summary}</summary>\n\n${markdown(of.blocks)}\n\n</details>`;
  }
}

function list(items: readonly Item[]): string {
  return items
    .flatMap(({ text, children = [] }) => [
      `- ${inline(text)}`,
      ...children.map((child) => `  - ${inline(child)}`),
    ])
    .join("\n");
}

function inline(parts: Inline): string {
  return parts
    .map((part) =>
      typeof part === "string" ? part : "strong" in part ? `**${part.strong}**` : code(part.name),
    )
    .join("");
}

/**
 * A code span, if the name has no characters that are special in Markdown. Otherwise HTML, with each such character as
 * a numeric reference.
 */
function code(name: string): string {
  const text = visible(name);
  return PLAIN.test(text)
    ? `\`${text}\``
    : `<code>${text.replace(SPECIAL, (one) => `&#${one.charCodeAt(0)};`)}</code>`;
}

const PLAIN = /^[^\s`|\\<>&](?:[^`|\\<>&]*[^\s`|\\<>&])?$/;
/**
 * All ASCII punctuation (CommonMark 0.31, "ASCII punctuation character"), except for characters that are harmless
 * within a word.
 */
const SPECIAL = /[!"#$%&'()*+,/:;<=>?@[\\\]^_`{|}~]| (?= )|^ | $/g;
