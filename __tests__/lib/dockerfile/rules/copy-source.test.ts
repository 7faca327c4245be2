import { codesOf, PYTHON, problemOf } from "../read";

const CMD = 'CMD ["app.handler"]\n';

describe("copy-source-missing", () => {
  test("GIVEN a misspelled name THEN the correct line is suggested", () => {
    expect(
      problemOf("copy-source-missing", `FROM ${PYTHON}\nCOPY ap.py ./\n${CMD}`, { "app.py": "" }),
    ).toMatchObject({
      severity: "error",
      line: 2,
      message: 'COPY copies "ap.py", which is not in the build context — did you mean "app.py"?',
      fix: "COPY app.py ./",
    });
  });

  test("GIVEN a path out of the context THEN the fix is another context", () => {
    expect(problemOf("copy-source-missing", `FROM ${PYTHON}\nCOPY ../shared/ ./\n${CMD}`).fix).toContain(
      "parent folder",
    );
  });

  test("GIVEN a missing source THEN it is reported in a stage that is needed, and only there", () => {
    const text = `FROM ${PYTHON} AS a\nCOPY none /\nFROM ${PYTHON}\n`;
    expect(codesOf(`${text}COPY --from=a /x /\n${CMD}`)).toEqual(["copy-source-missing"]);
    expect(codesOf(`${text}${CMD}`)).toEqual([]);
  });

  // moby/buildkit v0.32, dockerfile2llb/convert_copy.go: AllowEmptyWildcard
  test.each([
    "COPY *.none ./",
    "COPY app.py yarn.loc[k] ./",
    "COPY src/ ./",
    "COPY /app.py /src/a.py ./",
    "COPY ./src/../app.py ./",
    "COPY . .",
    "COPY --from=other:1 /none ./",
    "COPY $UNKNOWN ./",
    "COPY link/a.py ./",
    "COPY <<END /x\nEND",
    "ADD https://example.com/none ./",
    "ADD git@github.com:a/b.git ./",
  ])("GIVEN %s THEN there is none", (line) => {
    const tree = { "app.py": "", "src/a.py": "", link: { link: "src" } };
    expect(codesOf(`FROM ${PYTHON}\n${line}\n${CMD}`, tree)).toEqual([]);
  });
});

describe("copy-source-ignored", () => {
  test("GIVEN a file that .dockerignore leaves out THEN its line is named", () => {
    expect(
      problemOf("copy-source-ignored", `FROM ${PYTHON}\nCOPY app.py ./\n${CMD}`, {
        ".dockerignore": "# all\n*\n!other.py\n",
        "app.py": "",
        "other.py": "",
      }),
    ).toMatchObject({
      severity: "error",
      line: 2,
      message: 'COPY copies "app.py", which line 2 of .dockerignore leaves out (*).',
      fix: expect.stringContaining("!app.py"),
    });
  });

  test("GIVEN a file that is included again THEN there is none", () => {
    const tree = { ".dockerignore": "*\n!app.py\n", "app.py": "" };
    expect(codesOf(`FROM ${PYTHON}\nCOPY app.py ./\n${CMD}`, tree)).toEqual([]);
  });
});

describe("COPY --from", () => {
  test.each([
    ["biulder", "did you mean"],
    ["build", "no stage before this line"],
    ["9", "no stage before this line"],
  ])("GIVEN the stage %s, which doesn't exist THEN it is a warning", (name, message) => {
    const text = `FROM ${PYTHON} AS builder\nFROM ${PYTHON}\nCOPY --from=${name} /x /x\nCMD ["a.b"]\n`;
    expect(problemOf("copy-source-missing", text)).toMatchObject({
      severity: "warning",
      line: 3,
      message: expect.stringContaining(message),
    });
  });

  test.each(["builder", "0", "nginx", "somebody/image", "ghcr.io/astral-sh/uv:0.9"])(
    "GIVEN %s THEN there is none",
    (name) => {
      const text = `FROM ${PYTHON} AS builder\nFROM ${PYTHON}\nCOPY --from=${name} /x /x\nCMD ["a.b"]\n`;
      expect(codesOf(text)).not.toContain("copy-source-missing");
    },
  );
});
