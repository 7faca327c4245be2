import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { answerOf } from "../../../../cli/local/ui/answer";

const before = process.cwd();
const project = mkdtempSync(path.join(tmpdir(), "answer-"));
const folder = path.join("lambdas", "python");

const SEEN = { seconds: 1, denials: [] };

beforeAll(() => {
  process.chdir(project);
  mkdirSync(folder, { recursive: true });
  writeFileSync(
    path.join(folder, "app.py"),
    Array.from({ length: 9 }, (_, index) => `line ${index + 1}\n`).join(""),
  );
  writeFileSync("secret.py", "secret\n");
});

afterAll(() => {
  process.chdir(before);
  rmSync(project, { recursive: true });
});

const error = (errorType: string, errorMessage: string, stackTrace: readonly string[]) => ({
  ...SEEN,
  payload: JSON.stringify({ errorType, errorMessage, stackTrace }),
  functionError: "Unhandled",
  logTail: "START RequestId: one Version: 1\nEND RequestId: one",
});

test("an answer is made readable, with the request's id", () => {
  const answer = answerOf(
    {
      ...SEEN,
      payload: '{"a":1}',
      functionError: undefined,
      logTail: "START RequestId: one Version: 1\nhello",
    },
    folder,
  );
  expect(answer).toMatchObject({ payload: '{\n  "a": 1\n}', requestId: "one", seconds: 1 });
  expect(answer.failure).toBeUndefined();
});

test("a failure is shown with the lines of code around it", () => {
  const trace = [
    '  File "/var/task/app.py", line 4, in handler\n',
    '  File "/var/lang/lib/json.py", line 7, in loads\n',
  ];
  const { failure } = answerOf(error("KeyError", "'key'", trace), folder);
  expect(failure).toMatchObject({ type: "KeyError", message: "'key'" });
  expect(failure?.source).toMatchObject({ file: "lambdas/python/app.py", line: 4 });
  expect(failure?.source?.lines.map(({ number, text }) => `${number}: ${text}`)).toEqual(
    [1, 2, 3, 4, 5, 6, 7].map((number) => `${number}: line ${number}`),
  );
});

test("a trace names no file outside of the function's folder, whatever it contains", () => {
  const trace = ['  File "/var/task/../../secret.py", line 1, in handler\n'];
  expect(answerOf(error("E", "m", trace), folder).failure?.source).toBeUndefined();
});

test("a failure without a trace, or that is no JSON, has Lambda's words; a timeout says how to go on", () => {
  expect(
    answerOf(error("Sandbox.Timedout", "Task timed out after 3.00 seconds", []), folder).failure,
  ).toEqual({
    type: "Sandbox.Timedout",
    message: "it did not answer in 3 s. Let it do less, or raise its timeout in the stack",
  });
  expect(
    answerOf({ ...SEEN, payload: "killed", functionError: "Unhandled", logTail: "" }, folder).failure,
  ).toEqual({ type: "Unhandled", message: "killed" });
});
