import { codesOf, PYTHON, problemOf } from "../read";

const TEXT = `FROM ${PYTHON}\nCOPY requirements.txt .\nRUN pip install -r requirements.txt\nCMD ["app.handler"]\n`;

test("GIVEN requirements without versions THEN the first is named, and the number of others", () => {
  expect(
    problemOf("requirement-unpinned", TEXT, {
      "requirements.txt": "# libs\na==1\nrequests[socks] ; python_version>'3'\nb>=2\n",
    }),
  ).toMatchObject({
    severity: "hint",
    file: "requirements.txt",
    line: 3,
    message: expect.stringContaining("(and 1 more)"),
    fix: expect.stringContaining("requests[socks]==<version>"),
  });
});

test.each([
  "a==1\n",
  "a~=1.2\n",
  "a>=1,<2\n",
  "a @ https://example.com/a.whl\n",
  "-r other.txt\n--no-binary a\n\n# a\n",
  "git+https://example.com/a\n./local\n",
  "-c constraints.txt\na\n",
  "a \\\n  --hash=sha256:x\n",
])("GIVEN %j THEN there is none", (content) => {
  expect(codesOf(TEXT, { "requirements.txt": content })).toEqual([]);
});

test("GIVEN a file that isn't installed, or with constraints THEN there is none", () => {
  const tree = { "requirements.txt": "a\n", "pins.txt": "a==1\n" };
  expect(codesOf(TEXT.replace("RUN pip install -r requirements.txt\n", ""), tree)).toEqual([]);
  expect(
    codesOf(TEXT.replace("COPY ", "COPY pins.txt ").replace("pip install", "pip install -c pins.txt"), tree),
  ).toEqual([]);
});

test.each([
  ["COPY requirements.txt a/\nWORKDIR a\nRUN pip install -r requirements.txt", "requirements.txt"],
  ["COPY dev.txt requirements.txt\nRUN pip install -r requirements.txt", "dev.txt"],
  ["COPY a /a\nRUN cd /a && pip install -r b.txt && rm b.txt", "a/b.txt"],
  ["COPY a/b.txt ${LAMBDA_TASK_ROOT}\nRUN pip install -r ${LAMBDA_TASK_ROOT}/b.txt", "a/b.txt"],
  [`COPY a/b.txt /r.txt\nRUN pip install -r /r.txt\nFROM ${PYTHON}\nCOPY --from=0 /x /x`, "a/b.txt"],
])("GIVEN %j THEN it is reported for %s, the file that is installed", (lines, file) => {
  const text = `FROM ${PYTHON}\n${lines}\nCMD ["app.handler"]\n`;
  const tree = { "requirements.txt": "a\n", "dev.txt": "a\n", "a/b.txt": "a\n" };
  expect(problemOf("requirement-unpinned", text, tree).file).toBe(file);
});

test.each([
  "COPY locked.txt requirements.txt\nRUN pip install -r requirements.txt",
  "COPY $NAME requirements.txt\nRUN pip install -r requirements.txt",
  "COPY . .\nRUN uv export > requirements.txt\nRUN pip install -r requirements.txt",
  "COPY . .\nRUN cd /x && pip install -r requirements.txt",
])("GIVEN %j, where another file of that name is installed THEN there is none", (lines) => {
  const text = `FROM ${PYTHON}\n${lines}\nCMD ["app.handler"]\n`;
  expect(codesOf(text, { "requirements.txt": "a\n", "locked.txt": "a==1\n" })).not.toContain(
    "requirement-unpinned",
  );
});
