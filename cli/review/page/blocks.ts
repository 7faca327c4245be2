/**
 * Text on a page. A `name` comes from a plan. It is escaped and shown as code. All other text is part of this program.
 */
export type Inline = readonly (string | { readonly name: string } | { readonly strong: string })[];

export interface Item {
  readonly text: Inline;
  readonly children?: readonly Inline[];
}

/** A part of a page, the same for Markdown and HTML. */
export type Block =
  | { readonly kind: "heading"; readonly level: 2 | 3 | 4; readonly text: Inline }
  | { readonly kind: "paragraph"; readonly text: Inline }
  | { readonly kind: "list"; readonly items: readonly Item[] }
  /** A highlighted list. */
  | { readonly kind: "alert"; readonly alert: "caution" | "warning"; readonly items: readonly Item[] }
  | {
      readonly kind: "table";
      readonly head: readonly string[];
      readonly rows: readonly (readonly Inline[])[];
    }
  /** A folded part of the page. */
  | { readonly kind: "details"; readonly summary: string; readonly blocks: readonly Block[] };
