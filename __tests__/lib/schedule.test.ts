import { Duration, Schedule } from "../../lib";

test.each([
  [Schedule.rate(Duration.minutes(1)), "rate(1 minute)"],
  [Schedule.rate(Duration.minutes(90)), "rate(90 minutes)"],
  [Schedule.rate(Duration.hours(48)), "rate(2 days)"],
  [Schedule.cron({ minute: "0", hour: "3" }), "cron(0 3 * * ? *)"],
  [Schedule.cron({ minute: "0", hour: "3", weekDay: "MON-FRI" }), "cron(0 3 ? * MON-FRI *)"],
  [Schedule.cron({ minute: "0", hour: "3", day: "L", month: "12", year: "2027" }), "cron(0 3 L 12 ? 2027)"],
  // A time in the past is no error: the same code is synthesized later, too.
  [Schedule.at(new Date("2020-02-03T04:05:06.789Z")), "at(2020-02-03T04:05:06)"],
  [Schedule.expression("rate(5 minutes)"), "rate(5 minutes)"],
])("%j is %s", (schedule, expression) => {
  expect(schedule.expressionString).toBe(expression);
});

test("a rate of less than a minute, and two kinds of days, are refused", () => {
  expect(() => Schedule.rate(Duration.seconds(30))).toThrow("A whole number of minutes is needed here");
  expect(() => Schedule.rate(Duration.seconds(0))).toThrow("at least one minute");
  expect(() => Schedule.cron({ day: "1", weekDay: "MON" })).toThrow("got day 1 and weekDay MON");
});
