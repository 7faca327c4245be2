import { codesOf, problemOf } from "../read";

const CODE = "package-manager-missing";

function text(image: string, lines: string): string {
  return `FROM ${image}\n${lines}\nCMD ["app.handler"]\n`;
}

test.each([
  ["public.ecr.aws/lambda/python:3.12", "yum install -y gcc", "dnf"],
  ["public.ecr.aws/lambda/python:3.13-arm64", "yum -y install gcc && yum clean all", "dnf"],
  ["public.ecr.aws/lambda/nodejs:20", "apt-get update && apt-get install -y git", "dnf"],
  ["public.ecr.aws/lambda/python:3.11", "dnf install -y gcc", "yum"],
  ["public.ecr.aws/lambda/provided:al2", "microdnf install gcc", "yum"],
  ["python:3.12-slim", "yum install -y gcc", "apt-get"],
  ["python:3.12-alpine", "apt-get update", "apk"],
  ["node:22-bookworm-slim", "apk add git", "apt-get"],
  ["ubuntu:24.04", "apk add git", "apt-get"],
])("GIVEN %s and RUN %s THEN %s is the one that it has", (image, run, has) => {
  expect(problemOf(CODE, text(image, `RUN ${run}`))).toMatchObject({
    severity: "error",
    line: 2,
    fix: expect.stringContaining(`Use ${has}: `),
  });
});

test("GIVEN several calls THEN the first is reported", () => {
  const lines = "RUN yum install -y a\nRUN yum install -y b";
  const found = codesOf(text("public.ecr.aws/lambda/python:3.13", lines));
  expect(found.filter((code) => code === CODE)).toEqual([CODE]);
});

test("GIVEN a stage that only builds THEN it is reported there", () => {
  const lines = "RUN yum install -y a\nFROM public.ecr.aws/lambda/python:3.13\nCOPY --from=0 /x /x";
  expect(problemOf(CODE, text("public.ecr.aws/lambda/python:3.13", lines)).line).toBe(2);
});

test.each([
  ["public.ecr.aws/lambda/python:3.12", "RUN dnf install -y gcc && microdnf clean all"],
  ["public.ecr.aws/lambda/python:3.11", "RUN yum install -y gcc"],
  ["public.ecr.aws/lambda/python:3.12", "RUN dnf install -y yum && yum install -y gcc"],
  ["public.ecr.aws/lambda/python:3.12", "RUN microdnf install dnf\nRUN yum --version || true"],
  [
    "public.ecr.aws/lambda/python:3.12",
    "RUN if command -v yum; then yum install -y a; else dnf install -y a; fi",
  ],
  ["public.ecr.aws/lambda/python:latest", "RUN yum install -y gcc"],
  ["amazonlinux:2023", "RUN yum install -y gcc"],
  ["somebody/image:1", "RUN yum install -y gcc"],
  ["python:3.12-slim", "RUN apt-get update && apt install -y git"],
  ["python:3.12-alpine", "RUN apk add git"],
])("GIVEN %s and %j THEN there is none", (image, lines) => {
  expect(codesOf(text(image, lines))).not.toContain(CODE);
});
