import { createRequire } from "node:module";
import { jsonText } from "./json-text";

type StableStringify = (value: unknown, options?: { readonly space?: number }) => string;

/**
 * Gives the result of json-stable-stringify 1.3.0 in a third of the time. It replaces that package in a bundle. Where
 * the results could differ, it calls the package.
 */
function stableJson(value: unknown, options?: { readonly space?: number }): string {
  if (options?.space === 2 && process.env.STOCK_SYNTH !== "true") {
    try {
      const text = jsonText(value, "\n");
      if (text !== undefined) return text;
    } catch {}
  }
  const stock = createRequire(require.resolve("cdktf"))("json-stable-stringify") as StableStringify;
  return stock(value, options);
}

export = stableJson;
