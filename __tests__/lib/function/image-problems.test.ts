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

describe("syntax newer than the runtime", () => {
  test.each<[base: string, code: string, since: string]>([
    ["public.ecr.aws/lambda/python:3.9", "match 1:\n    case 1:\n        pass\n", "3.10"],
    ["public.ecr.aws/lambda/python:3.10", "try:\n    pass\nexcept* ValueError:\n    pass\n", "3.11"],
    ["public.ecr.aws/lambda/python:3.11", "type A = int\n", "3.12"],
    ["public.ecr.aws/lambda/python:3.11", "def f[T](x: T) -> T:\n    return x\n", "3.12"],
    [
      "public.ecr.aws/lambda/python:3.13",
      "try:\n    pass\nexcept ValueError, TypeError:\n    pass\n",
      "3.14",
    ],
    ["public.ecr.aws/lambda/python:3.7", "if (a := 1):\n    pass\n", "3.8"],
  ])("GIVEN %s and %j THEN it needs Python %s", (base, code, since) => {
    const files = {
      Dockerfile: `FROM ${base}\nCOPY app.py ./\nCMD ["app.handler"]\n`,
      "app.py": `${APP}${code}`,
    };
    expect(problemsIn(files).filter((problem) => problem.code === "python-syntax")).toMatchObject([
      { severity: "error", file: "app.py", message: expect.stringContaining(`Python ${since} and later`) },
    ]);
  });

  test("GIVEN the version that has it THEN there is none", () => {
    const code = "match = 1\ntype = 2\nmatch 1:\n    case _:\n        pass\n";
    expect(
      codesIn({
        Dockerfile: `FROM ${PYTHON}\nCOPY app.py ./\nCMD ["app.handler"]\n`,
        "app.py": `${APP}${code}`,
      }),
    ).toEqual([]);
  });
});

describe("a handler with a callback", () => {
  const files = (version: string, handler: string) => ({
    Dockerfile: `FROM public.ecr.aws/lambda/nodejs:${version}\nCOPY index.js ./\nCMD ["index.handler"]\n`,
    "index.js": handler,
  });

  test.each([
    "exports.handler = (event, context, callback) => callback(null, 1);\n",
    "exports.handler = function (event, context, callback) {};\n",
    "module.exports.handler = async (event, context, callback) => 1;\n",
    "export function handler(event, context, callback) {}\n",
    "export const handler = (event, { fn }, callback) => 1\n",
  ])("GIVEN %j on Node.js 24 THEN the runtime refuses it", (handler) => {
    expect(codesIn(files("24", handler))).toEqual(["error handler-arguments"]);
    expect(codesIn(files("22", handler))).toEqual([]);
  });

  test.each([
    "exports.handler = async (event, context) => 1;\n",
    "exports.handler = async (event, context, extra = 1) => 1;\n",
    "exports.handler = async (...all) => 1;\n",
    "exports.handler = awslambda.streamifyResponse(async (event, stream, context) => {});\n",
    "exports.handler = wrap((event, context, callback) => {});\n",
  ])("GIVEN %j THEN there is none", (handler) => {
    expect(codesIn(files("24", handler))).toEqual([]);
  });
});

describe("imports of Node.js", () => {
  const INDEX = 'const { total } = require("./lib/total");\nexports.handler = async () => total();\n';
  const dockerfile = (copies: string, run = "") =>
    `FROM public.ecr.aws/lambda/nodejs:22\n${run}COPY ${copies} ./\nCMD ["index.handler"]\n`;

  test.each<[what: string, files: Tree, place: string]>([
    [
      "is not copied",
      { Dockerfile: dockerfile("index.js"), "lib/total.js": "" },
      "lib/total.js is in the folder, but no COPY",
    ],
    [
      "is excluded",
      { Dockerfile: dockerfile("."), "lib/total.js": "", ".dockerignore": "lib\n" },
      "line 1 of .dockerignore",
    ],
    ["is nowhere", { Dockerfile: dockerfile(".") }, "Add the file"],
  ])("GIVEN a module of the folder that %s THEN it is an error at the import", (_, files, fix) => {
    expect(problemsIn({ "index.js": INDEX, ...files })).toMatchObject([
      {
        code: "import-missing",
        severity: "error",
        file: "index.js",
        line: 1,
        fix: expect.stringContaining(fix),
      },
    ]);
  });

  test("GIVEN a misspelled module of the folder THEN the right one is named", () => {
    const files = {
      Dockerfile: dockerfile("."),
      "index.js": INDEX.replace("./lib/total", "./lib/totl"),
      "lib/total.js": "",
    };
    expect(problemsIn(files)[0]?.message).toContain("did you mean `./lib/total`?");
  });

  test("GIVEN an ES module THEN an import needs the file's ending", () => {
    const files = {
      Dockerfile: dockerfile("."),
      "package.json": '{"type":"module"}',
      "index.js": 'import { total } from "./total";\nexport const handler = async () => total();\n',
      "total.js": "export const total = () => 1;\n",
    };
    expect(codesIn(files)).toEqual(["error import-missing"]);
    expect(codesIn({ ...files, "index.js": files["index.js"].replace("./total", "./total.js") })).toEqual([]);
  });

  test("GIVEN a syntax error in an imported module THEN it is found", () => {
    const files = {
      Dockerfile: dockerfile("."),
      "index.js": INDEX,
      "lib/total.js": "exports.total = () => {\n",
    };
    expect(codesIn(files)).toEqual(["error javascript-syntax"]);
  });

  const PROJECT = {
    "package.json": '{"dependencies":{"dayjs":"1.11.0"}}',
    "package-lock.json": '{"lockfileVersion":3,"packages":{"":{},"node_modules/dayjs":{"version":"1.11.0"}}}',
  };
  const CI = "COPY package*.json ./\nRUN npm ci\n";

  test.each<[what: string, name: string, files: Tree, codes: string[]]>([
    ["a package of the lock file", "dayjs", PROJECT, []],
    ["a part of a package", "dayjs/plugin/utc", PROJECT, []],
    ["Node.js's own", "node:fs", PROJECT, []],
    ["Node.js's own, in the old way", "fs/promises", PROJECT, []],
    ["the SDK of the runtime", "@aws-sdk/client-s3", PROJECT, []],
    ["a package that nobody names", "axios", PROJECT, ["warning import-missing"]],
    ["a package, without a lock file", "axios", { "package.json": PROJECT["package.json"] }, []],
  ])("GIVEN %s (%s) THEN its problems are %j", (_, name, files, codes) => {
    const run = "package-lock.json" in files ? CI : "COPY package.json ./\nRUN npm install\n";
    const index = `const x = require("${name}");\nexports.handler = async () => x;\n`;
    expect(codesIn({ Dockerfile: dockerfile("index.js", run), "index.js": index, ...files })).toEqual(codes);
  });

  test.each<[lock: string, text: (other: string) => string]>([
    [
      "yarn.lock",
      (other) =>
        `dayjs@1:\n  version "1.0.0"\n\naxios@1:\n  version "1.0.0"\n${other && `  dependencies:\n    ${other} "^1.0.0"\n`}`,
    ],
    [
      "pnpm-lock.yaml",
      (other) =>
        `importers:\n  .:\n    dependencies:\n      dayjs:\n        specifier: 1.0.0\npackages:\n  dayjs@1.0.0: {}\nsnapshots:\n  axios@1.0.0:\n    dependencies:\n      a: 1.0.0\n${other && `      ${other}: 1.0.0\n`}`,
    ],
  ])(
    "GIVEN a package of %s that package.json doesn't have THEN another one has to require it",
    (lock, text) => {
      const index = 'const x = require("dayjs");\nexports.handler = async () => x;\n';
      const files = (other: string) => ({
        Dockerfile: dockerfile(
          "index.js",
          `COPY package.json ${lock} ./\nRUN ${lock === "yarn.lock" ? "yarn" : "pnpm install"}\n`,
        ),
        "index.js": index,
        "package.json": '{"dependencies":{"axios":"1"}}',
        [lock]: text(other),
      });
      expect(codesIn(files(""))).toEqual(["warning import-missing"]);
      expect(codesIn(files("dayjs"))).toEqual([]);
    },
  );

  test("GIVEN a misspelled package THEN the near one is named, and the wrong one isn't to be installed", () => {
    const index = 'const x = require("dajs");\nexports.handler = async () => x;\n';
    const [problem] = problemsIn({ Dockerfile: dockerfile("index.js", CI), "index.js": index, ...PROJECT });
    expect(problem?.message).toContain("did you mean `dayjs`?");
    expect(problem?.fix).not.toContain("add it");
  });

  test("GIVEN imports that need not be executed THEN nothing is reported", () => {
    const index =
      'try { require("./a"); } catch {}\nif (process.env.X) require("./b");\nfunction f() { return require("./c"); }\nexports.handler = async () => f;\n';
    expect(codesIn({ Dockerfile: dockerfile("index.js"), "index.js": index })).toEqual([]);
  });

  test("GIVEN packages that only another stage installs THEN they are missing", () => {
    const text = (copy: string) =>
      `FROM public.ecr.aws/lambda/nodejs:22 AS deps\n${CI}FROM public.ecr.aws/lambda/nodejs:22\n${copy}COPY index.js ./\nCMD ["index.handler"]\n`;
    const index = 'const x = require("dayjs");\nexports.handler = async () => x;\n';
    const files = { "index.js": index, ...PROJECT };
    expect(codesIn({ Dockerfile: text(""), ...files })).toEqual(["warning import-missing"]);
    expect(
      codesIn({ Dockerfile: text("COPY --from=deps /var/task/node_modules ./node_modules\n"), ...files }),
    ).toEqual([]);
  });
});

test("GIVEN no CMD THEN the advice has the handler that the folder has", () => {
  const [problem] = problemsIn({ Dockerfile: `FROM ${PYTHON}\nCOPY app.py ./\n` });
  expect(problem).toMatchObject({ code: "cmd-missing", fix: expect.stringContaining('CMD ["app.handler"]') });
});

test("GIVEN `event.__dict__` THEN a missing function is still reported", () => {
  const dockerfile = `FROM ${PYTHON}\nCOPY app.py ./\nCMD ["app.hander"]\n`;
  const files = (line: string) => ({
    Dockerfile: dockerfile,
    "app.py": `import sys\n${APP.replace("return 1", line)}`,
  });
  expect(codesIn(files("return event.__dict__"))).toEqual(["error handler-function-missing"]);
  expect(codesIn(files("sys.modules[__name__].__dict__.update(event)"))).toEqual([]);
});
