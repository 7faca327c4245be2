import type { Block, Inline, Item } from "./blocks";
import { STYLE } from "./style";
import { visible } from "./visible";

/** Formats blocks as a standalone page. It loads nothing and runs no script. */
export function html(title: string, blocks: readonly Block[]): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${escapeHtml(title)}</title>
<style>
${STYLE}</style>
</head>
<body>
<main>
${blocks.map(block).join("\n")}
</main>
</body>
</html>
`;
}

function block(of: Block): string {
  switch (of.kind) {
    case "heading":
      return `<h${of.level - 1}>${inline(of.text)}</h${of.level - 1}>`;
    case "paragraph":
      return `<p>${inline(of.text)}</p>`;
    case "list":
      return list(of.items);
    case "alert":
      return `<div class="alert ${of.alert}">\n${list(of.items)}\n</div>`;
    case "table":
      return table(of.head, of.rows);
    case "details":
      return `<details><summary>${escapeHtml(of.summary)}</summary>\n${of.blocks.map(block).join("\n")}\n</details>`;
  }
}

function list(items: readonly Item[]): string {
  return `<ul>\n${items
    .map(({ text, children = [] }) => {
      const below = children.map((child) => `<li>${inline(child)}</li>`).join("\n");
      return `<li>${inline(text)}${below && `\n<ul>\n${below}\n</ul>`}</li>`;
    })
    .join("\n")}\n</ul>`;
}

function table(head: readonly string[], rows: readonly (readonly Inline[])[]): string {
  const cells = (tag: string, texts: readonly string[]): string =>
    `<tr>${texts.map((text) => `<${tag}>${text}</${tag}>`).join("")}</tr>`;
  return `<div class="table"><table>
<thead>${cells("th", head.map(escapeHtml))}</thead>
<tbody>
${rows.map((row) => cells("td", row.map(inline))).join("\n")}
</tbody>
</table></div>`;
}

function inline(parts: Inline): string {
  return parts
    .map((part) =>
      typeof part === "string"
        ? escapeHtml(part)
        : "strong" in part
          ? `<strong>${escapeHtml(part.strong)}</strong>`
          : `<code>${escapeHtml(visible(part.name))}</code>`,
    )
    .join("");
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (one) => `&#${one.charCodeAt(0)};`);
}
