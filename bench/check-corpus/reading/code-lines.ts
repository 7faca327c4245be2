/** The lines of a file. In Python, the lines of texts in triple quotes are empty: what is in them is no code. */
export function codeLines(file: string, text: string): readonly string[] {
  let quote: string | undefined;
  return text.split("\n").map((line) => {
    if (!file.endsWith(".py")) return line;
    const before = quote;
    for (const [found] of line.matchAll(/"""|'''/g)) {
      if (quote === undefined) quote = found;
      else if (quote === found) quote = undefined;
    }
    return before === undefined && quote === undefined ? line : "";
  });
}
