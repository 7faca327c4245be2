import { shortDigest } from "../short-digest";
import { expiryText } from "./expiry-text";
import type { ImageRow } from "./image-list";

const HEADINGS = ["DIGEST", "PUSHED", "CONTENT", "TAG", "EXPIRES", "USED BY"] as const;
const SHORT_CONTENT = 12;
/** A function may have many versions with one image. `--json` has them all. */
const MAX_USERS = 5;

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
  return cells.map((row) =>
    `  ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join("  ")}`.trimEnd(),
  );
}

function users(usedBy: readonly string[]): string {
  return usedBy.length <= MAX_USERS
    ? usedBy.join(", ")
    : `${usedBy.slice(0, MAX_USERS - 1).join(", ")} and ${usedBy.length - MAX_USERS + 1} more`;
}
