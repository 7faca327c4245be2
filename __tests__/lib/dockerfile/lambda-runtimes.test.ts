import { LAMBDA_RUNTIMES, lambdaBaseImage, newestRuntime } from "../../../lib/dockerfile/lambda-runtimes";

test.each([
  ["public.ecr.aws/lambda/python:3.13", "python3.13"],
  ["public.ecr.aws/lambda/python:3.13-arm64", "python3.13"],
  ["public.ecr.aws/lambda/python:3.13.2025.11.24.01-x86_64", "python3.13"],
  ["public.ecr.aws/lambda/python:3.13@sha256:abc", "python3.13"],
  ["amazon/aws-lambda-nodejs:20", "nodejs20.x"],
  ["docker.io/amazon/aws-lambda-python:3.9", "python3.9"],
  ["public.ecr.aws/lambda/java:8.al2", "java8.al2"],
  ["public.ecr.aws/lambda/java:8", "java8"],
  ["public.ecr.aws/lambda/java:17.al2023", "java17.al2023"],
  ["public.ecr.aws/lambda/java:17.2025.01.02.03", "java17"],
  ["public.ecr.aws/lambda/dotnet:core3.1", "dotnetcore3.1"],
  ["public.ecr.aws/lambda/provided:al2023", "provided.al2023"],
  ["123456789012.dkr.ecr.eu-central-1.amazonaws.com/ecr-public/lambda/python:3.12", "python3.12"],
  ["mirror.example.com/public.ecr.aws/lambda/ruby:3.3", "ruby3.3"],
])("GIVEN %s THEN its runtime is %s", (image, name) => {
  expect(lambdaBaseImage(image)?.runtime?.name).toBe(name);
});

test.each([
  "public.ecr.aws/lambda/python",
  "public.ecr.aws/lambda/python:latest",
  "public.ecr.aws/lambda/python:3.1",
])("GIVEN %s THEN it is AWS's image for Python, of an unknown version", (image) => {
  expect(lambdaBaseImage(image)).toEqual({ language: "python" });
});

test.each([
  "python:3.13",
  "public.ecr.aws/sam/build-python3.13:latest",
  "public.ecr.aws/lambda/web-adapter:1",
  "123456789012.dkr.ecr.eu-central-1.amazonaws.com/lambda/python:3.12",
  "example.com/team/lambda/python:3.13",
])("GIVEN %s, which may be anything THEN it is no base image of AWS", (image) => {
  expect(lambdaBaseImage(image)).toBeUndefined();
});

test("GIVEN the table THEN names are unique, and dates are dates", () => {
  expect(new Set(LAMBDA_RUNTIMES.map(({ name }) => name)).size).toBe(LAMBDA_RUNTIMES.length);
  for (const { deprecated } of LAMBDA_RUNTIMES) {
    expect(new Date(deprecated).toISOString()).toContain(deprecated);
  }
});

test("GIVEN a language THEN the first in the table has the longest support", () => {
  for (const { language, deprecated } of LAMBDA_RUNTIMES) {
    expect(newestRuntime(language)?.deprecated.localeCompare(deprecated)).toBeGreaterThanOrEqual(0);
  }
});
