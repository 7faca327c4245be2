import fs from "node:fs";
import { installedPackages } from "../../../lib/dockerfile/installed-packages";
import { shellCommands } from "../../../lib/dockerfile/shell-commands";
import { type ImportCheck, importProblems } from "../../../lib/handler/import-problems";
import type { Problem } from "../../../lib/problem";
import { imageOf } from "./image-files";

const HANDLER = "def handler(event, context): pass\n";
const INSTALL = 'pip3 install -r requirements.txt --target "${LAMBDA_TASK_ROOT}"';

/** An app.py with one line above the handler, its requirements, and the RUN steps. */
function check(line: string, requirements?: string, runs: readonly string[] = [INSTALL]): Problem[] {
  const texts = { "app.py": `${line}\n${HANDLER}` };
  return checkFiles(
    imageOf(requirements === undefined ? texts : { ...texts, "requirements.txt": requirements }),
    runs,
  );
}

function checkFiles(
  files: ReturnType<typeof imageOf>,
  runs: readonly string[],
  other: Partial<ImportCheck> = {},
): Problem[] {
  const expand = (word: string) => {
    const expanded = word.replace(/\$\{?LAMBDA_TASK_ROOT\}?/, "/var/task");
    return expanded.includes("$") ? undefined : expanded;
  };
  const installed = installedPackages(
    runs.map((run) => {
      const commands = shellCommands(run);
      return {
        ...(commands && { commands }),
        workdir: "/var/task",
        expand,
        find: files.find,
        read: files.read,
      };
    }),
  );
  const { contextFiles, leftOut } = files;
  return importProblems({
    handler: "app.handler",
    files,
    taskRoot: "/var/task",
    installed,
    base: "lambda",
    folder: { files: contextFiles, leftOut },
    ...other,
  });
}

describe("import-missing", () => {
  test("GIVEN an import that is in no requirement THEN the import and its line are reported", () => {
    const [problem, ...more] = check("import os\nimport requests", "humanize==4.12.3\n");
    expect(more).toEqual([]);
    expect(problem).toMatchObject({
      code: "import-missing",
      severity: "warning",
      file: "app.py",
      line: 2,
      column: 1,
    });
    expect(problem?.message).toBe("app.py imports `requests`, which is not in the image");
    expect(problem?.fix).toBe("Add `requests` to requirements.txt.");
  });

  test.each([
    ["import yaml", "`PyYAML`"],
    ["from PIL import Image", "`Pillow`"],
    ["import jwt", "`PyJWT`"],
    ["import sklearn.svm as svm", "`scikit_learn`"],
    ["from bs4 import BeautifulSoup", "`beautifulsoup4`"],
  ])("GIVEN %p THEN the fix is to add %s", (line, name) => {
    expect(check(line, "humanize\n")[0]?.fix).toContain(name);
  });

  test("GIVEN almost the name of a known package THEN nobody is told to install the other one", () => {
    const [problem] = check("import requsts", "humanize\n");
    expect(problem?.message).toContain("did you mean `requests`?");
    expect(problem?.fix).toBe("Write `requests`, if that is meant.");
  });

  test("GIVEN a name that is not known at all THEN it has to be checked before it is installed", () => {
    const [problem] = check("import unheard_of", "humanize\n");
    expect(problem?.fix).toContain("Check the name before you install anything");
    expect(problem?.fix).not.toContain("Add");
  });

  test("GIVEN a usual name of a folder's own module THEN no distribution of that name is advised", () => {
    expect(check("import models", "humanize\n")[0]?.fix).not.toContain("aspose");
  });

  test("GIVEN no install at all THEN the step to add is shown", () => {
    expect(check("import requests", undefined, [])[0]?.fix).toContain("RUN pip3 install -r requirements.txt");
  });

  test("GIVEN a misspelled module of the folder THEN the right one is suggested", () => {
    const files = imageOf({ "app.py": `import sample_cod_1\n${HANDLER}`, "sample_code_1.py": "" });
    expect(checkFiles(files, [])[0]?.message).toContain("did you mean `sample_code_1`?");
  });

  test("GIVEN a module of the folder that is ignored THEN its line is named", () => {
    const ignoredBy = { file: ".dockerignore", line: 4, text: "logic*" };
    const absent = { "logic.py": { why: "ignored", contextPath: "logic.py", ignoredBy } } as const;
    expect(checkFiles(imageOf({ "app.py": `import logic\n${HANDLER}` }, { absent }), [])[0]?.fix).toContain(
      "line 4 of .dockerignore",
    );
  });

  test("GIVEN an import in a module that the handler's module loads THEN it is reported there, and once", () => {
    const files = imageOf({
      "app.py": `from pkg import logic\n${HANDLER}`,
      "pkg/__init__.py": "",
      "pkg/logic.py": "from . import deep\nimport requests\n",
      "pkg/deep.py": "import requests\n",
      "unused.py": "import flask\n",
    });
    expect(checkFiles(files, [])).toHaveLength(1);
  });
});

describe("imports that may be satisfied", () => {
  test.each([
    ["the standard library", "import os, zoneinfo, tomllib, distutils, _thread"],
    ["the runtime", "import boto3, botocore.config, dateutil, urllib3, jmespath, s3transfer, six"],
    ["an import under a condition", "if DEBUG:\n    import requests"],
    ["an import that may fail", "try:\n    import requests\nexcept ImportError:\n    requests = None"],
    ["an import for types", "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    import requests"],
    ["an import in a function", "def f():\n    import requests"],
    ["a custom search path", "import sys\nsys.path.append('lib')\nimport requests"],
    ["a comment", "# import requests"],
  ])("GIVEN %s THEN nothing is reported", (_what, line) => {
    expect(check(line, "humanize\n")).toEqual([]);
  });

  test.each([
    ["its own name", "import requests", "Requests>=2"],
    ["a name in another form", "import aws_xray_sdk", "aws-xray-sdk"],
    [
      "an alias",
      "import yaml, PIL, bs4, jwt, dotenv",
      "PyYAML\nPillow\nbeautifulsoup4\npyjwt\npython-dotenv",
    ],
    ["a distribution with the name in it", "import psycopg2", "psycopg2-binary"],
    ["a dependency of a requirement", "import certifi, idna, urllib3", "requests"],
    ["an indirect dependency", "import pydantic_core, starlette, anyio", "fastapi"],
    ["a dependency of another version", "import chardet", "requests==1.2"],
    ["a dependency of an extra", "import flask, markupsafe", "sentry-sdk[flask]"],
    ["a dependency of an extra that isn't known", "import requests", "sentry-sdk[beam]"],
    ["a possible dependency of an unknown distribution", "import requests", "unheard-of"],
    ["a namespace", "import google.cloud.storage", "google-cloud-storage"],
    ["a folder", "import requests", "humanize\n./vendored"],
    ["a hint of a missing file", "import requests", "-r other.txt"],
  ])("GIVEN a requirement with %s THEN nothing is reported", (_what, line, requirements) => {
    expect(check(line, `${requirements}\n`)).toEqual([]);
  });

  test.each([
    "pip install requests",
    "python3.13 -m pip install --no-cache-dir 'requests>=2'",
    "cd /tmp && pip3 install --upgrade pip && uv pip install --system requests",
    "pip install .",
    "pip install -r /elsewhere/requirements.txt",
    "pip install $PACKAGES",
    "dnf install -y python3-requests",
    "poetry install",
    "./install.sh",
    "curl -o requests.zip https://example.com && unzip requests.zip",
  ])("GIVEN RUN %p THEN nothing is reported", (run) => {
    expect(check("import requests", "humanize\n", [run])).toEqual([]);
  });

  test.each([
    "pip install --upgrade pip",
    "dnf install -y gcc && dnf clean all",
    "mkdir -p /tmp/x; echo $HOME",
  ])("GIVEN RUN %p, which installs no package, THEN the import is missing", (run) => {
    expect(check("import requests", "humanize\n", [run, INSTALL])).toHaveLength(1);
  });

  test("GIVEN a file with hashes only THEN only its own packages count as installed", () => {
    expect(check("import idna", "requests==2.32.5 --hash=sha256:abc\n")).toHaveLength(1);
    expect(check("import idna", "requests==2.32.5\n")).toEqual([]);
  });

  test.each([
    ["a file", { "requests.py": "" }],
    ["a package", { "requests/__init__.py": "" }],
    ["a folder", { "requests/api.py": "" }],
    ["a compiled module", { "requests.cpython-313-x86_64-linux-gnu.so": "" }],
  ])("GIVEN %s of that name in the folder THEN nothing is reported", (_what, texts) => {
    expect(checkFiles(imageOf({ "app.py": `import requests\n${HANDLER}`, ...texts }), [])).toEqual([]);
  });

  test("GIVEN a file that a RUN step may make THEN nothing is reported", () => {
    const files = imageOf({ "app.py": `import requests\n${HANDLER}` }, { unknown: /requests\.py$/ });
    expect(checkFiles(files, [])).toEqual([]);
  });

  test("GIVEN the example THEN nothing is reported; without its requirement THEN that import is reported", () => {
    const folder = "lambdas/python";
    const names = fs.readdirSync(folder).filter((name) => /\.(py|txt)$/.test(name));
    const texts = Object.fromEntries(
      names.map((name) => [name, fs.readFileSync(`${folder}/${name}`, "utf8")]),
    );
    const checkExample = (requirements: string) => {
      const files = imageOf({ ...texts, "requirements.txt": requirements });
      return checkFiles(files, [INSTALL], { handler: "lambda_function.handler" });
    };
    expect(checkExample(texts["requirements.txt"] as string)).toEqual([]);
    expect(checkExample("requests\n")).toMatchObject([{ file: "sample_code_2.py", line: 3 }]);
  });
});
