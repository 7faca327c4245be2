/** How many more there may be on the page. */
class Budget {
  constructor(private left: number) {}

  /** Takes one, if there is one left. */
  spend(): boolean {
    return this.take(1) === 1;
  }

  /** Takes as many as are left, up to what is wanted. */
  take(wanted: number): number {
    const taken = Math.min(wanted, this.left);
    this.left -= taken;
    return taken;
  }
}

/** What can be cut, in the order in which it is cut. What is risky comes last, but for whole stacks. */
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

/** How much of each kind is on the page: all of it, unless something says less. */
export type Amounts = Readonly<Record<Cuttable, number>>;

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

/** The items that there is room for, and how many there is none for. */
export function take<T>(
  allowance: Allowance,
  kind: Exclude<Cuttable, "files">,
  items: readonly T[],
): readonly [shown: readonly T[], cut: number] {
  const many = allowance[kind].take(items.length);
  return [items.slice(0, many), items.length - many];
}
