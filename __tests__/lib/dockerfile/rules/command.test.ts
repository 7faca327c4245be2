import { codesOf, PYTHON, problemOf, problemsOf } from "../read";

describe("cmd-missing", () => {
  test("GIVEN no CMD on AWS's image THEN it is reported at the last FROM", () => {
    expect(problemOf("cmd-missing", `FROM a:1 AS b\nFROM ${PYTHON}\n`)).toMatchObject({
      severity: "error",
      line: 2,
      fix: expect.stringContaining('CMD ["lambda_function.handler"]'),
    });
  });

  test("GIVEN an empty CMD THEN it is reported there", () => {
    expect(problemOf("cmd-missing", `FROM ${PYTHON}\nCMD []\n`).line).toBe(2);
  });

  test.each([
    ["a CMD in the parent stage", `FROM ${PYTHON} AS base\nCMD ["app.handler"]\nFROM base\n`],
    ["a custom ENTRYPOINT", `FROM ${PYTHON}\nENTRYPOINT ["python", "app.py"]\n`],
    ["the OS-only image", "FROM public.ecr.aws/lambda/provided:al2023\n"],
    ["another image", "FROM example.com/lambda-python:1\n"],
  ])("GIVEN %s THEN there is none", (_, text) => {
    expect(codesOf(text)).toEqual([]);
  });

  test("GIVEN the function's own command or entrypoint THEN there is none", () => {
    expect(codesOf(`FROM ${PYTHON}\n`, {}, { cmd: ["app.handler"] })).toEqual([]);
    expect(codesOf(`FROM ${PYTHON}\n`, {}, { entrypoint: ["/start"] })).toEqual([]);
  });
});

describe("cmd-shell-form", () => {
  test.each([
    ["CMD app.handler", 'CMD ["app.handler"]'],
    ["CMD ['app.handler']", 'CMD ["app.handler"] (strings in double quotes, with a comma between them)'],
    ['CMD ["app.handler"] # x', 'CMD ["app.handler"] (strings in double quotes, with a comma between them)'],
    ["CMD [app.handler]", 'CMD ["app.handler"] (strings in double quotes, with a comma between them)'],
  ])("GIVEN %s THEN the corrected line is %s", (line, fix) => {
    expect(problemOf("cmd-shell-form", `FROM ${PYTHON}\n${line}\n`)).toMatchObject({
      severity: "error",
      line: 2,
      fix,
    });
  });

  test.each([
    `FROM ${PYTHON}\nCMD ["app.handler"]\n`,
    `FROM ${PYTHON}\nCOPY start.sh /\nRUN chmod +x /start.sh\nENTRYPOINT ["/start.sh"]\nCMD app.handler\n`,
    "FROM debian:13\nCMD ./server\n",
  ])("GIVEN %j THEN there is none", (text) => {
    expect(codesOf(text, { "start.sh": "#!/bin/sh\n" })).toEqual([]);
  });
});

describe("cmd-many-words", () => {
  test("GIVEN two strings on AWS's image THEN it is reported", () => {
    expect(problemOf("cmd-many-words", `FROM ${PYTHON}\nCMD ["python", "app.py"]\n`)).toMatchObject({
      severity: "error",
      line: 2,
    });
  });

  test("GIVEN two strings for a custom ENTRYPOINT THEN there is none", () => {
    expect(codesOf(`FROM ${PYTHON}\nENTRYPOINT ["sh"]\nCMD ["python", "app.py"]\n`)).toEqual([]);
  });
});

describe("cmd-repeated", () => {
  test("GIVEN two CMDs THEN both lines are named, and the one that counts", () => {
    expect(
      problemOf("cmd-repeated", `FROM ${PYTHON}\nCMD ["one.handler"]\nCMD ["two.handler"]\n`),
    ).toMatchObject({
      severity: "warning",
      line: 2,
      message: "There are 2 CMDs, in lines 2 and 3. Only the last one counts.",
      reason: expect.stringContaining('the handler is ["two.handler"]'),
    });
  });

  test("GIVEN two CMDs in two stages THEN the second is meant to override the first", () => {
    const text = `FROM ${PYTHON} AS a\nCMD ["one.handler"]\nFROM a\nCMD ["two.handler"]\n`;
    expect(problemsOf(text)).toEqual([]);
  });
});
