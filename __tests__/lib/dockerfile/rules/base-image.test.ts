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

  test.each([PYTHON, "somebody/image@sha256:abc", "scratch", "localhost:5000/image:1"])(
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
