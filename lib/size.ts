/** An amount of storage whose unit can't be confused. */
export class Size {
  /** A number of MiB (1,048,576 bytes each). @throws Error when it is negative or not a whole number. */
  static mebibytes(amount: number): Size {
    return new Size(amount);
  }

  /** A number of GiB (1,024 MiB each). @throws Error when it is negative or not a whole number of MiB. */
  static gibibytes(amount: number): Size {
    return new Size(amount * 1_024);
  }

  private constructor(private readonly amount: number) {
    if (!Number.isInteger(amount) || amount < 0) {
      throw new Error(`A size must be a whole number of MiB, zero or more; got ${amount} MiB.`);
    }
  }

  /** The number of MiB. */
  toMebibytes(): number {
    return this.amount;
  }
}
