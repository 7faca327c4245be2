import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { readEvent } from "../../../cli/local/event";

const before = process.cwd();

beforeEach(() => process.chdir(mkdtempSync(path.join(tmpdir(), "event-"))));
afterEach(() => process.chdir(before));

const nothing = { json: undefined, file: undefined };

function sample(text: string): void {
  mkdirSync("lambdas/python", { recursive: true });
  writeFileSync("lambdas/python/event.json", text);
}

test("an event on the command line comes before the sample", () => {
  sample('{"from": "sample"}');
  expect(readEvent("python", { ...nothing, json: '{"from": "line"}' })).toBe('{"from": "line"}');
});

test("without one, the function's event.json is sent, and without that {}", () => {
  expect(readEvent("python", nothing)).toBe("{}");
  sample('{"from": "sample"}');
  expect(readEvent("python", nothing)).toBe('{"from": "sample"}');
});

test("--event sends a file", () => {
  writeFileSync("other.json", "[1]");
  expect(readEvent("python", { ...nothing, file: "other.json" })).toBe("[1]");
});

test.each([
  ["--event -", { json: undefined, file: "-" }],
  ["-", { json: "-", file: undefined }],
])("%s reads standard input", (_, source) => {
  const program = `require(${JSON.stringify(require.resolve("tsx/cjs"))});
    process.stdout.write(require(${JSON.stringify(path.resolve(before, "cli/local/event.ts"))}).readEvent("python", ${JSON.stringify(source)}))`;
  const { stdout, stderr } = spawnSync(process.execPath, ["-e", program], {
    input: '{"from": "input"}',
    encoding: "utf8",
  });
  expect(stderr + stdout).toBe('{"from": "input"}');
});

describe("an event is never guessed:", () => {
  test("a mistake in event.json has its line and column", () => {
    sample('{\n  "key": "x",\n}\n');
    expect(() => readEvent("python", nothing)).toThrow(
      /^lambdas\/python\/event\.json is not JSON: .* at line 3, column 1\n/,
    );
  });

  test("an empty file is refused", () => {
    writeFileSync("empty.json", "");
    expect(() => readEvent("python", { ...nothing, file: "empty.json" })).toThrow("empty.json is empty");
  });

  test("a file that isn't there is named, and so is a folder", () => {
    expect(() => readEvent("python", { ...nothing, file: "no.json" })).toThrow(/no file .*\/no\.json/);
    expect(() => readEvent("python", { ...nothing, file: "." })).toThrow("can't be read (EISDIR)");
  });

  test("JSON whose quotes the shell has removed", () => {
    expect(() => readEvent("python", { ...nothing, json: "{action: list}" })).toThrow(
      /line 1, column 2[\s\S]*single quotes/,
    );
  });

  test.each(["other.json", "@other.json"])("%s, a file without --event, gets the right line", (json) => {
    writeFileSync("other.json", "[1]");
    expect(() => readEvent("python", { ...nothing, json })).toThrow(/<function> --event other\.json$/);
  });

  test("two events are refused", () => {
    expect(() => readEvent("python", { json: "{}", file: "other.json" })).toThrow("two events");
  });
});

test("a file that is not UTF-8 is refused, since JSON has to be", () => {
  writeFileSync("event.json", Buffer.from([0x22, 0xff, 0x22]));
  expect(() => readEvent("python", { ...nothing, file: "event.json" })).toThrow(
    "event.json is not a text in UTF-8, as JSON has to be, so there is no event. Nothing was invoked.",
  );
});
