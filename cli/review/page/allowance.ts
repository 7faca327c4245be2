/** How many more items the page may have. */
class Budget {
  constructor(private left: number) {}

  /** Takes one, if any is left. */
  spend(): boolean {
    return this.take(1) === 1;
  }

  /** Takes as many as are left, up to the wanted number. */
  take(wanted: number): number {
    const taken = Math.min(wanted, this.left);
    this.left -= taken;
    return taken;
  }
}

/**
 * The kinds of content that can be cut, in the order in which they are cut. Risks come last, except for whole stacks.
 */
export const CUTTABLE = [
  "rest",
  "outputs",
  "files",
  "details",
  "functions",
  "notes",
  "risks",
  "stacks",
] as const;

export type Cuttable = (typeof CUTTABLE)[number];

/** The maximum amount of each kind on the page. */
export type Amounts = Readonly<Record<Cuttable, number>>;

/** Nothing is cut. */
export const EVERYTHING = Object.fromEntries(
  CUTTABLE.map((kind) => [kind, Number.POSITIVE_INFINITY]),
) as Amounts;

/** As text, more files of one image are counted. */
export const EVERYTHING_AS_TEXT: Amounts = { ...EVERYTHING, files: 20 };

export interface Allowance extends Readonly<Record<Exclude<Cuttable, "files">, Budget>> {
  /** How many files of one image are named. */
  readonly filesOfImage: number;
}

/** An allowance for building a page once. */
export function allow(amounts: Amounts): Allowance {
  return {
    rest: new Budget(amounts.rest),
    outputs: new Budget(amounts.outputs),
    details: new Budget(amounts.details),
    functions: new Budget(amounts.functions),
    notes: new Budget(amounts.notes),
    risks: new Budget(amounts.risks),
    stacks: new Budget(amounts.stacks),
    filesOfImage: amounts.files,
  };
}

/** The items that there is room for, and the number of the others. */
export function take<T>(
  allowance: Allowance,
  kind: Exclude<Cuttable, "files">,
  items: readonly T[],
): readonly [shown: readonly T[], cut: number] {
  const many = allowance[kind].take(items.length);
  return [items.slice(0, many), items.length - many];
}
