/** A length of time that can't be mistaken for another unit. */
export class Duration {
  /** @throws Error when the amount is negative or not a whole number. */
  static seconds(amount: number): Duration {
    return new Duration(amount);
  }

  /** @throws Error when the amount is negative or not a whole number of seconds. */
  static minutes(amount: number): Duration {
    return new Duration(amount * 60);
  }

  private constructor(private readonly amount: number) {
    if (!Number.isInteger(amount) || amount < 0) {
      throw new Error(`A duration is a whole number of seconds, zero or more; got ${amount} seconds.`);
    }
  }

  toSeconds(): number {
    return this.amount;
  }

  toString(): string {
    return `${this.amount} s`;
  }
}
