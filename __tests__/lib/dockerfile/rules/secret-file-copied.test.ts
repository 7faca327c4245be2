import type { Tree } from "../../build-context/tree";
import { problemOf, problemsOf } from "../read";

const BASE = "FROM public.ecr.aws/lambda/python:3.13";
const END = 'CMD ["app.handler"]\n';
const FILES: Tree = { "app.py": "", ".env": "DB_PASSWORD=hunter2\n" };

function found(lines: readonly string[], files: Tree = FILES): (string | number | undefined)[][] {
  return problemsOf([...lines, END].join("\n"), files)
    .filter(({ code }) => code === "secret-file-copied")
    .map(({ line, message }) => [line, message]);
}

const ENV = "takes .env into the image. It holds a value for DB_PASSWORD.";

test.each([
  ["COPY . ./", `COPY ${ENV}`],
  ["ADD . ./", `ADD ${ENV}`],
  ["COPY app.py .env ./", `COPY ${ENV}`],
  ["COPY .env* app.py ./", `COPY ${ENV}`],
  ["COPY .env /var/task/config", `COPY ${ENV}`],
])("GIVEN %s THEN it is a warning at that line", (copy, message) => {
  expect(found([BASE, "COPY app.py ./", copy])).toEqual([[3, message]]);
});

test("THEN the fix is a line of .dockerignore, and to read the secret at run time", () => {
  const problem = problemOf("secret-file-copied", `${BASE}\nCOPY . ./\n${END}`, FILES);
  expect(problem).toMatchObject({ severity: "warning", file: "Dockerfile", line: 2 });
  expect(problem.fix).toContain("the line .env in .dockerignore");
  expect(problem.fix).toContain("Secrets Manager");
});

test("GIVEN the login of a package manager THEN the fix is a build secret", () => {
  const files = { "app.py": "", ".npmrc": "//acme.com/:_authToken=q7Rt2LmV9xKz\n" };
  expect(problemOf("secret-file-copied", `${BASE}\nCOPY . ./\n${END}`, files).fix).toContain("buildSecrets");
});

test("GIVEN two COPYs THEN each file has the line of its own", () => {
  const files = { "app.py": "", "a/.env": "A_TOKEN=q7Rt2LmV9", "b/.env": "B_TOKEN=q7Rt2LmV9" };
  expect(found([BASE, "COPY a/ ./a/", "COPY b/ app.py ./b/"], files)).toEqual([
    [2, "COPY takes a/.env into the image. It holds a value for A_TOKEN."],
    [3, "COPY takes b/.env into the image. It holds a value for B_TOKEN."],
  ]);
});

test.each([
  ["a later step deletes it", ["COPY . ./", "RUN rm .env"], 2],
  ["a RUN follows whose effect isn't known", ["COPY . ./", "RUN ./build.sh"], 2],
])("GIVEN %s THEN it is still in a layer", (_, lines, line) => {
  expect(found([BASE, ...lines])).toEqual([[line, `COPY ${ENV}`]]);
});

test("GIVEN a stage that it is copied from THEN the line is that of the COPY from the folder", () => {
  expect(
    found(["FROM node:22 AS build", "COPY . /app", "RUN npm ci", BASE, "COPY --from=build /app ./"]),
  ).toEqual([[2, `COPY ${ENV}`]]);
});

test.each([
  ["no COPY takes it", [BASE, "COPY app.py ./"]],
  [
    "only a stage that builds has it",
    ["FROM node:22 AS build", "COPY . /app", BASE, "COPY --from=build /app/app.py ./"],
  ],
  [
    "the stage that it is copied from deletes it",
    ["FROM node:22 AS build", "COPY . /app", "RUN rm /app/.env", BASE, "COPY --from=build /app ./"],
  ],
  ["another stage isn't needed", [BASE, "COPY app.py ./", "FROM node:22 AS other", "COPY . /app", BASE]],
])("GIVEN %s THEN there is none", (_, lines) => {
  expect(found(lines)).toEqual([]);
});

test("GIVEN a .dockerignore that excludes it THEN there is none", () => {
  expect(found([BASE, "COPY . ./"], { ...FILES, ".dockerignore": ".env\n" })).toEqual([]);
});

test("GIVEN an example, a certificate or a file without a secret THEN there is none", () => {
  const files = {
    "app.py": "",
    ".env.example": "DB_PASSWORD=hunter2\n",
    ".env.local": "DB_PASSWORD=changeme\nLOG_LEVEL=debug\n",
    "ca.pem": "-----BEGIN CERTIFICATE-----\nMIID\n-----END CERTIFICATE-----\n",
  };
  expect(found([BASE, "COPY . ./"], files)).toEqual([]);
});
