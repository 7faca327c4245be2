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

test.each([
  ["python:3.13-slim", 'ENTRYPOINT ["/usr/local/bin/python", "-m", "awslambdaric"]', "awslambdaric"],
  ["ubuntu:24.04", 'ENTRYPOINT ["python3", "-m", "awslambdaric"]', "awslambdaric"],
  ["python:3.13", 'CMD ["python", "-m", "awslambdaric", "app.handler"]', "awslambdaric"],
  ["node:22", 'ENTRYPOINT ["/usr/local/bin/npx", "aws-lambda-ric"]', "aws-lambda-ric"],
])("GIVEN %s and %s, and nothing that installs the client THEN it is named", (image, start, client) => {
  const tree = { "run.sh": 'exec aws-lambda-rie python -m awslambdaric "$@"\n' };
  expect(problemOf("runtime-interface-missing", `FROM ${image}\nCOPY . /x\n${start}\n`, tree)).toMatchObject({
    severity: "warning",
    line: 3,
    message: `The image starts ${client}, but nothing here installs it.`,
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
  [
    "a script that requests events",
    'COPY . .\nENTRYPOINT ["sh", "./x.sh"]',
    { "x.sh": "curl $AWS_LAMBDA_RUNTIME_API" },
  ],
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
  const program = Buffer.from([0x7f, 0x45, 0x4c, 0x46, 0]);
  const text = `FROM ${image}\nCOPY --chmod=755 . /x\nENTRYPOINT ["/x/main"]\n`;
  expect(codesOf(text, { main: program })).toEqual([]);
});

test("GIVEN the official image only to build with THEN there is none", () => {
  expect(
    codesOf(
      'FROM node:22 AS build\nFROM public.ecr.aws/lambda/nodejs:24\nCOPY --from=build /x ./\nCMD ["a.handler"]\n',
    ),
  ).toEqual([]);
});
