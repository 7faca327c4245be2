import { imageFilesOf } from "../../../lib/dockerfile/image-files";
import type { ImageFile } from "../../../lib/image-files";
import type { Tree } from "../build-context/tree";
import { folder, PYTHON } from "./read";

const UNKNOWN: ImageFile = { state: "unknown" };

function files(lines: string, tree: Tree = { "app.py": "" }, base = PYTHON) {
  const { context, dockerfile } = folder(`FROM ${base}\n${lines}\n`, tree);
  return imageFilesOf(dockerfile, context);
}

function fromContext(contextPath: string): ImageFile {
  return { state: "from-context", contextPath };
}

type Absent = Extract<ImageFile, { state: "absent" }>;

function absent(why: Absent["why"], more: Partial<Absent> = {}): ImageFile {
  return { state: "absent", why, ...more };
}

describe("a COPY is followed", () => {
  const tree: Tree = {
    "app.py": "",
    "src/app.py": "",
    "src/lib/a.py": "",
    "docs/a.md": "",
    link: { link: "app.py" },
  };

  test.each<[lines: string, imagePath: string, contextPath: string]>([
    ["COPY . ${LAMBDA_TASK_ROOT}", "/var/task/src/lib/a.py", "src/lib/a.py"],
    ["COPY . .", "/var/task/app.py", "app.py"],
    ["COPY . .", "/var/task/link", "link"],
    ["COPY app.py ${LAMBDA_TASK_ROOT}", "/var/task/app.py", "app.py"],
    ["COPY app.py ./other.py", "/var/task/other.py", "app.py"],
    ["COPY app.py lib/", "/var/task/lib/app.py", "app.py"],
    ["COPY app.py src ./", "/var/task/lib/a.py", "src/lib/a.py"],
    ["COPY src lib", "/var/task/lib/app.py", "src/app.py"],
    ["COPY src/* ./", "/var/task/a.py", "src/lib/a.py"],
    ["COPY *.py docs/a.md ./", "/var/task/app.py", "app.py"],
    ["COPY ../app.py /", "/app.py", "app.py"],
    ["COPY --chown=1:1 --chmod=755 --link app.py ./", "/var/task/app.py", "app.py"],
    ["ADD app.py ./", "/var/task/app.py", "app.py"],
    ["WORKDIR /x\nCOPY app.py y/\nCOPY src y", "/x/y/app.py", "src/app.py"],
    ["RUN mkdir -p lib\nCOPY app.py lib", "/var/task/lib/app.py", "app.py"],
    ["COPY src .\nCOPY app.py .", "/var/task/app.py", "app.py"],
  ])("GIVEN %j THEN %s is %s", (lines, imagePath, contextPath) => {
    const image = files(lines, tree);
    expect(image.find(imagePath)).toEqual(fromContext(contextPath));
    expect(image.list()).toContain(imagePath);
  });

  test("GIVEN a folder with files THEN all of them are listed, sorted", () => {
    expect(files("COPY src .\nCOPY app.py z/", tree).list()).toEqual([
      "/var/task/app.py",
      "/var/task/lib/a.py",
      "/var/task/z/app.py",
    ]);
  });

  test("GIVEN a file THEN its text can be read", () => {
    expect(files("COPY . .", { "app.py": "x = 1\n" }).read("app.py")).toBe("x = 1\n");
  });
});

describe("a COPY from another stage is followed", () => {
  function multi(build: string, last: string) {
    const text = `FROM ${PYTHON} AS build\n${build}\nFROM ${PYTHON}\n${last}\n`;
    const { context, dockerfile } = folder(text, { "app.py": "", "requirements.txt": "humanize==4\n" });
    return imageFilesOf(dockerfile, context);
  }

  test("GIVEN a folder THEN its content is known", () => {
    const image = multi("COPY . .", "COPY --from=build ${LAMBDA_TASK_ROOT} ${LAMBDA_TASK_ROOT}");
    expect(image.find("/var/task/app.py")).toEqual(fromContext("app.py"));
    expect(image.find("/var/task/other.py")).toEqual(absent("not-in-context"));
    expect(image.list()).toContain("/var/task/app.py");
  });

  test("GIVEN a file THEN its destination is known", () => {
    expect(multi("COPY . .", "COPY --from=build /var/task/app.py main.py").find("/var/task/main.py")).toEqual(
      fromContext("app.py"),
    );
  });

  test("GIVEN a folder that a RUN made THEN its content is not known", () => {
    const image = multi("COPY . /src\nRUN make", "COPY --from=build /out/ ./");
    expect(image.find("/var/task/app.py")).toEqual(UNKNOWN);
    expect(image.find("/var/task/other.py")).toMatchObject({ state: "absent", nearCertain: true });
  });

  test("GIVEN another image THEN only its destination is not known", () => {
    const image = multi("", "COPY --from=ghcr.io/astral-sh/uv:0.9 /uv /bin/\nCOPY app.py .");
    expect(image.find("/var/task/app.py")).toEqual(fromContext("app.py"));
    expect(image.find("/var/task/other.py")).toEqual(absent("not-in-context"));
    expect(image.find("/bin/uv")).toEqual(UNKNOWN);
  });
});

describe("what is certainly absent", () => {
  test("GIVEN a file that isn't in the folder THEN that is the reason", () => {
    expect(files("COPY . .").find("/var/task/appp.py")).toEqual(absent("not-in-context"));
  });

  test("GIVEN an excluded file THEN that is the reason", () => {
    const image = files("COPY . .", { ".dockerignore": "*.py\n", "app.py": "" });
    expect(image.find("/var/task/app.py")).toEqual(
      absent("ignored", {
        contextPath: "app.py",
        ignoredBy: { file: ".dockerignore", line: 1, text: "*.py" },
      }),
    );
    expect(image.find("/var/task/missing.py")).toEqual(absent("not-in-context"));
  });

  test("GIVEN a file that no COPY copies THEN that is the reason", () => {
    expect(files("COPY other.py ./", { "app.py": "", "other.py": "" }).find("/var/task/app.py")).toEqual(
      absent("not-copied", { contextPath: "app.py" }),
    );
    expect(files("COPY src ./src", { "src/app.py": "" }).find("/var/task/app.py")).toEqual(
      absent("not-copied", { contextPath: "src/app.py" }),
    );
  });

  test.each(["python:3.13-slim", "scratch", "public.ecr.aws/docker/library/node:22"])(
    "GIVEN a folder of the project on %s THEN what isn't copied doesn't exist",
    (base) => {
      expect(files("WORKDIR /function\nCOPY . .", undefined, base).find("/function/x.py")).toEqual(
        absent("not-in-context"),
      );
    },
  );
});

describe("files that a RUN can't have made are still known", () => {
  const tree: Tree = {
    "app.py": "",
    "requirements.txt": "humanize==4\ndatadog-lambda==6\n",
    "package.json": "{}",
  };

  test.each([
    "dnf install -y gcc && dnf clean all && rm -rf /var/cache/dnf",
    'pip3 install -r requirements.txt --target "${LAMBDA_TASK_ROOT}"',
    "python -m pip install --no-cache-dir -r requirements.txt -t .",
    "--mount=type=cache,target=/root/.cache/pip pip install -r requirements.txt",
    "uv pip install --system -r requirements.txt",
    "npm ci --omit=dev",
    "npm install express",
    "chmod 644 app.py && mkdir -p /tmp/x",
    "rm requirements.txt",
    "<<END\nset -e\npip install -r requirements.txt\nEND",
    '["pip", "install", "-r", "requirements.txt"]',
  ])("GIVEN RUN %s THEN a missing file stays missing, and a copied file stays the copied one", (run) => {
    const image = files(`COPY . .\nRUN ${run}`, tree);
    expect(image.find("/var/task/lambda_function.py")).toEqual(absent("not-in-context"));
    expect(image.find("/var/task/app.py")).toEqual(fromContext("app.py"));
  });
});

describe("files that a RUN may have made are not known", () => {
  const tree: Tree = {
    "app.py": "",
    "src/index.ts": "",
    "requirements.txt": "datadog-lambda==6 # comment of lambda_function\nnewrelic-lambda\n",
    "package.json": "{}",
    "url.txt": "https://example.com/x.tar.gz\n",
    "gen.sh": "cp app.py generated.py",
    "git.txt": "git+https://example.com/a/b.git\n",
  };
  const PACKAGES = "/var/lang/lib/python3.13/site-packages";

  test.each([
    ["pip install -r requirements.txt", `${PACKAGES}/datadog_lambda/handler.py`],
    ["pip install -r requirements.txt", `${PACKAGES}/newrelic_lambda_wrapper.py`],
    ["pip install -r requirements.txt -t .", "/var/task/datadog_lambda/handler.py"],
    ["pip install -r requirements.txt -t ${WHERE}", "/var/task/datadog_lambda/handler.py"],
    ["pip install mangum", `${PACKAGES}/mangum/x.py`],
    ["pip install . --target=.", "/var/task/app.py"],
    ["pip install -r url.txt -t .", "/var/task/lambda_function.py"],
    ["pip install -r git.txt -t .", "/var/task/lambda_function.py"],
    ["pip install $PACKAGE -t .", "/var/task/lambda_function.py"],
    ["npm ci", "/var/task/node_modules/a/index.js"],
    ["npm run build", "/var/task/dist/index.js"],
    ["npx tsc", "/var/task/index.js"],
    ["./gen.sh", "/var/task/generated.py"],
    ["sh gen.sh", "/var/task/generated.py"],
    ["mv app.py lambda_function.py", "/var/task/lambda_function.py"],
    ["git clone https://example.com/x .", "/var/task/lambda_function.py"],
    ["git clone https://example.com/x /src && cp -r /src /src/. .", "/var/task/app.py"],
    ["curl -O https://example.com/lambda_function.py", "/var/task/lambda_function.py"],
    ["curl -sSLo lambda_function.py https://example.com/x", "/var/task/lambda_function.py"],
    ["unzip code.zip", "/var/task/lambda_function.py"],
    ["echo 'def handler(): ...' > lambda_function.py", "/var/task/lambda_function.py"],
    ["python <<END\nopen('lambda_function.py', 'w')\nEND", "/var/task/lambda_function.py"],
    ["for f in *; do cp $f lambda_function.py; done", "/var/task/lambda_function.py"],
    ["some-program", "/var/task/lambda_function.py"],
    ["cd /x && pip install -r requirements.txt -t .", "/x/datadog_lambda/handler.py"],
  ])("GIVEN RUN %s THEN it is not known whether %s exists", (run, file) => {
    expect(files(`COPY *.txt *.sh package.json src ./\nRUN ${run}`, tree).find(file)).toEqual(UNKNOWN);
  });

  test.each([
    "npm run build",
    "npx tsc",
    "make",
    "python gen.py",
    "for f in *; do sh $f; done",
    "pip install . -t .",
    "python <<END\nprint(1)\nEND",
  ])("GIVEN RUN %s, and nothing that gives the name THEN it is near certain that there is no file", (run) => {
    expect(files(`COPY . .\nRUN ${run}`, tree).find("/var/task/lambda_function.py")).toEqual({
      ...absent("not-in-context"),
      nearCertain: true,
    });
  });

  test.each([
    "pip install --extra-index-url https://example.com/simple ours -t .",
    "pip install --find-links https://example.com/ ours",
    "pip install -r requirements.txt",
    "poetry install --no-root",
    "curl -sSLo /usr/local/bin/x https://example.com/x",
    "curl -s https://example.com/",
    "for f in *; do echo $f; done",
    "unzip code.zip -d /opt",
    "tar -xzf x.tgz -C /usr/local",
    "git clone https://example.com/x",
    "find . -name '*.pyc' -delete && python -m venv /venv",
    "echo $(date) > built.txt",
    "if [ -f x ]; then echo y; fi",
  ])("GIVEN RUN %s THEN a missing file stays missing", (run) => {
    const pyproject = { "pyproject.toml": '[tool.poetry.dependencies]\npython = "^3.12"\n' };
    const image = files(`COPY . .\nRUN ${run}`, { ...tree, ...pyproject });
    expect(image.find("/var/task/lambda_function.py")).toEqual(absent("not-in-context"));
  });

  test.each(['{"scripts":{"postinstall":"tsc"}}', '{"scripts":{"prepare":"x"}}'])(
    "GIVEN npm ci with %s THEN a script may have made a file",
    (text) => {
      const project: Tree = { "package.json": text, "src/index.ts": "" };
      expect(files("COPY . .\nRUN npm ci", project).find("/var/task/index.js")).toEqual(UNKNOWN);
      const image = files("COPY . .\nRUN npm ci --ignore-scripts", project);
      expect(image.find("/var/task/index.js")).toEqual(absent("not-in-context"));
    },
  );

  test("GIVEN a script that makes nothing THEN a missing file stays missing", () => {
    const image = files("COPY . .\nRUN npm ci", { "package.json": '{"scripts":{"prepare":"husky"}}' });
    expect(image.find("/var/task/index.js")).toEqual(absent("not-in-context"));
  });

  test("GIVEN a pattern of another stage THEN the files with such names are followed", () => {
    const text = `FROM ${PYTHON} AS build\nCOPY src /src/\nFROM ${PYTHON}\nCOPY --from=build /src/*.py ./\n`;
    const { context, dockerfile } = folder(text, { "src/app.py": "", "src/data.json": "" });
    const image = imageFilesOf(dockerfile, context);
    expect(image.find("/var/task/app.py")).toEqual(fromContext("src/app.py"));
    expect(image.find("/var/task/data.json").state).toBe("absent");
    expect(image.list()).toEqual(["/var/task/app.py"]);
  });

  test.each([
    ["mcr.microsoft.com/playwright/python:v1.46.0", { ...absent("not-in-context"), nearCertain: true }],
    ["amazoncorretto:21", { ...absent("not-in-context"), nearCertain: true }],
    ["123456789012.dkr.ecr.eu-central-1.amazonaws.com/team/base:1", UNKNOWN],
  ])("GIVEN the base image %s THEN it is near certain only if everybody uses it", (base, expected) => {
    expect(files("WORKDIR /srv/x\nCOPY . .", undefined, base).find("/srv/x/main.py")).toEqual(expected);
  });

  test("GIVEN packages of another stage THEN only their modules may be there", () => {
    const text = `FROM ${PYTHON} AS build\nCOPY requirements.txt .\nRUN pip install -r requirements.txt -t /out\nFROM ${PYTHON}\nCOPY --from=build /out .\n`;
    const { context, dockerfile } = folder(text, { "requirements.txt": "mangum==0.19\n" });
    const image = imageFilesOf(dockerfile, context);
    expect(image.find("/var/task/mangum/handler.py")).toEqual(UNKNOWN);
    expect(image.find("/var/task/app.py")).toEqual(absent("not-in-context"));
  });

  test.each([
    "sed -i s/a/b/ app.py",
    "rm app.py",
    "rm -rf *",
    "mv app.py x.py",
    "npm run build",
    "curl -o app.py https://x",
  ])("GIVEN RUN %s after the COPY THEN the copied file is no longer known", (run) => {
    expect(files(`COPY . .\nRUN ${run}`, tree).find("/var/task/app.py")).toEqual(UNKNOWN);
  });

  test("GIVEN any RUN before the COPY THEN the copied file is the copied one", () => {
    expect(files("RUN make\nCOPY . .", tree).find("/var/task/app.py")).toEqual(fromContext("app.py"));
  });

  test.each([
    "python download.py",
    "curl -o model.bin https://example.com/model.bin",
    "git clone https://x /y",
  ])("GIVEN RUN %s after the COPY THEN the copied file is the copied one", (run) => {
    expect(files(`COPY . .\nRUN ${run}`, tree).find("/var/task/app.py")).toEqual(fromContext("app.py"));
  });
});

describe("what can't be followed is not known", () => {
  test.each([
    "COPY app.py $WHERE",
    "COPY $WHAT ./",
    "COPY --exclude=*.md . .",
    "COPY --parents src/app.py ./",
    "ADD code.tar.gz ./",
    "ADD https://example.com/app.py ./",
    "ADD https://github.com/a/b.git ./",
    "COPY <<END ./\nx\nEND",
    "COPY folder ./",
    "RUN make\nCOPY app.py lib/handler",
  ])("GIVEN %j THEN the files that it may copy are not known", (lines) => {
    const image = files(lines, { "app.py": "", "code.tar.gz": "", folder: { link: "src" }, "src/a.py": "" });
    expect(image.find("/var/task/lib/handler/app.py")).toEqual(UNKNOWN);
  });

  test.each(["somebody/image:1", "123456789012.dkr.ecr.eu-central-1.amazonaws.com/base:1"])(
    "GIVEN %s THEN it may contain anything",
    (base) => {
      expect(files("COPY . /x/", undefined, base).find("/x/other.py")).toEqual(UNKNOWN);
      expect(files("COPY . /x/", undefined, base).find("/x/app.py")).toEqual(fromContext("app.py"));
    },
  );

  test("GIVEN a folder of the system THEN the file may come from the base image", () => {
    expect(files("").find("/var/runtime/bootstrap")).toEqual(UNKNOWN);
  });

  test("GIVEN no stage to build THEN nothing is known", () => {
    const { context, dockerfile } = folder("ARG A\n");
    const image = imageFilesOf(dockerfile, context);
    expect(image.find("/var/task/app.py")).toEqual(UNKNOWN);
    expect(image.list()).toEqual([]);
  });
});
