import fc from "fast-check";
import { codesOf, PYTHON, problemOf, problemsOf } from "./read";

describe("dockerfile-syntax", () => {
  test("GIVEN a Dockerfile that Docker refuses THEN only that is reported, with file and line", () => {
    expect(problemsOf(`FROM ${PYTHON}\nCOPPY a b\nCOPY none .\n`)).toEqual([
      {
        code: "dockerfile-syntax",
        severity: "error",
        file: "Dockerfile",
        line: 2,
        message: "Docker has no instruction COPPY — did you mean COPY?",
        reason: "docker build stops before it builds anything.",
        fix: expect.any(String),
      },
    ]);
  });

  test("GIVEN a target that doesn't exist THEN it is reported", () => {
    expect(codesOf(`FROM ${PYTHON}\n`, {}, { read: { target: "x" } })).toEqual(["dockerfile-syntax"]);
  });
});

describe("a backslash that takes in the next instruction", () => {
  test.each<[lines: string, line: number, severity: string]>([
    ['COPY app.py ./ \\\nCMD ["app.handler"]', 2, "error"],
    ['ENV A=1 \\\n\n# comment\nCMD ["app.handler"]', 2, "error"],
    ['RUN pip install a \\\nCOPY . .\nCMD ["app.handler"]', 2, "warning"],
  ])("GIVEN %j THEN the fix removes the backslash", (lines, line, severity) => {
    expect(problemOf("dockerfile-syntax", `FROM ${PYTHON}\n${lines}\n`, { "app.py": "" })).toMatchObject({
      severity,
      line,
      fix: `Remove the backslash at the end of line ${line}.`,
    });
  });

  test.each([
    'RUN a && \\\n  COPY x\nCMD ["a.b"]',
    'RUN echo \\\n  b\nCMD ["a.b"]',
    'RUN <<EOF\necho \\\nCOPY\nEOF\nCMD ["a.b"]',
  ])("GIVEN %j THEN there is none", (lines) => {
    expect(codesOf(`FROM ${PYTHON}\n${lines}\n`)).not.toContain("dockerfile-syntax");
  });
});

test("GIVEN a file that is no Dockerfile THEN that is one problem", () => {
  const yaml = "services:\n  api:\n    build: .\n    ports:\n      - 80:80\n";
  expect(problemsOf(yaml)).toMatchObject([
    { code: "dockerfile-syntax", line: 1, message: expect.stringContaining("not a Dockerfile") },
  ]);
});

test("GIVEN several problems THEN all are reported, by line", () => {
  const text = "FROM public.ecr.aws/lambda/python:3.9\nCOPY none .\nCMD one\nCMD two\n";
  expect(problemsOf(text).map(({ code, line }) => [line, code])).toEqual([
    [1, "runtime-deprecated"],
    [2, "copy-source-missing"],
    [3, "cmd-repeated"],
    [4, "cmd-shell-form"],
  ]);
});

test("GIVEN any problem THEN it has what, why and fix in few words", () => {
  const problem = problemOf("cmd-missing", `FROM ${PYTHON}\n`);
  expect(problem.message).not.toContain("\n");
  expect(problem.reason).not.toBe("");
  expect(problem.fix).not.toBe("");
});

test("GIVEN the project's own example THEN no problem is reported", () => {
  const text = [
    `ARG BASE_IMAGE=${PYTHON}`,
    "FROM ${BASE_IMAGE}",
    "COPY requirements.txt .",
    'RUN pip3 install -r requirements.txt --target "${LAMBDA_TASK_ROOT}"',
    "COPY . ${LAMBDA_TASK_ROOT}",
    'CMD [ "lambda_function.handler" ]',
  ].join("\n");
  expect(codesOf(text, { "lambda_function.py": "", "requirements.txt": "humanize==4.12.3\n" })).toEqual([]);
});

test("GIVEN any text THEN it is read without an exception, and every problem has a line of it", () => {
  const piece = fc.constantFrom(
    ...[
      "FROM ",
      "from a",
      PYTHON,
      " AS b",
      "\n",
      "\n",
      "\\\n",
      "# escape=`\n",
      "COPY ",
      "--from=b ",
      ". ",
      "/x/",
      "a[",
      "<<E",
      "\nE\n",
    ],
    ...[
      "CMD ",
      '["a.b"]',
      "['a']",
      "ENTRYPOINT x",
      "RUN ",
      "pip install -r requirements.txt",
      "&& ",
      "(",
      ")",
      "$(",
      "'",
      '"',
    ],
    ...["ARG A", "=", "$A", "${A:-", "}", "ENV ", "WORKDIR ", "ONBUILD ", "\r\n", "\t", "é", "\0"],
  );
  fc.assert(
    fc.property(
      fc.array(piece, { maxLength: 25 }).map((pieces) => pieces.join("")),
      (text) => {
        const lines = Math.max(1, text.split("\n").length);
        for (const { line = 1 } of problemsOf(text)) {
          expect(line).toBeGreaterThanOrEqual(1);
          expect(line).toBeLessThanOrEqual(lines);
        }
      },
    ),
    { numRuns: 300 },
  );
});
