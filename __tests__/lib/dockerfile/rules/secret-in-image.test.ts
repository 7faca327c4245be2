import { codesOf, problemOf } from "../read";

const from = (line: string): string =>
  `FROM public.ecr.aws/lambda/python:3.13\n${line}\nCMD ["app.handler"]\n`;

test.each([
  "ARG NPM_TOKEN",
  "ARG DB_PASSWORD=x",
  "ARG VERSION=1 apikey",
  "ENV API_KEY=abc",
  "ENV A=1 \\\n    DB_PASSWD=x",
  'ENV CLIENT_SECRET "x y"',
  "ENV DJANGO_SECRET_KEY=x",
  "ENV DB_PASSWORD=123456",
  "ENV USE_TOKEN=npm_x",
  "ARG NPM_TOKEN=",
])("GIVEN %s THEN it is reported with its line", (line) => {
  expect(problemOf("secret-in-image", from(line))).toMatchObject({ severity: "warning", line: 2 });
});

test("GIVEN an ARG THEN the fix is a build secret; GIVEN an ENV THEN the fix is to read it at run time", () => {
  expect(problemOf("secret-in-image", from("ARG NPM_TOKEN")).fix).toContain(
    'buildSecrets: { NPM_TOKEN: DockerBuildSecret.fromEnvironment("NPM_TOKEN") }',
  );
  expect(problemOf("secret-in-image", from("ENV API_KEY=a")).fix).toContain("Secrets Manager");
});

test.each([
  "ARG VERSION",
  "ENV SECRET_ARN=arn:aws:secretsmanager:eu-central-1:123456789012:secret:x",
  "ENV TOKEN_TTL=60",
  "ENV PUBLIC_API_KEY=pk",
  "ENV API_KEY=",
  'ENV API_KEY=""',
  "ENV API_KEY=$OTHER",
  'ENV A="b TOKEN=c"',
  "ENV MONKEY=1",
  "ENV USE_TOKEN=true",
  "ENV NO_TOKEN=1",
  "ENV REQUIRE_PASSWORD=false",
  "ENV REQUIRE_PASSWORD=1",
  'ENV SKIP_PASSWORD="yes"',
  "ENV MAX_TOKEN=4096",
  "ARG USE_TOKEN",
  "ARG ALLOW_TOKEN=off",
  "RUN --mount=type=secret,id=NPM_TOKEN true",
])("GIVEN %s THEN there is none", (line) => {
  expect(codesOf(from(line))).toEqual([]);
});

test("GIVEN a stage that only builds THEN there is none: it leaves nothing in the image", () => {
  const text = `FROM public.ecr.aws/lambda/python:3.13 AS build\nARG NPM_TOKEN\n${from("COPY --from=build /x /x")}`;
  expect(codesOf(text)).toEqual([]);
});
