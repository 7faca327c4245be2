import type { Tree } from "../../build-context/tree";
import { codesOf, PYTHON, problemOf } from "../read";

const SCRIPT = "#!/bin/sh\nexec python -m awslambdaric $@\n";

function text(lines: string, image = "python:3.12-slim"): string {
  return `FROM ${image}\nRUN pip install awslambdaric==3\nWORKDIR /function\n${lines}\n`;
}

test.each<[lines: string, tree: Tree, severity: string]>([
  ['ENTRYPOINT ["/entry.sh"]', { "entry.sh": SCRIPT }, "error"],
  ['ENTRYPOINT ["./entry.sh"]', {}, "error"],
  ['COPY . /x\nENTRYPOINT ["/function/entry.sh"]', { "entry.sh": SCRIPT }, "error"],
  ['COPY . .\nENTRYPOINT ["sh", "/entry.sh"]', { "entry.sh": SCRIPT }, "error"],
  ['COPY . .\nRUN make\nENTRYPOINT ["/function/entry.sh"]', {}, "warning"],
])("GIVEN %j, which starts a file that nothing put there THEN it is reported", (lines, tree, severity) => {
  const line =
    text(lines)
      .split("\n")
      .findIndex((each) => each.startsWith("ENTRYPOINT")) + 1;
  expect(problemOf("entrypoint-missing", text(lines), tree)).toMatchObject({ severity, line });
});

test("GIVEN a file of the folder THEN the fix copies it", () => {
  expect(problemOf("entrypoint-missing", text('ENTRYPOINT ["/entry.sh"]'), { "entry.sh": SCRIPT }).fix).toBe(
    "Add above it: COPY --chmod=755 entry.sh /entry.sh",
  );
});

test.each<[what: string, lines: string, script: string]>([
  ["without the right to execute it", 'COPY . .\nENTRYPOINT ["./entry.sh"]', SCRIPT],
  ["after chmod 644", 'COPY . .\nRUN chmod 644 entry.sh\nENTRYPOINT ["./entry.sh"]', SCRIPT],
  ["with --chmod=644", 'COPY --chmod=644 . .\nENTRYPOINT ["./entry.sh"]', SCRIPT],
  ["without #!", 'COPY --chmod=755 . .\nENTRYPOINT ["./entry.sh"]', "exec python -m awslambdaric $@\n"],
  [
    "with the line ends of Windows",
    'COPY --chmod=755 . .\nENTRYPOINT ["./entry.sh"]',
    SCRIPT.replaceAll("\n", "\r\n"),
  ],
])("GIVEN a script %s THEN it can't be executed", (_, lines, script) => {
  expect(problemOf("entrypoint-not-executable", text(lines), { "entry.sh": script })).toMatchObject({
    severity: "error",
  });
});

test.each([
  'COPY --chmod=755 entry.sh /\nENTRYPOINT ["/entry.sh"]',
  'COPY --chmod=0755 . .\nENTRYPOINT ["./entry.sh"]',
  'COPY . .\nRUN chmod +x entry.sh\nENTRYPOINT ["./entry.sh"]',
  'COPY . .\nRUN chmod a+x /function/*.sh\nENTRYPOINT ["./entry.sh"]',
  'COPY . .\nRUN chmod -R 755 /function\nENTRYPOINT ["./entry.sh"]',
  'COPY . .\nENTRYPOINT ["sh", "./entry.sh"]',
  'ENTRYPOINT ["/usr/local/bin/python", "-m", "awslambdaric"]',
  'ENTRYPOINT ["python", "-m", "awslambdaric"]',
  'COPY --from=somebody/image:1 /x /entry.sh\nENTRYPOINT ["/entry.sh"]',
  'RUN curl -Lo /entry.sh https://example.com/entry.sh\nENTRYPOINT ["/entry.sh"]',
  "ENTRYPOINT /entry.sh",
])("GIVEN %j THEN there is none", (lines) => {
  const found = codesOf(text(lines), { "entry.sh": SCRIPT });
  expect(found.filter((code) => code.startsWith("entrypoint"))).toEqual([]);
});

test.each([
  ["/usr/local/bin/pyhton", "python"],
  ["npxx", "npx"],
  ["/usr/local/bin/np", "npm"],
  ["/usr/bin/pythn3", "python3"],
])("GIVEN the program %s THEN %s is meant", (program, meant) => {
  expect(
    problemOf("entrypoint-missing", text(`ENTRYPOINT ["${program}", "-m", "awslambdaric"]`)),
  ).toMatchObject({
    severity: "warning",
    message: expect.stringContaining(`did you mean ${program.replace(/[^/]+$/, meant)}?`),
  });
});

test.each([
  'RUN pip install pythom\nENTRYPOINT ["pythom"]',
  'ENTRYPOINT ["/usr/local/bin/python3.12", "-m", "awslambdaric"]',
  'ENTRYPOINT ["server"]',
])("GIVEN %j THEN nothing is meant by it", (lines) => {
  expect(codesOf(text(lines))).not.toContain("entrypoint-missing");
});

test("GIVEN the entrypoint of AWS's base images THEN it is there", () => {
  const found = codesOf(`FROM ${PYTHON}\nENTRYPOINT ["/lambda-entrypoint.sh"]\nCMD ["app.handler"]\n`);
  expect(found).toEqual([]);
});
