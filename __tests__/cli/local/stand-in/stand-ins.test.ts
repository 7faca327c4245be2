import { readFileSync } from "node:fs";
import { baseImages } from "../../../../cli/local/stack-base-images";
import { standInFor } from "../../../../cli/local/stand-in/stand-ins";

test.each([
  ["public.ecr.aws/lambda/python:3.14", "the distribution's Python, awslambdaric and boto3"],
  ["public.ecr.aws/lambda/nodejs:24", expect.stringMatching(/^Node\.js 24\..* from npm/)],
  ["public.ecr.aws/lambda/nodejs:22-arm64", expect.stringMatching(/^Node\.js 22\./)],
  ["public.ecr.aws/lambda/nodejs:20", undefined],
  ["public.ecr.aws/lambda/provided:al2023", "the distribution's smallest system"],
  ["public.ecr.aws/lambda/java:25", undefined],
  ["python:3.13-slim", "the distribution's Python and pip"],
  ["public.ecr.aws/docker/library/python:3.13-slim-bookworm", "the distribution's Python and pip"],
  ["python:3.13-alpine", undefined],
  ["golang:1.27", expect.stringMatching(/^Go \d+\.\d+\.\d+ from PyPI/)],
  ["golang:1.27-alpine", undefined],
  ["example.com/lambda/python:3.13", undefined],
])("the stand-in for %s has: %s", (image, contents) => {
  expect(standInFor(image)?.contents(image)).toEqual(contents);
});

test.each(["python", "nodejs", "provided", "python-slim"])(
  "there is a stand-in for each base image of lambdas/%s",
  (name) => {
    const dockerfile = readFileSync(`lambdas/${name}/Dockerfile`, "utf8");
    const images = baseImages(dockerfile, { buildArgs: {}, platform: "linux/amd64" });
    expect(images.length).toBeGreaterThan(0);
    expect(images.filter((image) => standInFor(image)?.contents(image) === undefined)).toEqual([]);
  },
);
