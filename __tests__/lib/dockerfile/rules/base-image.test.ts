import { codesOf, PYTHON, problemOf } from "../read";

const CMD = 'CMD ["app.handler"]\n';

describe("base-image-unknown-arg", () => {
  test("GIVEN a variable without a value THEN it is named, in the line of FROM", () => {
    expect(
      problemOf(
        "base-image-unknown-arg",
        `ARG VERSION\nFROM public.ecr.aws/lambda/python:\${VERSION}\n${CMD}`,
      ),
    ).toMatchObject({
      severity: "error",
      file: "Dockerfile",
      line: 2,
      message: expect.stringContaining("VERSION"),
    });
  });

  test.each(["$REGISTRY/python:3.13", "$IMAGE", "python:${VERSION}", "a/$B/c"])(
    "GIVEN FROM %s THEN the rest is not an image",
    (image) => {
      expect(codesOf(`FROM ${image}\n`)).toContain("base-image-unknown-arg");
    },
  );

  test("GIVEN a default, or a build argument THEN there is none", () => {
    expect(codesOf(`ARG V=3.13\nFROM public.ecr.aws/lambda/python:$V\n${CMD}`)).toEqual([]);
    const text = `ARG V\nFROM public.ecr.aws/lambda/python:$V\n${CMD}`;
    expect(codesOf(text, {}, { read: { buildArgs: { V: "3.13" } } })).toEqual([]);
  });

  test("GIVEN an empty variable where a value is optional THEN there is none", () => {
    expect(codesOf(`FROM \${REGISTRY}python:3.13$SUFFIX AS x\nFROM ${PYTHON}\n${CMD}`)).toEqual([]);
  });

  test("GIVEN a variable that only the builder knows THEN there is none", () => {
    expect(codesOf("FROM tool-$BUILDARCH:1\n")).toEqual([]);
  });
});

describe("base-image-unpinned", () => {
  test.each([
    ["public.ecr.aws/lambda/python", "FROM public.ecr.aws/lambda/python:3.14"],
    ["public.ecr.aws/lambda/nodejs:latest", "FROM public.ecr.aws/lambda/nodejs:24"],
    ["somebody/image", "FROM somebody/image:<version>"],
    [
      "--platform=linux/amd64 somebody/image AS x",
      "FROM --platform=linux/amd64 somebody/image:<version> AS x",
    ],
  ])("GIVEN %s THEN the corrected line is %s", (image, fix) => {
    expect(problemOf("base-image-unpinned", `FROM ${image}\n${CMD}`)).toMatchObject({
      severity: "hint",
      line: 1,
      fix,
    });
  });

  test("GIVEN a variable THEN the fix is a version in its value", () => {
    const text = `ARG IMAGE=somebody/image:latest\nFROM \${IMAGE}\n${CMD}`;
    expect(problemOf("base-image-unpinned", text)).toMatchObject({
      line: 2,
      message: "The base image ${IMAGE}, somebody/image:latest, has no version.",
      fix: "Give ${IMAGE} a value with a version: somebody/image:<version>",
    });
    expect(codesOf(text, {}, { read: { buildArgs: { IMAGE: "somebody/image:1" } } })).toEqual([]);
  });

  test.each([PYTHON, `somebody/image@sha256:${"a".repeat(64)}`, "scratch", "localhost:5000/image:1"])(
    "GIVEN %s THEN there is none",
    (image) => {
      expect(codesOf(`FROM ${image}\n${CMD}`)).toEqual([]);
    },
  );

  test("GIVEN a stage that only builds THEN there is none", () => {
    expect(
      codesOf(`FROM ghcr.io/astral-sh/uv:latest AS uv\nFROM ${PYTHON}\nCOPY --from=uv /uv /bin/\n${CMD}`),
    ).toEqual([]);
  });
});

describe("base-image-invalid", () => {
  test.each([
    "<your-image>",
    "Python:3.13",
    "public.ecr.aws/Lambda/python:3.13",
    "python:3.13:1",
    "python/",
    "-python",
    "python:-x",
    "python@sha256:abc",
    "my image".replace(" ", "?"),
  ])("GIVEN FROM %s THEN it is no name of an image", (image) => {
    expect(problemOf("base-image-invalid", `FROM ${image}\n${CMD}`)).toMatchObject({
      severity: "error",
      line: 1,
    });
  });

  test("GIVEN capitals THEN the fix writes them small", () => {
    expect(problemOf("base-image-invalid", `FROM Python:3.13\n${CMD}`).fix).toBe("Write FROM python:3.13");
  });

  test.each([
    "localhost/a",
    "localhost:5000/a/b_c__d:v1",
    "123456789012.dkr.ecr.eu-central-1.amazonaws.com/team/base:2026-11",
    `ghcr.io/a-b/c.d@sha256:${"a".repeat(64)}`,
    "[::1]:5000/x",
    "Registry.example.com/x",
    "${IMAGE:-python:3.13}",
  ])("GIVEN FROM %s THEN there is none", (image) => {
    expect(codesOf(`FROM ${image}\n${CMD}`)).not.toContain("base-image-invalid");
  });
});

describe("base-image-missing", () => {
  test.each([
    ["python:3.31", "warning"],
    ["python:4.0", "warning"],
    ["python:3.5", "error"],
    ["python:3.13-slim", "error"],
    ["nodejs:41", "warning"],
    ["nodejs:21", "error"],
    ["nodejs:22-alpine", "error"],
    ["ruby:3.1", "error"],
    ["java:18", "error"],
    ["dotnet:4", "error"],
  ])("GIVEN AWS's %s THEN it is reported as %s", (image, severity) => {
    const text = `FROM public.ecr.aws/lambda/${image}\n${CMD}`;
    expect(problemOf("base-image-missing", text)).toMatchObject({ severity, line: 1 });
  });

  test("GIVEN a stage that only builds THEN it is reported there", () => {
    const text = `FROM ${PYTHON}\nFROM public.ecr.aws/lambda/nodejs:21 AS build\nFROM ${PYTHON}\nCOPY --from=build /x /x\n${CMD}`;
    expect(problemOf("base-image-missing", text).line).toBe(2);
  });

  test.each([
    "python:3.14",
    "python:3.13.2025.11.24.01-x86_64",
    "python:3.13-arm64",
    "python:latest",
    "python:3",
    `python:3.31@sha256:${"a".repeat(64)}`,
    "nodejs:22-rapid-x86_64",
    "java:8.al2",
    "dotnet:core3.1",
    "provided:al2023",
    "provided:al2023.2025.11.01.01",
  ])("GIVEN AWS's %s THEN there is none", (image) => {
    expect(codesOf(`FROM public.ecr.aws/lambda/${image}\n${CMD}`)).not.toContain("base-image-missing");
  });

  test("GIVEN an image of somebody else THEN there is none", () => {
    expect(codesOf(`FROM example.com/lambda/python:3.5\n${CMD}`)).not.toContain("base-image-missing");
  });
});
