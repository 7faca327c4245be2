import type { Duration } from "./duration";

/** The fields of a cron expression, as text. `weekDay` or `day` may be given, not both. */
export interface CronOptions {
  /** The minute, for example `0` or `0/15`. @default "*" - every minute */
  readonly minute?: string;
  /** The hour, for example `8-18`. @default "*" - every hour */
  readonly hour?: string;
  /** The day of the month, for example `1` or `L`. @default "*" - every day */
  readonly day?: string;
  /** The month, for example `1` or `JAN-MAR`. @default "*" - every month */
  readonly month?: string;
  /** The day of the week, for example `MON-FRI`. @default - every day */
  readonly weekDay?: string;
  /** The year, for example `2027`. @default "*" - every year */
  readonly year?: string;
}

/** When something happens: the expressions of EventBridge and Application Auto Scaling. */
export class Schedule {
  /** An expression as AWS writes it, for example `rate(5 minutes)`. */
  static expression(expression: string): Schedule {
    return new Schedule(expression);
  }

  /** Again and again, in whole minutes. @throws Error when it is less than a minute, or not whole minutes */
  static rate(duration: Duration): Schedule {
    const minutes = duration.toMinutes();
    if (minutes === 0) throw new Error("A rate must be at least one minute.");
    if (minutes % 1_440 === 0) return new Schedule(`rate(${amount(minutes / 1_440, "day")})`);
    if (minutes % 60 === 0) return new Schedule(`rate(${amount(minutes / 60, "hour")})`);
    return new Schedule(`rate(${amount(minutes, "minute")})`);
  }

  /** Once. */
  static at(date: Date): Schedule {
    return new Schedule(`at(${date.toISOString().slice(0, "2026-01-01T00:00:00".length)})`);
  }

  /** At times of the clock. @throws Error when both `day` and `weekDay` are given: AWS takes only one of them */
  static cron(options: CronOptions): Schedule {
    const { minute = "*", hour = "*", month = "*", year = "*", weekDay } = options;
    if (options.day !== undefined && weekDay !== undefined) {
      throw new Error("A schedule can have `day` or `weekDay`, not both. AWS takes only one of them.");
    }
    const day = options.day ?? (weekDay === undefined ? "*" : "?");
    return new Schedule(`cron(${[minute, hour, day, month, weekDay ?? "?", year].join(" ")})`);
  }

  private constructor(
    /** The expression as AWS writes it. */
    readonly expressionString: string,
  ) {}
}

function amount(count: number, unit: string): string {
  return `${count} ${unit}${count === 1 ? "" : "s"}`;
}
