import { Duration, Schedule } from "../../lib";

describe("a schedule", () => {
  test.each([
    [Schedule.rate(Duration.minutes(1)), "rate(1 minute)"],
    [Schedule.rate(Duration.minutes(90)), "rate(90 minutes)"],
    [Schedule.rate(Duration.hours(1)), "rate(1 hour)"],
    [Schedule.rate(Duration.days(2)), "rate(2 days)"],
    [Schedule.at(new Date("2027-01-02T03:04:05.678Z")), "at(2027-01-02T03:04:05)"],
    [Schedule.cron({}), "cron(* * * * ? *)"],
    [Schedule.cron({ minute: "0", hour: "8", day: "1" }), "cron(0 8 1 * ? *)"],
    [Schedule.cron({ minute: "0/15", weekDay: "MON-FRI", month: "JAN" }), "cron(0/15 * ? JAN MON-FRI *)"],
    [Schedule.expression("rate(5 minutes)"), "rate(5 minutes)"],
  ])("is an expression of AWS: %#", (schedule, expression) => {
    expect(schedule.expressionString).toBe(expression);
  });

  test("is refused when AWS would refuse it", () => {
    expect(() => Schedule.rate(Duration.seconds(0))).toThrow("A schedule's rate must be at least one minute.");
    expect(() => Schedule.rate(Duration.seconds(90))).toThrow("A whole number of minutes is needed here");
    expect(() => Schedule.cron({ day: "1", weekDay: "MON" })).toThrow("a day of the month or a day of the week; got day 1 and weekDay MON");
  });
});
