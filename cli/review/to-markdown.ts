import { type Amounts, allow, CUTTABLE, type Cuttable } from "./page/allowance";
import { buildPage } from "./page/build";
import { markdown } from "./page/markdown";
import type { Summary } from "./summary";

/**
 * GitHub takes comments of 65,536 characters. Bytes are counted here, which are never fewer, and some room is left for what
 * a workflow may add.
 */
export const COMMENT_LIMIT = 64_000;

/**
 * The page as GitHub's Markdown.
 * @param limit in bytes. What doesn't fit is cut and counted: the table of the rest first, what is risky last.
 */
export function toMarkdown(summaries: readonly Summary[], limit: number = COMMENT_LIMIT): string {
  const amounts = fittingAmounts((amounts) => size(render(summaries, amounts)) <= limit);
  return render(summaries, amounts);
}

function render(summaries: readonly Summary[], amounts: Amounts): string {
  return `${markdown(buildPage(summaries, allow(amounts)))}\n`;
}

function size(text: string): number {
  return Buffer.byteLength(text, "utf8");
}

/** The largest amounts that fit, each kind cut as far as needed before the next one is. */
function fittingAmounts(fits: (amounts: Amounts) => boolean): Amounts {
  let amounts: Amounts = ALL;
  for (const kind of CUTTABLE) {
    if (fits(amounts)) {
      break;
    }
    const least = LEAST[kind] ?? 0;
    const withOnly = (many: number): Amounts => ({ ...amounts, [kind]: many });
    amounts = withOnly(largest(least, MOST, (many) => fits(withOnly(many))) ?? least);
  }
  return amounts;
}

/** The largest number from `least` to below `most` that holds, when those that hold come first. */
function largest(least: number, most: number, holds: (many: number) => boolean): number | undefined {
  if (!holds(least)) {
    return undefined;
  }
  let [low, high] = [least, most];
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    [low, high] = holds(middle) ? [middle, high] : [low, middle];
  }
  return low;
}

/** More of one kind than a page of the limit could hold. */
const MOST = 4_096;
const ALL: Amounts = {
  rest: Number.POSITIVE_INFINITY,
  outputs: Number.POSITIVE_INFINITY,
  files: 20,
  details: Number.POSITIVE_INFINITY,
  functions: Number.POSITIVE_INFINITY,
  notes: Number.POSITIVE_INFINITY,
  risks: Number.POSITIVE_INFINITY,
  stacks: Number.POSITIVE_INFINITY,
};
/** A list names at least one before it counts the others. */
const LEAST: Readonly<Partial<Record<Cuttable, number>>> = { files: 2 };
