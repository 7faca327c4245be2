import { printRemark, printResult, waitsFor } from "../../../cli/process/progress";
import { inProgress, log, StepNotPossible, step } from "../../../cli/process/steps";
import { colored, fitLines, fitMessage, fitParagraphs, hasColors } from "../../../cli/process/terminal";

const out: string[] = [];
const err: string[] = [];
const before = { ...process.env };
const ESC = "\u001B";

beforeEach(() => {
  out.length = 0;
  err.length = 0;
  jest.spyOn(console, "log").mockImplementation((text: string) => void out.push(`${text}\n`));
  jest.spyOn(console, "error").mockImplementation((text: string) => void err.push(`${text}\n`));
});

afterEach(() => {
  jest.restoreAllMocks();
  jest.useRealTimers();
  process.env = { ...before };
});

describe("standard output has the result alone", () => {
  test("steps, remarks and their times are on standard error", async () => {
    await step("Planned functions-dev", () => 1);
    log("Nothing was changed");
    printResult("{}");
    expect(out).toEqual(["{}\n"]);
    expect(err.join("")).toMatch(/^✓ Planned functions-dev \(\d+\.\d s\)\n• Nothing was changed\n$/);
  });
});

describe("a step that fails", () => {
  test("says nothing when it was only not possible yet: whoever runs it says why", async () => {
    const early = step("Planned functions-dev", () => Promise.reject(new StepNotPossible()));
    await expect(early).rejects.toBeInstanceOf(StepNotPossible);
    expect(err).toEqual([]);
  });

  test("doesn't say that it was done", async () => {
    const failing = step(
      "Deployed functions-dev",
      () => Promise.reject(new Error("no")),
      () => "1 built and pushed",
    );
    await expect(failing).rejects.toThrow("no");
    expect(err.join("")).toMatch(/^✗ Deploying functions-dev failed \(\d\.\d s\)\n$/);
  });

  test.each([
    ["Synthesized for dev", "Synthesizing for dev"],
    ["Planned functions-dev", "Planning functions-dev"],
    ["Stopped the Docker engine", "Stopping the Docker engine"],
    ["Wrote 3 files", "Writing 3 files"],
    ["Made a stand-in", "Making a stand-in"],
  ])("%s: %s", (done, doing) => {
    expect(inProgress(done)).toBe(doing);
  });
});

/** What is on the screen of a terminal after this output: it follows "up" and "remove everything below". */
function screen(written: readonly string[]): readonly string[] {
  let lines: string[] = [""];
  const pieces = written.join("").match(new RegExp(`${ESC}\\[\\d+[AJm]|[^${ESC}]+`, "g")) ?? [];
  for (const piece of pieces) {
    const [, count = "", code] = new RegExp(`^${ESC}\\[(\\d+)([AJm])$`).exec(piece) ?? [];
    if (code === "A") lines = [...lines.slice(0, lines.length - 1 - Number(count)), ""];
    else if (code === undefined) {
      const [first = "", ...more] = piece.split("\n");
      lines = [...lines.slice(0, -1), (lines.at(-1) ?? "") + first, ...more];
    }
  }
  return lines.slice(0, -1);
}

describe("in a terminal", () => {
  const written: string[] = [];
  const stderr = process.stderr as unknown as Record<string, unknown>;
  const real = { isTTY: stderr.isTTY, columns: stderr.columns, hasColors: stderr.hasColors };

  beforeEach(() => {
    written.length = 0;
    process.env.TERM = "xterm";
    process.env.NO_COLOR = "1";
    delete process.env.FORCE_COLOR;
    Object.assign(stderr, { isTTY: true, columns: 60, hasColors: () => true });
    jest.spyOn(process.stderr, "write").mockImplementation((text) => written.push(String(text)) > 0);
    jest.mocked(console.error).mockImplementation((text: string) => void written.push(`${text}\n`));
    jest.useFakeTimers();
  });

  afterEach(() => void Object.assign(stderr, real));

  test("a running step shows the time so far and what it waits for, and then its result alone", async () => {
    let done = () => {};
    const running = step("Deployed functions-dev", async () => {
      waitsFor("creating aws_lambda_function.python");
      await new Promise<void>((resolve) => {
        done = resolve;
      });
    });
    await jest.advanceTimersByTimeAsync(3_100);
    expect(screen(written)).toEqual([
      expect.stringMatching(/^. Deploying functions-dev, 3 s: creating aws_lambda_functi…$/),
    ]);
    printRemark("• a remark");
    expect(screen(written)).toEqual(["• a remark", expect.stringContaining("Deploying")]);
    done();
    await running;
    expect(screen(written)).toEqual([
      "• a remark",
      expect.stringMatching(/^✓ Deployed functions-dev \(3\.1 s\)$/),
    ]);
  });

  test("steps that run at the same time have a line each, and each says what it waits for itself", async () => {
    const ends: (() => void)[] = [];
    const both = ["Pulled a", "Started b"].map((title) =>
      step(title, async () => {
        waitsFor(`the end of ${title}`);
        await new Promise<void>((resolve) => void ends.push(resolve));
      }),
    );
    await jest.advanceTimersByTimeAsync(1_000);
    expect(screen(written)).toEqual([
      expect.stringMatching(/^. Pulling a, \d s: the end of Pulled a$/),
      expect.stringMatching(/^. Starting b, \d s: the end of Started b$/),
    ]);
    for (const end of ends) end();
    await Promise.all(both);
    expect(screen(written)).toEqual([
      expect.stringContaining("✓ Pulled a"),
      expect.stringContaining("✓ Started b"),
    ]);
  });

  test("a long remark is wrapped at words", () => {
    log(`This is a remark ${"that is too long ".repeat(4)}for one line`);
    expect(screen(written)).toEqual([
      "• This is a remark that is too long that is too long that is",
      "  too long that is too long for one line",
    ]);
  });

  test("a short step is printed once, when it has ended", async () => {
    await step("Read a file", () => 1);
    expect(written.join("")).toMatch(/^✓ Read a file \(\d\.\d s\)\n$/);
  });
});

describe("a help that is wider than the terminal", () => {
  test("is wrapped at words, and keeps its columns", () => {
    const help = "Deploys the stacks to a local AWS.\n\n  --env <name>   runs the app with this name";
    expect(fitLines(help, { columns: 30 })).toBe(
      "Deploys the stacks to a local\nAWS.\n\n  --env <name>   runs the app with this name",
    );
    expect(fitLines(help, { columns: 40 })).toBe(
      "Deploys the stacks to a local AWS.\n\n  --env <name>   runs the app with this\n                 name",
    );
    expect(fitLines(help, { columns: 80 })).toBe(help);
  });

  test("has no short line in the middle of a paragraph", () => {
    const long = "word ".repeat(23).trim();
    expect(fitParagraphs(`${long}\nend.`, { columns: 60 })).toBe(
      `${"word ".repeat(12).trim()}\n${"word ".repeat(11)}end.`,
    );
    const option = `  --env <name>   ${long}\n                 end\n  --yes          don't ask`;
    expect(fitParagraphs(option, { columns: 140 })).toBe(
      `  --env <name>   ${long} end\n  --yes          don't ask`,
    );
    expect(fitParagraphs(`${long}\n\nanother`, { columns: 120 })).toBe(`${long}\n\nanother`);
    expect(fitParagraphs("two lines\nto type", { columns: 60 })).toBe("two lines\nto type");
  });

  test("keeps the labels of a problem", () => {
    expect(fitLines("  why: An apply would fail.\n  fix: Log in.", { columns: 20 })).toBe(
      "  why: An apply\n       would fail.\n  fix: Log in.",
    );
  });

  test("a message too, but for lines to type and code", () => {
    const message =
      "  why: An apply would fail.\n\n  npm run plan -- --env dev\n  fix: npm run plan -- --env dev\ndef  handler(event, context)";
    expect(fitMessage(message, { columns: 20 })).toBe(message.replace("apply would", "apply\n       would"));
  });

  test("keeps the columns of the list of commands", () => {
    expect(fitLines("  In AWS:\n    plan    shows what would change", { columns: 27 })).toBe(
      "  In AWS:\n    plan    shows what\n            would change",
    );
  });
});

describe("colors", () => {
  const terminal = { isTTY: true, columns: 80, hasColors: () => true } as unknown as NodeJS.WritableStream;
  const file = { isTTY: false } as unknown as NodeJS.WritableStream;

  test.each([
    ["a terminal has them", terminal, {}, true],
    ["a file has none", file, {}, false],
    ["NO_COLOR switches them off", terminal, { NO_COLOR: "1" }, false],
    ["an empty NO_COLOR doesn't count", terminal, { NO_COLOR: "" }, true],
    ["FORCE_COLOR switches them on", file, { FORCE_COLOR: "1" }, true],
    ["FORCE_COLOR is stronger than NO_COLOR", file, { FORCE_COLOR: "1", NO_COLOR: "1" }, true],
    ["FORCE_COLOR=0 switches them off", terminal, { FORCE_COLOR: "0" }, false],
  ])("%s", (_, stream, environment, expected) => {
    process.env.TERM = "xterm";
    expect(hasColors(stream, environment)).toBe(expected);
  });

  test("a text without them is the text itself", () => {
    delete process.env.FORCE_COLOR;
    expect(colored("red", "✗", file)).toBe("✗");
  });
});
