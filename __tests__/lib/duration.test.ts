import { Duration } from "../../lib";

test("has the units of AWS CDK", () => {
  expect([Duration.minutes(2), Duration.hours(1), Duration.days(1)].map((one) => one.toSeconds())).toEqual([
    120, 3_600, 86_400,
  ]);
  expect(Duration.hours(48).toDays()).toBe(2);
  expect(Duration.seconds(7_200).toHours()).toBe(2);
  expect(Duration.seconds(120).toMinutes()).toBe(2);
});

test("isn't rounded", () => {
  expect(() => Duration.hours(36).toDays()).toThrow(
    "A whole number of days is needed here; got 129600 seconds.",
  );
});
