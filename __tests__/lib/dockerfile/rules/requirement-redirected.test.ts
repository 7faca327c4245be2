import { codesOf, PYTHON, problemOf } from "../read";

const CODE = "requirement-redirected";

function text(run: string): string {
  return `FROM ${PYTHON}\nRUN ${run}\nCMD ["app.handler"]\n`;
}

test.each([
  ["pip install setuptools>=70.0.0", "=70.0.0", '"setuptools>=70.0.0"'],
  ["pip3 install --no-cache-dir requests[socks]>2 boto3", "2", '"requests[socks]>2"'],
  ["uv pip install --system pydantic>2", "2", '"pydantic>2"'],
])("GIVEN RUN %s THEN the shell writes to the file %s", (run, file, quoted) => {
  expect(problemOf(CODE, text(run))).toMatchObject({
    severity: "warning",
    line: 2,
    message: expect.stringContaining(JSON.stringify(file)),
    fix: `Put it into quotes: ${quoted}`,
  });
});

test.each(["pip install urllib3<2", "pip install 'a' pydantic>=2,<3"])(
  "GIVEN RUN %s THEN the shell reads a file that isn't there",
  (run) => {
    expect(problemOf(CODE, text(run))).toMatchObject({ severity: "error", line: 2 });
  },
);

test.each([
  'pip install "setuptools>=70.0.0"',
  "pip install 'a>=1,<2' b==1",
  "pip install a > /dev/null 2>&1",
  "pip install a > install.log",
  "echo x>=1",
])("GIVEN RUN %s THEN there is none", (run) => {
  expect(codesOf(text(run))).not.toContain(CODE);
});
