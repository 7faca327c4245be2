import { type Amounts, allow, CUTTABLE, type Cuttable, EVERYTHING_AS_TEXT } from "./page/allowance";
import { buildPage } from "./page/build";
import { markdown } from "./page/markdown";
import type { Summary } from "./summary";

/**
 * GitHub accepts comments of up to 65,536 characters. Here bytes are counted, of which there are never fewer. Some room
 * is left for what a workflow may add.
 */
export const COMMENT_LIMIT = 64_000;

/**
 * The page as GitHub's Markdown.
 * @param limit in bytes. Content that doesn't fit is cut and counted. The table of other changes is cut first, the
 * risks last.
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

/** The largest amounts that fit. Each kind is cut as far as needed before the next kind is cut. */
function fittingAmounts(fits: (amounts: Amounts) => boolean): Amounts {
  let amounts: Amounts = EVERYTHING_AS_TEXT;
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

/**
 * The largest number from `least` to below `most` for which `holds` is true. `holds` must be true for all smaller
 * numbers.
 */
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

/** More of one kind than a page within the limit can contain. */
const MOST = 4_096;
/** A list names at least one item before it counts the others. */
const LEAST: Readonly<Partial<Record<Cuttable, number>>> = { files: 2 };
