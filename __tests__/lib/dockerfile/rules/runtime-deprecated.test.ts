import { codesOf, problemOf } from "../read";

const OLD = 'FROM public.ecr.aws/lambda/python:3.9\nCMD ["app.handler"]\n';

test("GIVEN a runtime past its end THEN there is a warning with date, source and the newest image", () => {
  expect(problemOf("runtime-deprecated", OLD)).toMatchObject({
    severity: "warning",
    line: 1,
    message: "The runtime python3.9 has been deprecated since 2025-12-15.",
    reason: expect.stringContaining("https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtimes.html"),
    fix: expect.stringMatching(/^Build on public.ecr.aws\/lambda\/python:3.14\. .*dnf/),
  });
});

test("GIVEN the day of its end THEN it is deprecated; GIVEN the day before THEN it will be soon", () => {
  expect(codesOf(OLD, {}, { today: "2025-12-15" })).toEqual(["runtime-deprecated"]);
  expect(problemOf("runtime-deprecation-soon", OLD, {}, { today: "2025-12-14" })).toMatchObject({
    severity: "hint",
    message: expect.stringContaining("in 1 day."),
  });
});

test("GIVEN half a year before its end THEN there is none", () => {
  expect(codesOf(OLD, {}, { today: "2025-06-15" })).toEqual([]);
});

test.each([
  "public.ecr.aws/lambda/python:3.13",
  "python:3.6-slim AS x\nFROM public.ecr.aws/lambda/python:3.13",
  "example.com/python:3.9",
])("GIVEN %s THEN there is none", (image) => {
  expect(codesOf(`FROM ${image}\nCMD ["app.handler"]\n`)).toEqual([]);
});
