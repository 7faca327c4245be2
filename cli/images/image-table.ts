import type { ImageRow } from "./image-list";

const HEADINGS = ["DIGEST", "PUSHED", "CONTENT", "TAG", "USED BY"] as const;
/** `sha256:` and 12 digits are enough to distinguish images. */
const SHORT_DIGEST = 19;
const SHORT_CONTENT = 12;

/** Formats the images, one table per repository. */
export function imageTable(rows: readonly ImageRow[]): string {
  const repositories = [...new Set(rows.map(({ repository }) => repository))];
  return repositories
    .map((name) => [name, ...table(rows.filter(({ repository }) => repository === name))].join("\n"))
    .join("\n\n");
}

function table(rows: readonly ImageRow[]): string[] {
  const cells = [
    HEADINGS,
    ...rows.map(({ digest, pushedAt, content, current, tags, usedBy }) => [
      digest?.slice(0, SHORT_DIGEST) ?? "not pushed yet",
      pushedAt?.slice(0, 16).replace("T", " ") ?? "",
      `${content?.slice(0, SHORT_CONTENT) ?? ""}${current ? " (the present folder)" : ""}`,
      tags.join(", "),
      usedBy.join(", "),
    ]),
  ];
  const widths = HEADINGS.map((_, column) => Math.max(...cells.map((row) => row[column]?.length ?? 0)));
  return cells.map((row) =>
    `  ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join("  ")}`.trimEnd(),
  );
}
