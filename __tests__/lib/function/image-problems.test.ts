import { Architecture } from "../../../lib/architecture";
import { BuildContext } from "../../../lib/build-context/build-context";
import { imageProblems } from "../../../lib/function/image-problems";
import { type Tree, writeTree } from "../build-context/tree";

const PYTHON = "public.ecr.aws/lambda/python:3.13";
const APP = "def handler(event, context):\n    return 1\n";

function problemsIn(files: Tree, environment = {}) {
  return imageProblems({
    context: BuildContext.read({ directory: writeTree({ "app.py": APP, ...files }) }),
    buildArgs: {},
    architecture: Architecture.X86_64,
    overrides: {},
    environment,
    today: "2026-11-24",
  }).filter(({ severity }) => severity !== "hint");
}

function codesIn(files: Tree, environment = {}) {
  return problemsIn(files, environment).map(({ code, severity }) => `${severity} ${code}`);
}

describe("a requirement whose name has the word python", () => {
  test.each<[what: string, install: string, files: Tree]>([
    ["python-dotenv", "pip install -r requirements.txt", { "requirements.txt": "python-dotenv==1.2.1\n" }],
    ["python-dateutil", "pip install -r requirements.txt", { "requirements.txt": "python-dateutil\n" }],
    [
      "a marker",
      "pip install -r requirements.txt",
      { "requirements.txt": 'a==1; python_version >= "3.9"\n' },
    ],
    [
      "pyproject.toml and poetry.lock",
      "poetry install --no-root",
      {
        "pyproject.toml": '[tool.poetry.dependencies]\npython = "^3.12"\nhumanize = "^4"\n',
        "poetry.lock": '[[package]]\nname = "humanize"\nversion = "4.12.3"\n',
      },
    ],
    [
      "uv.lock",
      "uv sync --frozen --no-install-project",
      {
        "pyproject.toml":
          '[project]\nname = "x"\ndependencies = ["humanize>=4"]\nrequires-python = ">=3.12"\n',
        "uv.lock": '[[package]]\nname = "humanize"\nversion = "4.12.3"\n',
      },
    ],
  ])("GIVEN %s THEN a handler's file that is nowhere is still missing", (_, install, files) => {
    const dockerfile = `FROM ${PYTHON}\nCOPY . ./\nRUN ${install}\nCMD ["missing.handler"]\n`;
    expect(codesIn({ Dockerfile: dockerfile, ...files })).toEqual(["error handler-file-missing"]);
  });
});

describe("other ways to start the same runtime", () => {
  const SLIM =
    "FROM python:3.12-slim\nWORKDIR /function\nRUN pip install awslambdaric==3.1.1\nCOPY app.py ./\n";

  test.each<[cmd: string, codes: string[]]>([
    ["app.handler", []],
    ["app.hander", ["error handler-function-missing"]],
    ["main.handler", ["error handler-file-missing"]],
    ["app", ["error handler-malformed"]],
  ])("GIVEN awslambdaric on an official image, and CMD %s THEN its problems are %j", (cmd, codes) => {
    const dockerfile = `${SLIM}ENTRYPOINT ["python", "-m", "awslambdaric"]\nCMD ["${cmd}"]\n`;
    expect(codesIn({ Dockerfile: dockerfile })).toEqual(codes);
  });

  test("GIVEN the whole command in ENTRYPOINT THEN its line has the problem", () => {
    const dockerfile = `${SLIM}ENTRYPOINT ["python", "-m", "awslambdaric", "app.hander"]\n`;
    expect(problemsIn({ Dockerfile: dockerfile })).toMatchObject([
      { code: "handler-function-missing", line: 5 },
    ]);
  });

  test("GIVEN aws-lambda-ric on an official image THEN the handler is checked", () => {
    const files = {
      Dockerfile:
        'FROM node:22\nWORKDIR /x\nRUN npm install aws-lambda-ric\nCOPY index.js ./\nENTRYPOINT ["npx", "aws-lambda-ric"]\nCMD ["index.main"]\n',
      "index.js": "exports.handler = async () => {};\n",
    };
    expect(codesIn(files)).toEqual(["error handler-function-missing"]);
  });
});

describe("the search path", () => {
  test.each<[what: string, lines: string, environment?: Record<string, string>]>([
    ["installed packages", "COPY app.py /var/lang/lib/python3.13/site-packages/"],
    ["a layer's folder", "COPY app.py /opt/python/"],
    ["PYTHONPATH of the image", "ENV PYTHONPATH=/srv/code\nCOPY app.py /srv/code/"],
    ["PYTHONPATH of the function", "COPY app.py /srv/code/", { PYTHONPATH: "/srv/code" }],
    ["the working directory", "WORKDIR /srv\nCOPY app.py ./"],
  ])("GIVEN the handler in %s THEN it is found", (_, lines, environment = {}) => {
    const dockerfile = (cmd: string) => `FROM ${PYTHON}\n${lines}\nCMD ["${cmd}"]\n`;
    expect(codesIn({ Dockerfile: dockerfile("app.handler") }, environment)).toEqual([]);
    expect(codesIn({ Dockerfile: dockerfile("app.hander") }, environment)).toEqual([
      "error handler-function-missing",
    ]);
  });

  test("GIVEN it is in none of its folders THEN it is not copied", () => {
    const dockerfile = `FROM ${PYTHON}\nENV PYTHONPATH=/srv/code\nCOPY app.py /srv/other/\nCMD ["app.handler"]\n`;
    expect(codesIn({ Dockerfile: dockerfile })).toEqual(["error handler-file-not-copied"]);
  });
});

describe("a file that Lambda's user can't read", () => {
  test.each<[lines: string, line: number]>([
    ["COPY --chmod=600 app.py ./", 2],
    ["COPY app.py ./\nRUN chmod 700 /var/task", 3],
    ["COPY app.py ./\nRUN chmod -R go-rwx .", 3],
  ])("GIVEN %j THEN line %s is an error", (lines, line) => {
    const dockerfile = `FROM ${PYTHON}\n${lines}\nCMD ["app.handler"]\n`;
    expect(problemsIn({ Dockerfile: dockerfile })).toMatchObject([
      { code: "file-not-readable", severity: "error", file: "Dockerfile", line },
    ]);
  });

  test("GIVEN the home of a user of Amazon Linux THEN it is a warning", () => {
    const lines = (more: string) =>
      `FROM ${PYTHON}\nRUN dnf install -y shadow-utils && useradd -m app\n${more}WORKDIR /home/app\nENV LAMBDA_TASK_ROOT=/home/app\nCOPY app.py ./\nCMD ["app.handler"]\n`;
    expect(problemsIn({ Dockerfile: lines("") })).toMatchObject([
      { code: "file-not-readable", severity: "warning", line: 2 },
    ]);
    expect(codesIn({ Dockerfile: lines("RUN chmod 755 /home/app\n") })).toEqual([]);
  });

  test("GIVEN COPY --chmod=644 THEN there is none", () => {
    const dockerfile = `FROM ${PYTHON}\nCOPY --chmod=644 app.py ./\nCMD ["app.handler"]\n`;
    expect(codesIn({ Dockerfile: dockerfile })).toEqual([]);
  });
});
