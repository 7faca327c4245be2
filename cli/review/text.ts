/** Text of this program, with names from a plan in it. The code that prints it escapes the names. */
export type Text = readonly (string | { readonly name: string })[];

/** Template for a Text: `` text`${name} is replaced` ``. The values are names from a plan, or Texts. */
export function text(parts: TemplateStringsArray, ...values: readonly (string | Text)[]): Text {
  return parts.flatMap((part, index): Text => {
    const value = values[index];
    const own = part === "" ? [] : [part];
    if (value === undefined) {
      return own;
    }
    return typeof value === "string" ? [...own, { name: value }] : [...own, ...value];
  });
}

/** `a`, `b` and `c`. For a long list, the first names and the number of the others. */
export function listOf(names: readonly string[], most = 8): Text {
  const shown = names.length > most ? names.slice(0, most - 1) : names;
  const more = names.length - shown.length;
  return joinTexts([
    ...shown.map((name): Text => [{ name }]),
    ...(more > 0 ? [[`${more} more`] as Text] : []),
  ]);
}

/** Joins with commas and a last "and". */
export function joinTexts(texts: readonly Text[]): Text {
  return texts.flatMap((one, index): Text => {
    const separator = index === 0 ? "" : index === texts.length - 1 ? " and " : ", ";
    return separator === "" ? one : [separator, ...one];
  });
}

/** The plain text: for programs. */
export function plain(of: Text): string {
  return of.map((part) => (typeof part === "string" ? part : part.name)).join("");
}
