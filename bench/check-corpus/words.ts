/** The word without a letter in the middle: `handler` → `hander`. */
export function misspelled(word: string): string {
  const middle = Math.ceil(word.length / 2);
  return word.slice(0, middle) + word.slice(middle + 1);
}

/** The names under which a distribution is listed, normalized as PEP 503 says. */
export function distributionName(name: string): string {
  return name.toLowerCase().replace(/[-_.]+/g, "-");
}
