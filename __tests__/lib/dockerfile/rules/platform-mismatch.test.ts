import { Architecture } from "../../../../lib/architecture";
import { codesOf, PYTHON, problemOf } from "../read";

const CMD = 'CMD ["app.handler"]\n';

test.each([
  ["--platform=linux/amd64 public.ecr.aws/lambda/python:3.13", Architecture.ARM_64],
  ["--platform=linux/arm64/v8 public.ecr.aws/lambda/python:3.13", Architecture.X86_64],
  ["public.ecr.aws/lambda/python:3.13-x86_64", Architecture.ARM_64],
  ["public.ecr.aws/lambda/python:3.13-arm64", Architecture.X86_64],
  ["arm64v8/python:3.13", Architecture.X86_64],
])("GIVEN FROM %s for the other architecture THEN it is reported", (from, architecture) => {
  expect(problemOf("platform-mismatch", `FROM ${from}\n${CMD}`, {}, { architecture })).toMatchObject({
    severity: "error",
    line: 1,
  });
});

test.each([
  ["--platform=linux/amd64 public.ecr.aws/lambda/python:3.13", Architecture.X86_64],
  ["--platform=$TARGETPLATFORM public.ecr.aws/lambda/python:3.13", Architecture.X86_64],
  ["public.ecr.aws/lambda/python:3.13-arm64", Architecture.ARM_64],
  ["public.ecr.aws/lambda/python:3.13", Architecture.ARM_64],
])("GIVEN FROM %s THEN there is none", (from, architecture) => {
  expect(codesOf(`FROM ${from}\n${CMD}`, {}, { architecture })).toEqual([]);
});

test.each(["$BUILDPLATFORM", "${BUILDPLATFORM}", "linux/$BUILDARCH"])(
  "GIVEN --platform=%s in the final stage THEN it is a warning",
  (platform) => {
    const text = `FROM --platform=${platform} ${PYTHON}\n${CMD}`;
    expect(problemOf("platform-mismatch", text)).toMatchObject({ severity: "warning", line: 1 });
    const before = `FROM --platform=${platform} golang:1.25 AS build\nFROM ${PYTHON}\n${CMD}`;
    expect(codesOf(before)).toEqual([]);
  },
);

test("GIVEN another platform in a stage that only builds THEN there is none", () => {
  const text = `FROM --platform=linux/amd64 golang:1.25 AS build\nFROM public.ecr.aws/lambda/provided:al2023\nCOPY --from=build /x /x\n`;
  expect(codesOf(text, {}, { architecture: Architecture.ARM_64 })).toEqual([]);
});
