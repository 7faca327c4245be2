import type { Duration } from "./duration";

/** The fields of a cron expression. A field that is left out means every one of it. */
export interface CronOptions {
  /** For example `0` or `0/15`. @default - every minute */
  readonly minute?: string;
  /** For example `20` or `8-17`. @default - every hour */
  readonly hour?: string;
  /** The day of the month, for example `1` or `L`. Not together with `weekDay`. @default - every day */
  readonly day?: string;
  /** For example `1` or `JAN-MAR`. @default - every month */
  readonly month?: string;
  /** The day of the week, for example `MON-FRI`. Not together with `day`. @default - every day */
  readonly weekDay?: string;
  /** For example `2027`. @default - every year */
  readonly year?: string;
}

/** When something happens, again and again or once. */
export class Schedule {
  /** Each time after a length of time, of whole minutes. @throws Error when it isn't whole minutes, or zero */
  static rate(duration: Duration): Schedule {
    const minutes = duration.toMinutes();
    if (minutes === 0) throw new Error("A schedule's rate must be at least one minute.");
    if (minutes % 1_440 === 0) return new Schedule(`rate(${counted(minutes / 1_440, "day")})`);
    if (minutes % 60 === 0) return new Schedule(`rate(${counted(minutes / 60, "hour")})`);
    return new Schedule(`rate(${counted(minutes, "minute")})`);
  }

  /** By a cron expression, in UTC unless a time zone is given. @throws Error for both `day` and `weekDay` */
  static cron(options: CronOptions): Schedule {
    const { minute = "*", hour = "*", month = "*", year = "*", day, weekDay } = options;
    if (day !== undefined && weekDay !== undefined) {
      throw new Error(
        `A cron expression has a day of the month or a day of the week; got day ${day} and weekDay ${weekDay}.`,
      );
    }
    // One of the two must be "?": Amazon EventBridge Scheduler User Guide, "Cron-based schedules" (read 2026-11-28).
    const days = weekDay === undefined ? [day ?? "*", month, "?"] : ["?", month, weekDay];
    return new Schedule(`cron(${[minute, hour, ...days, year].join(" ")})`);
  }

  /** Once, at a time. Seconds count, milliseconds don't. @throws Error for an invalid date */
  static at(time: Date): Schedule {
    // Seconds, and no "Z": the time zone is a setting of its own.
    return new Schedule(`at(${time.toISOString().slice(0, 19)})`);
  }

  /** By an expression as it is, for example `rate(5 minutes)`. */
  static expression(expression: string): Schedule {
    return new Schedule(expression);
  }

  private constructor(
    /** For example `cron(0 20 ? * MON-FRI *)`. */
    readonly expressionString: string,
  ) {}
}

function counted(amount: number, unit: string): string {
  return `${amount} ${unit}${amount === 1 ? "" : "s"}`;
}
