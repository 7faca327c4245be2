import type { Tree } from "../../build-context/tree";
import { codesOf, problemOf } from "../read";

test.each([
  ["python:3.13-slim", "awslambdaric"],
  ["public.ecr.aws/docker/library/node:22", "aws-lambda-ric"],
])("GIVEN %s without a client THEN %s is named", (image, client) => {
  expect(
    problemOf("runtime-interface-missing", `FROM ${image}\nCOPY . /x\nCMD ["app.handler"]\n`),
  ).toMatchObject({
    severity: "warning",
    line: 1,
    message: expect.stringContaining(client),
  });
});

test.each<[what: string, lines: string, tree?: Tree]>([
  ["a client in the Dockerfile", "RUN pip install awslambdaric"],
  ["a client in the requirements", "COPY . .", { "requirements.txt": "awslambdaric==3\n" }],
  ["a client in package.json", "COPY . .", { "package.json": '{"dependencies":{"aws-lambda-ric":"3"}}' }],
  [
    "the web adapter",
    "COPY --from=public.ecr.aws/awsguru/aws-lambda-adapter:0.9.1 /lambda-adapter /opt/extensions/",
  ],
  ["a file from another image", "COPY --from=example.com/runtime:1 /x /x"],
  ["a download", "ADD https://example.com/x /x"],
  ["a custom bootstrap", "COPY . .", { bootstrap: "" }],
  ["a script that requests events", 'ENTRYPOINT ["./x.sh"]', { "x.sh": "curl $AWS_LAMBDA_RUNTIME_API" }],
])("GIVEN %s THEN there is none", (_, lines, tree = {}) => {
  expect(codesOf(`FROM python:3.13-slim\n${lines}\n`, tree)).toEqual([]);
});

test.each([
  "golang:1.25",
  "rust:1.90",
  "debian:13",
  "gcr.io/distroless/static:x",
  "public.ecr.aws/lambda/provided:al2023",
  "example.com/python:3.13",
])("GIVEN %s, whose programs contain their own client THEN there is none", (image) => {
  expect(codesOf(`FROM ${image}\nCOPY . /x\nENTRYPOINT ["/x/main"]\n`)).toEqual([]);
});

test("GIVEN the official image only to build with THEN there is none", () => {
  expect(
    codesOf(
      'FROM node:22 AS build\nFROM public.ecr.aws/lambda/nodejs:24\nCOPY --from=build /x ./\nCMD ["a.handler"]\n',
    ),
  ).toEqual([]);
});
