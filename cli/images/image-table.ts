import { shortDigest } from "../short-digest";
import { expiryText } from "./expiry-text";
import type { ImageRow } from "./image-list";

const HEADINGS = ["DIGEST", "PUSHED", "CONTENT", "TAG", "EXPIRES", "USED BY"] as const;
const SHORT_CONTENT = 12;
/** A function may have many versions with one image. `--json` has them all. */
const MAX_USERS = 5;

/** Formats the images, one table per repository. @param columns of the terminal. @default - as wide as needed */
export function imageTable(rows: readonly ImageRow[], columns = Number.POSITIVE_INFINITY): string {
  const repositories = [...new Set(rows.map(({ repository }) => repository))];
  return repositories
    .map((name) =>
      [
        name,
        ...table(
          rows.filter(({ repository }) => repository === name),
          columns,
        ),
      ].join("\n"),
    )
    .join("\n\n");
}

function table(rows: readonly ImageRow[], columns: number): string[] {
  const cells = [
    HEADINGS,
    ...rows.map(({ digest, pushedAt, content, current, tags, usedBy, expiry }) => [
      digest === undefined ? "not pushed yet" : shortDigest(digest),
      pushedAt?.slice(0, 16).replace("T", " ") ?? "",
      `${content?.slice(0, SHORT_CONTENT) ?? ""}${current ? " (the present folder)" : ""}`,
      tags.join(", "),
      expiryText(expiry),
      users(usedBy),
    ]),
  ];
  const widths = HEADINGS.map((_, column) => Math.max(...cells.map((row) => row[column]?.length ?? 0)));
  const lines = cells.map((row) =>
    `  ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join("  ")}`.trimEnd(),
  );
  return lines.every((line) => line.length <= columns) ? lines : cells.slice(1).flatMap(oneBelowTheOther);
}

/** The cells of a row, where the table would be wider than the terminal. */
function oneBelowTheOther([digest = "", ...cells]: readonly string[]): string[] {
  const named = cells.map((cell, index) => [HEADINGS[index + 1] ?? "", cell] as const);
  const width = Math.max(...HEADINGS.slice(1).map(({ length }) => length));
  return [
    `  ${digest}`,
    ...named.flatMap(([name, cell]) => (cell === "" ? [] : [`    ${name.padEnd(width)}  ${cell}`])),
  ];
}

function users(usedBy: readonly string[]): string {
  return usedBy.length <= MAX_USERS
    ? usedBy.join(", ")
    : `${usedBy.slice(0, MAX_USERS - 1).join(", ")} and ${usedBy.length - MAX_USERS + 1} more`;
}
