import { Architecture } from "../../../lib/architecture";
import { BuildContext } from "../../../lib/build-context/build-context";
import { imageProblems } from "../../../lib/function/image-problems";
import type { Tree } from "../build-context/tree";
import { writeTree } from "../build-context/tree";

const HANDLER = "def handler(event, context): pass\n";
const LAMBDA = "FROM public.ecr.aws/lambda/python:3.13\n";
const CMD = '\nCMD ["app.handler"]\n';
const PIP = "COPY requirements.txt ./\nRUN pip install -r requirements.txt\nCOPY app.py ./";

/** What is said of the imports of a folder: `file:line name`. */
function missing(lines: string, tree: Tree, base = LAMBDA): string[] {
  return problems(lines, tree, base).map(
    ({ file, line, message }) => `${file}:${line} ${/`([^`]+)`/.exec(message)?.[1]}`,
  );
}

function problems(lines: string, tree: Tree, base = LAMBDA) {
  const directory = writeTree({ Dockerfile: `${base}${lines}${CMD}`, ...tree });
  const found = imageProblems({
    context: BuildContext.read({ directory }),
    buildArgs: {},
    architecture: Architecture.X86_64,
    overrides: {},
    environment: {},
    today: "2026-01-01",
  });
  return found.filter(({ code }) => code === "import-missing");
}

describe("a requirement is missing, whatever stands in the files that are installed from", () => {
  const app = `import requests\n${HANDLER}`;

  test.each<[what: string, requirements: string]>([
    ["python in a name", "python-dotenv==1.2.1\n"],
    ["python in another name", "python-dateutil\n"],
    ["a marker", 'humanize==4.12.3 ; python_version >= "3.9"\n'],
    ["another index", "--extra-index-url https://packages.example.com/simple\nhumanize\n"],
    ["an index", "-i https://packages.example.com/simple\n--find-links ./wheels\nhumanize\n"],
  ])("GIVEN %s in requirements.txt", (_what, requirements) => {
    expect(missing(PIP, { "app.py": app, "requirements.txt": requirements })).toEqual(["app.py:1 requests"]);
  });

  const POETRY =
    "RUN pip install poetry\nCOPY pyproject.toml poetry.lock ./\nRUN poetry install --no-root\nCOPY app.py ./";
  const PYPROJECT =
    '[tool.poetry]\nname = "shop"\n[tool.poetry.dependencies]\npython = "^3.13"\nunheard-of = "^1"\n';
  const LOCK =
    '[[package]]\nname = "unheard-of"\nversion = "1.2"\n\n[package.dependencies]\nsimplejson = "*"\n\n[[package]]\nname = "simplejson"\nversion = "3.1"\n';
  test("GIVEN Poetry and a lock file, which has all that is installed", () => {
    const app2 = `import flask, simplejson, unheard_of\n${HANDLER}`;
    const tree = { "app.py": app2, "pyproject.toml": PYPROJECT, "poetry.lock": LOCK };
    expect(missing(POETRY, tree)).toEqual(["app.py:1 flask"]);
  });

  test("GIVEN Poetry without a lock file and a dependency that isn't known THEN nothing is certain", () => {
    const lines = POETRY.replace(" poetry.lock", "");
    expect(missing(lines, { "app.py": app, "pyproject.toml": PYPROJECT })).toEqual([]);
  });

  const PROJECT = '[project]\nname = "shop"\ndependencies = ["unheard-of>=1"]\n';
  const UV_LOCK = `version = 1\n\n[[package]]\nname = "shop"\nsource = { virtual = "." }\n\n${LOCK}`;
  test.each<[what: string, lines: string]>([
    ["uv", "COPY pyproject.toml uv.lock ./\nRUN pip install uv && uv sync --frozen\nCOPY app.py ./"],
    [
      "uv with mounted files",
      "RUN --mount=type=bind,source=uv.lock,target=uv.lock --mount=type=bind,source=pyproject.toml,target=pyproject.toml uv sync --frozen\nCOPY app.py ./",
    ],
    [
      "uv export",
      "COPY --from=ghcr.io/astral-sh/uv:0.9 /uv /bin/\nCOPY pyproject.toml uv.lock ./\nRUN uv export --frozen > requirements.txt && uv pip install -r requirements.txt --target .\nCOPY app.py ./",
    ],
  ])("GIVEN %s", (_what, lines) => {
    const tree = { "app.py": app, "pyproject.toml": PROJECT, "uv.lock": UV_LOCK };
    expect(missing(lines, tree)).toEqual(["app.py:1 requests"]);
  });

  test("GIVEN Pipenv", () => {
    const lines =
      "RUN pip install pipenv\nCOPY Pipfile Pipfile.lock ./\nRUN pipenv install --system --deploy\nCOPY app.py ./";
    const lock = JSON.stringify({ _meta: {}, default: { "unheard-of": { version: "==1.2" } }, develop: {} });
    const tree = { "app.py": app, Pipfile: '[packages]\nunheard-of = "*"\n', "Pipfile.lock": lock };
    expect(missing(lines, tree)).toEqual(["app.py:1 requests"]);
  });

  test("GIVEN a project that installs itself", () => {
    const lines = "COPY . .\nRUN pip install .";
    const project =
      '[build-system]\nrequires = ["setuptools"]\n[project]\nname = "shop"\ndependencies = ["humanize"]\n';
    const files = { "app.py": `import shop.cart, requests\n${HANDLER}`, "src/shop/cart.py": "" };
    expect(missing(lines, { ...files, "pyproject.toml": project })).toEqual(["app.py:1 requests"]);
  });

  test("GIVEN packages of another stage", () => {
    const lines = `COPY requirements.txt ./\nRUN pip install -r requirements.txt --target /deps\n${LAMBDA}COPY --from=0 /deps \${LAMBDA_TASK_ROOT}\nCOPY app.py ./`;
    const tree = { "app.py": `import humanize, requests\n${HANDLER}`, "requirements.txt": "humanize\n" };
    expect(missing(lines, tree)).toEqual(["app.py:1 requests"]);
  });

  test("GIVEN a version without quotes, which a shell reads as a file", () => {
    expect(missing("RUN pip install setuptools>=70.0.0\nCOPY app.py ./", { "app.py": app })).toEqual([
      "app.py:1 requests",
    ]);
  });

  test("GIVEN files of projects that are never installed from", () => {
    const tree = {
      "app.py": app,
      "requirements.txt": "humanize\n",
      Pipfile: '[[source]]\nurl = "https://packages.example.com"\n[packages]\nrequests = "*"\n',
      "pyproject.toml": '[project]\nname = "a"\ndependencies = ["requests @ https://example.com/r.whl"]\n',
    };
    expect(missing(PIP, tree)).toEqual(["app.py:1 requests"]);
  });

  test.each<[encoding: string, bytes: Buffer]>([
    ["UTF-16", Buffer.from("\ufeffhumanize==4.12.3\r\n", "utf16le")],
    ["UTF-16, big end first", Buffer.from("\ufeffhumanize==4.12.3\r\n", "utf16le").swap16()],
  ])("GIVEN requirements.txt in %s", (_encoding, bytes) => {
    const tree = { "app.py": `import humanize, requests\n${HANDLER}`, "requirements.txt": bytes };
    expect(missing(PIP, tree)).toEqual(["app.py:1 requests"]);
  });

  test("GIVEN pip freeze's file THEN it is all that is installed, although not all of it is known", () => {
    const frozen =
      "certifi==2026.1.1\ncharset-normalizer==3.5.0\nidna==3.20\nrequests==2.34.2\nunheard-of==1.0\nurllib3==2.8.0\n";
    const tree = { "app.py": `import flask\n${HANDLER}`, "requirements.txt": frozen };
    expect(missing(PIP, tree)).toEqual(["app.py:1 flask"]);
    expect(missing(PIP, { ...tree, "requirements.txt": "requests==2.34.2\nunheard-of==1.0\n" })).toEqual([]);
  });

  test("GIVEN pip-compile's file THEN it is all that is installed", () => {
    const compiled =
      "# This file is autogenerated by pip-compile with Python 3.13\nunheard-of==1.0\n    # via -r requirements.in\n";
    expect(missing(PIP, { "app.py": app, "requirements.txt": compiled })).toEqual(["app.py:1 requests"]);
  });

  test("GIVEN an extra that is not asked for", () => {
    const tree = { "app.py": `import fastapi\nimport uvicorn\n${HANDLER}` };
    expect(missing(PIP, { ...tree, "requirements.txt": "fastapi\n" })).toEqual(["app.py:2 uvicorn"]);
    expect(missing(PIP, { ...tree, "requirements.txt": "fastapi[standard]\n" })).toEqual([]);
  });

  test("GIVEN a file that another stage exports", () => {
    const lines = `COPY pyproject.toml poetry.lock /export/\nRUN pip install poetry==1.8.5 poetry-plugin-export && cd /export && poetry export -o requirements.txt\n${LAMBDA}COPY --from=0 /export/requirements.txt ./\nRUN pip install -r requirements.txt\nCOPY app.py ./`;
    const tree = { "app.py": `import flask\n${HANDLER}`, "pyproject.toml": PYPROJECT, "poetry.lock": LOCK };
    expect(missing(lines, tree)).toEqual(["app.py:1 flask"]);
  });

  test.each(["pytz==2021.1", "cryptography==41.0.7", "awslambdaric==2.0.11"])(
    "GIVEN %s, another major version that requires nothing else",
    (requirement) => {
      expect(missing(PIP, { "app.py": app, "requirements.txt": `${requirement}\n` })).toEqual([
        "app.py:1 requests",
      ]);
    },
  );

  test("GIVEN an image of Python THEN it has no boto3", () => {
    const lines =
      'WORKDIR /app\nRUN pip install awslambdaric\nCOPY app.py ./\nENTRYPOINT ["python", "-m", "awslambdaric"]';
    const tree = { "app.py": `import boto3, simplejson\n${HANDLER}` };
    expect(missing(lines, tree, "FROM python:3.13\n")).toEqual(["app.py:1 boto3"]);
  });
});

describe("a module of the folder is missing, whatever else is installed", () => {
  const UNKNOWN = { "requirements.txt": "unheard-of\n" };

  test("GIVEN a file beside the handler that is not copied", () => {
    const tree = { ...UNKNOWN, "app.py": `import os\nimport helper\n${HANDLER}`, "helper.py": "" };
    expect(problems(PIP, tree)).toMatchObject([
      { file: "app.py", line: 2, fix: expect.stringContaining("COPY helper.py ${LAMBDA_TASK_ROOT}/") },
    ]);
    expect(missing(`${PIP}\nCOPY helper.py ./`, tree)).toEqual([]);
  });

  test("GIVEN a folder that is not copied", () => {
    const tree = { ...UNKNOWN, "src/app.py": `from shop import cart\n${HANDLER}`, "src/shop/cart.py": "" };
    const [problem] = problems(PIP.replace("app.py", "src/app.py"), tree);
    expect(problem?.fix).toContain("COPY src/shop/ ${LAMBDA_TASK_ROOT}/shop/");
  });

  test("GIVEN a file that is ignored THEN the line is named", () => {
    const tree = {
      ...UNKNOWN,
      "app.py": `import helper\n${HANDLER}`,
      "helper.py": "",
      ".dockerignore": "*.md\nhelper.py\n",
    };
    expect(problems(`${PIP}\nCOPY . .`, tree)).toMatchObject([
      { fix: expect.stringContaining("line 2 of .dockerignore") },
    ]);
  });

  test("GIVEN a file beside the importing module, where Python doesn't search", () => {
    const tree = {
      ...UNKNOWN,
      "app.py": `import shop.cart\n${HANDLER}`,
      "shop/cart.py": "import prices\n",
      "shop/prices.py": "",
    };
    expect(problems(`${PIP}\nCOPY shop ./shop`, tree)).toMatchObject([
      { file: "shop/cart.py", fix: expect.stringContaining("`from shop import prices`") },
    ]);
  });

  test.each<[what: string, name: string, tree: Tree]>([
    [
      "a module of a package",
      "from shop.services import mail",
      { "shop/__init__.py": "", "shop/cart.py": "" },
    ],
    ["a module of a folder", "import shop.services", { "shop/cart.py": "" }],
    ["a name of a package", "from shop import services", { "shop/__init__.py": "def pay(): pass\n" }],
  ])("GIVEN %s that is nowhere", (_what, line, more) => {
    const tree = { ...UNKNOWN, ...more, "app.py": `${line}\n${HANDLER}` };
    expect(missing(`${PIP}\nCOPY shop ./shop`, tree)).toEqual(["app.py:1 shop.services"]);
  });

  test("GIVEN a relative import that can't be satisfied", () => {
    const shop = {
      "shop/__init__.py": "",
      "shop/cart.py": "from . import prices\nfrom .taxes import vat\nfrom .. import app\n",
    };
    const tree = { ...UNKNOWN, "app.py": `from shop import cart\n${HANDLER}`, ...shop };
    expect(missing(`${PIP}\nCOPY shop ./shop`, tree)).toEqual([
      "shop/cart.py:1 shop.prices",
      "shop/cart.py:2 shop.taxes",
      "shop/cart.py:3 ..",
    ]);
  });

  test("GIVEN a relative import of the handler's own file, which is in no package", () => {
    const tree = { ...UNKNOWN, "app.py": `from .helper import x\n${HANDLER}`, "helper.py": "x = 1\n" };
    expect(problems(`${PIP}\nCOPY helper.py ./`, tree)).toMatchObject([
      { line: 1, fix: "Write: from helper import x" },
    ]);
  });

  test.each<[what: string, line: string]>([
    ["a name that folders give their own modules", "import utils"],
    ["almost the name of a module that is there", "import calculatr"],
    ["almost the name of a package that is installed", "import unherd_of"],
  ])("GIVEN %s", (_what, line) => {
    const tree = { ...UNKNOWN, "app.py": `${line}\n${HANDLER}`, "calculator.py": "" };
    expect(missing(`${PIP}\nCOPY calculator.py ./`, tree)).toHaveLength(1);
  });

  test.each<[what: string, line: string, tree: Tree]>([
    [
      "a name that a package defines",
      "from shop import pay",
      { "shop/__init__.py": "from .cart import pay\n", "shop/cart.py": "def pay(): pass\n" },
    ],
    [
      "a package that defines any name",
      "from shop import services",
      { "shop/__init__.py": "from .cart import *\n", "shop/cart.py": "" },
    ],
    [
      "a module in a try",
      "try:\n    from shop import services\nexcept ImportError:\n    services = None",
      { "shop/__init__.py": "" },
    ],
    ["a module that an unknown distribution may have", "import some_module", {}],
    ["a name that differs from an installed one in a digit", "import unheard2of", {}],
    ["a file of the name of a distribution", "import unheard_of", { "tests/unheard_of.py": "" }],
    ["a folder of the search path that the code adds", "import sys\nsys.path.append('x')\nimport utils", {}],
    [
      "a part of a namespace that a distribution may have",
      "import unheard_of.services",
      { "unheard_of/cart.py": "" },
    ],
    [
      "a folder with the name of a package that may be there",
      "from shop import redis\nfrom redis import Redis",
      { "shop/__init__.py": "", "shop/redis.py": "", "redis/data.py": "" },
    ],
    [
      "a folder of data with the name of a module of Python",
      "import json.decoder",
      { "shop/x": "", "json/data.json": "", "json/x.py": "" },
    ],
    ["a name in an attribute of the package", "from shop import __file__", { "shop/__init__.py": "" }],
  ])("GIVEN %s THEN nothing is reported", (_what, line, more) => {
    const lines = Object.keys(more).some((name) => /^(shop|unheard_of)\//.test(name))
      ? `${PIP}\nCOPY . .`
      : PIP;
    expect(missing(lines, { ...UNKNOWN, ...more, "app.py": `${line}\n${HANDLER}` })).toEqual([]);
  });
});

describe("what a distribution may bring is not missing", () => {
  test.each<[what: string, lines: string]>([
    ["an unknown distribution", PIP],
    ["a script", "COPY . .\nRUN ./install.sh"],
    [
      "another image",
      "COPY --from=example.com/packages /site-packages /var/lang/lib/python3.13/site-packages\nCOPY app.py ./",
    ],
    ["an archive", "ADD layer.tar.gz /opt/\nCOPY app.py ./"],
  ])("GIVEN %s", (_what, lines) => {
    const tree = {
      "app.py": `import requests\n${HANDLER}`,
      "requirements.txt": "unheard-of\n",
      "install.sh": "pip install requests\n",
      "layer.tar.gz": "",
    };
    expect(missing(lines, tree)).toEqual([]);
  });
});
