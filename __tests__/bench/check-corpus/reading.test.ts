import type { Project } from "../../../bench/check-corpus/project";
import { readFacts } from "../../../bench/check-corpus/reading/facts";
import { readInstructions } from "../../../bench/check-corpus/reading/instructions";
import { requirementsOf } from "../../../bench/check-corpus/reading/requirements";

function project(dockerfile: string, files: Readonly<Record<string, string>>): Project {
  return { name: "test", files: { Dockerfile: dockerfile, ...files } };
}

const HANDLER = "from helper import answer\n\n\ndef handler(event, context):\n    return answer(event)\n";

test("GIVEN continued lines, comments and here-documents THEN each instruction has its lines", () => {
  const text = `FROM python:3.13
RUN pip install \\
    # the client
    awslambdaric \\

    requests
RUN <<EOF
CMD ["not.this"]
EOF
CMD ["app.handler"]
`;
  expect(readInstructions(text).map(({ keyword, text, line, end }) => [keyword, text, line, end])).toEqual([
    ["FROM", "python:3.13", 1, 1],
    ["RUN", "pip install awslambdaric requests", 2, 6],
    ["RUN", "<<EOF", 7, 9],
    ["CMD", '["app.handler"]', 10, 10],
  ]);
});

test("GIVEN a file that passes through a stage THEN its copies are followed to the build context", () => {
  const facts = readFacts(
    project(
      `ARG DIR=/function
FROM python:3.13 AS build
ARG DIR
COPY src/ \${DIR}/
FROM public.ecr.aws/lambda/python:3.13
ARG DIR
COPY --from=build \${DIR} \${LAMBDA_TASK_ROOT}
CMD ["app.handler"]
`,
      { "src/app.py": HANDLER, "src/helper.py": "def answer(event):\n    return event\n" },
    ),
  );
  expect(facts?.handler).toMatchObject({ word: "app.handler", function: "handler", language: "python" });
  expect(facts?.handler?.source?.file).toBe("src/app.py");
  expect(facts?.handler?.source?.copies.map(({ instruction }) => instruction.line)).toEqual([7, 4]);
  expect(facts?.handler?.source?.ownModules.map(({ file }) => file)).toEqual(["src/helper.py"]);
});

test("GIVEN a program that is no runtime interface client THEN CMD is no handler", () => {
  const facts = readFacts(
    project('FROM python:3.13\nCOPY app.py ./\nCMD ["app.handler"]\n', { "app.py": HANDLER }),
  );
  expect(facts?.handler).toBeUndefined();
});

test("GIVEN a requirement that others may bring THEN it isn't alone", () => {
  const facts = readFacts(
    project(
      'FROM public.ecr.aws/lambda/python:3.13\nCOPY . .\nRUN pip install -r requirements.txt\nCMD ["app.handler"]\n',
      { "app.py": HANDLER, "requirements.txt": "requests==2.32.5\nstructlog==25.4.0\n" },
    ),
  );
  expect(facts && requirementsOf(facts).map(({ name, alone }) => [name, alone])).toEqual([
    ["requests", false],
    ["structlog", true],
  ]);
});
