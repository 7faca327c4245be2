import { copiedAsIs } from "../../../lib/dockerfile/copied-as-is";
import type { Tree } from "../build-context/tree";
import { folder, PYTHON } from "./read";

const TREE: Tree = {
  "app.py": "",
  "requirements.txt": "",
  "src/a.py": "",
  "docs/a.md": "",
  link: { link: "app.py" },
  ".dockerignore": "docs\n",
};

function places(lines: string, file: string) {
  const { context, dockerfile } = folder(lines.includes("FROM") ? lines : `FROM ${PYTHON}\n${lines}\n`, TREE);
  return copiedAsIs(dockerfile, context, file);
}

describe("a file is in the image unchanged", () => {
  test.each<[lines: string, file: string, places: readonly string[]]>([
    ["COPY . ${LAMBDA_TASK_ROOT}", "src/a.py", ["/var/task/src/a.py"]],
    [
      "COPY requirements.txt .\nRUN pip install -r requirements.txt\nCOPY . .",
      "app.py",
      ["/var/task/app.py"],
    ],
    ["COPY --link app.py ./\nCOPY app.py /opt/python/", "app.py", ["/opt/python/app.py", "/var/task/app.py"]],
    [
      "RUN --mount=type=cache,target=/root/.cache pip install boto3\nCOPY src .",
      "src/a.py",
      ["/var/task/a.py"],
    ],
    [
      "COPY --from=docker.io/astral/uv:1 /uv /bin/uv\nRUN uv --version\nCOPY *.py ./",
      "app.py",
      ["/var/task/app.py"],
    ],
    [
      `FROM ${PYTHON} AS build\nCOPY requirements.txt .\nRUN pip install -r requirements.txt -t /out\n` +
        `FROM ${PYTHON}\nCOPY --from=build /out .\nCOPY src .`,
      "src/a.py",
      ["/var/task/a.py"],
    ],
    [
      `FROM ${PYTHON} AS unused\nCOPY . .\nRUN pip install .\nFROM ${PYTHON}\nCOPY . .`,
      "app.py",
      ["/var/task/app.py"],
    ],
  ])("GIVEN %j THEN %s is at %j", (lines, file, expected) => {
    expect(places(lines, file)).toEqual(expected);
  });
});

describe("a file may be used elsewhere than in its copy", () => {
  test.each<[why: string, lines: string, file: string]>([
    ["a RUN after it may read it", "COPY . .\nRUN python -m compileall .", "app.py"],
    [
      "its first copy is read by a RUN",
      "COPY requirements.txt .\nRUN pip install -r requirements.txt\nCOPY . .",
      "requirements.txt",
    ],
    ["a RUN mounts the context", "RUN --mount=type=bind,target=/in cp /in/app.py /\nCOPY . .", "app.py"],
    ["a mount without a type is a bind mount", "RUN --mount=target=/in ls\nCOPY . .", "app.py"],
    [
      "a stage is built from it",
      `FROM ${PYTHON} AS build\nCOPY . .\nFROM ${PYTHON}\nCOPY --from=build /var/task .\nCOPY . .`,
      "app.py",
    ],
    [
      "a stage mounts the context",
      `FROM ${PYTHON} AS build\nRUN --mount=target=/in cp -r /in /out\nFROM ${PYTHON}\nCOPY --from=build /out /out\nCOPY . .`,
      "app.py",
    ],
    [
      "the stage that it builds on reads it",
      `FROM ${PYTHON} AS base\nCOPY . .\nRUN ls\nFROM base\nCOPY . .`,
      "app.py",
    ],
    ["ADD", "ADD app.py ./", "app.py"],
    ["another owner or mode", "COPY --chmod=755 app.py ./", "app.py"],
    ["a target that can't be known", "ARG WHERE\nCOPY app.py $WHERE/\nCOPY . .", "app.py"],
    ["a source that can't be known", "ARG WHAT\nCOPY $WHAT /x\nCOPY . .", "app.py"],
    ["a link may lead to it", "COPY link /app.py\nRUN cat /app.py\nCOPY app.py .", "app.py"],
    ["it is not copied", "COPY src .", "app.py"],
    ["it is left out", "COPY . .", "docs/a.md"],
    ["there is none", "COPY . .", "none.py"],
  ])("GIVEN %s THEN the result is undefined", (_, lines, file) => {
    expect(places(lines, file)).toBeUndefined();
  });
});
