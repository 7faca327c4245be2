/** A length of time whose unit can't be confused. */
export class Duration {
  /** A number of seconds. @throws Error when it is negative or not a whole number. */
  static seconds(amount: number): Duration {
    return new Duration(amount);
  }

  /** A number of minutes. @throws Error when it is negative or not a whole number of seconds. */
  static minutes(amount: number): Duration {
    return new Duration(amount * 60);
  }

  private constructor(private readonly amount: number) {
    if (!Number.isInteger(amount) || amount < 0) {
      throw new Error(`A duration must be a whole number of seconds, zero or more; got ${amount} seconds.`);
    }
  }

  /** The number of seconds. */
  toSeconds(): number {
    return this.amount;
  }

  /** For people, for example `90 s`. */
  toString(): string {
    return `${this.amount} s`;
  }
}
