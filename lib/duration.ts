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

  /** A number of hours. @throws Error when it is negative or not a whole number of seconds. */
  static hours(amount: number): Duration {
    return new Duration(amount * 3_600);
  }

  /** A number of days, of 24 hours each. @throws Error when it is negative or not a whole number of seconds. */
  static days(amount: number): Duration {
    return new Duration(amount * 86_400);
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

  /** The number of minutes. @throws Error when it is not a whole number of minutes. */
  toMinutes(): number {
    return this.to(60, "minutes");
  }

  /** The number of hours. @throws Error when it is not a whole number of hours. */
  toHours(): number {
    return this.to(3_600, "hours");
  }

  /** The number of days. @throws Error when it is not a whole number of days. */
  toDays(): number {
    return this.to(86_400, "days");
  }

  /** For people, for example `90 s`. */
  toString(): string {
    return `${this.amount} s`;
  }

  private to(seconds: number, unit: string): number {
    const amount = this.amount / seconds;
    if (!Number.isInteger(amount)) {
      throw new Error(`A whole number of ${unit} is needed here; got ${this.amount} seconds.`);
    }
    return amount;
  }
}
