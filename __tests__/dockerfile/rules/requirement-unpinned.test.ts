import { codesOf, PYTHON, problemOf } from "../read";

const TEXT = `FROM ${PYTHON}\nCOPY requirements.txt .\nRUN pip install -r requirements.txt\nCMD ["app.handler"]\n`;

test("GIVEN requirements without versions THEN the first is shown, and how many more", () => {
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
  const tree = { "requirements.txt": "a\n" };
  expect(codesOf(TEXT.replace("RUN pip install -r requirements.txt\n", ""), tree)).toEqual([]);
  expect(codesOf(TEXT.replace("pip install", "pip install -c pins.txt"), tree)).toEqual([]);
});
