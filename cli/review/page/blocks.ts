/** Text on a page. A `name` comes from a plan and is shown as code, escaped; everything else is ours. */
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
  /** A list that has to be seen. */
  | { readonly kind: "alert"; readonly alert: "caution" | "warning"; readonly items: readonly Item[] }
  | {
      readonly kind: "table";
      readonly head: readonly string[];
      readonly rows: readonly (readonly Inline[])[];
    }
  /** What is folded until somebody wants to see it. */
  | { readonly kind: "details"; readonly summary: string; readonly blocks: readonly Block[] };
