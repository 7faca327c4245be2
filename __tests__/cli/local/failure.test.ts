import { failureOf, failureText } from "../../../cli/local/failure";

const failed = (payload: unknown) => ({
  payload: typeof payload === "string" ? payload : JSON.stringify(payload),
  functionError: "Unhandled",
  logTail: "",
});

const text = (payload: unknown) => {
  const failure = failureOf(failed(payload));
  return failure && failureText(failure);
};

test("a function that answered has no failure", () => {
  expect(failureOf({ payload: '{"errorMessage": "an answer"}', functionError: undefined, logTail: "" })).toBe(
    undefined,
  );
});

// The second is AWS's own message.
test.each([
  "Task timed out after 3.00 seconds",
  "2026-11-28T19:13:13.994Z 423daa36-d8a3-48d5-910e-f4039fc952ee Task timed out after 3.00 seconds",
])("%s: a timeout says so, with its seconds", (errorMessage) => {
  const payload = { errorMessage, errorType: "Sandbox.Timedout" };
  expect(failureOf(failed(payload))).toMatchObject({ type: "Sandbox.Timedout", timeoutSeconds: 3 });
  expect(text(payload)).toMatch(
    /^timeout: it did not answer in 3 s\. Let it do less, or raise its timeout\b/,
  );
});

test("an error of the code has its class and message instead of Lambda's word Unhandled", () => {
  expect(text({ errorType: "KeyError", errorMessage: "'key'" })).toBe("KeyError: 'key'");
});

test.each(["null", "[1]", "no JSON", "{}"])("the payload %s has only Lambda's word", (payload) => {
  expect(text(payload)).toBe("Unhandled");
});
