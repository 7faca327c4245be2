/** The set of the words in a text. */
export const words = (text: string): ReadonlySet<string> => new Set(text.split(" "));

export const KEYWORDS = words(
  "False None True and as assert async await break class continue def del elif else except finally for from global if import in is lambda nonlocal not or pass raise return try while with yield",
);
