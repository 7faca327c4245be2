/**
 * The result of json-stable-stringify 1.3.0 with two spaces, with which CDKTF writes its stacks.
 * @param line the start of a new line at the place of the value: a line feed and spaces
 * @returns `undefined` for a value that JSON can't represent
 * @throws Error for values that need the package itself
 */
export function jsonText(value: unknown, line: string): string | undefined {
  if (typeof value !== "object" || value === null) return textOf(value, line);
  const { toJSON } = value as { readonly toJSON?: unknown };
  return textOf(typeof toJSON === "function" ? toJSON.call(value) : value, line);
}

/** The text of a value whose `toJSON`, if any, was already called. */
function textOf(value: unknown, line: string): string | undefined {
  if (typeof value === "string") return quoted(value);
  if (typeof value === "bigint" || typeof value === "symbol") throw new Error("not known");
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  // A map that contains itself would never end.
  if (line.length > MAX_LINE) throw new Error("not known");
  const inner = `${line}  `;
  if (Array.isArray(value))
    return listText(
      Array.from(value, (one) => jsonText(one, inner) ?? "null"),
      line,
    );
  const keys = Object.keys(value);
  return mapText(
    keys,
    keys.map((key) => jsonText((value as Record<string, unknown>)[key], inner)),
    line,
  );
}

const MAX_LINE = 2 * 200;

export function listText(texts: readonly string[], line: string): string {
  const inner = `${line}  `;
  let items = "";
  for (const text of texts) items += items === "" ? inner + text : `,${inner}${text}`;
  return `[${items}${line}]`;
}

/** @param texts the text of each key's value; a key without a text is left out. Sorts both lists by key */
export function mapText(keys: string[], texts: (string | undefined)[], line: string): string {
  sortByKey(keys, texts);
  const inner = `${line}  `;
  let members = "";
  for (let at = 0; at < keys.length; at++) {
    const text = texts[at];
    if (text === undefined) continue;
    members += `${members === "" ? "" : ","}${inner}${quoted(keys[at] as string)}: ${text}`;
  }
  return `{${members}${line}}`;
}

/** Sorts in the order of Array.sort, which takes several times as long for the few keys that most maps have. */
function sortByKey(keys: string[], texts: (string | undefined)[]): void {
  if (keys.length > 32) {
    const pairs = keys
      .map((key, at) => [key, texts[at]] as const)
      .sort(([one], [other]) => (one < other ? -1 : 1));
    pairs.forEach(([key, text], at) => {
      keys[at] = key;
      texts[at] = text;
    });
    return;
  }
  for (let end = 1; end < keys.length; end++) {
    const key = keys[end] as string;
    const text = texts[end];
    let at = end;
    for (; at > 0 && (keys[at - 1] as string) > key; at--) {
      keys[at] = keys[at - 1] as string;
      texts[at] = texts[at - 1];
    }
    keys[at] = key;
    texts[at] = text;
  }
}

/** Text that JSON contains unchanged: without quotation marks, backslashes, control characters and surrogates. */
const PLAIN = /^[ !#-[\]-\ud7ff\ue000-\uffff]*$/;

export function quoted(text: string): string {
  return PLAIN.test(text) ? `"${text}"` : JSON.stringify(text);
}
