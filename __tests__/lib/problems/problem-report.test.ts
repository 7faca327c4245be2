import { mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { App, TerraformStack } from "cdktf";
import { Construct } from "constructs";
import type { Problem, Severity } from "../../../lib/problem";
import type { ProblemCode } from "../../../lib/problem-code";
import type { Acknowledgement } from "../../../lib/problems/checked-function";
import { ProblemReport, type ProblemReportOptions } from "../../../lib/problems/problem-report";
import { problemCodes } from "./problem-codes";

function problem(code: ProblemCode, severity: Severity, more: Partial<Problem> = {}): Problem {
  return {
    code,
    severity,
    file: "Dockerfile",
    line: 7,
    message: `${code} happened`,
    reason: "The reason,\non two lines.",
    fix: "The fix.",
    ...more,
  };
}

/** Synthesizes an app of two stacks with a function each. */
function synth(
  first: readonly Problem[],
  second: readonly Problem[],
  options: ProblemReportOptions = {},
  acknowledged: readonly Acknowledgement[] = [],
) {
  const outdir = mkdtempSync(path.join(tmpdir(), "report-"));
  const app = new App({ outdir });
  ProblemReport.configure(app, options);
  for (const [index, problems] of [first, second].entries()) {
    const stack = new TerraformStack(app, `stack-${index}`);
    const construct = new Construct(stack, "fn");
    ProblemReport.of(construct).add({
      construct,
      directory: path.resolve(`lambdas/fn-${index}`),
      acknowledged,
      subject: () => undefined,
      check: () => problems,
    });
  }
  app.synth();
  return JSON.parse(readFileSync(path.join(outdir, "manifest.json"), "utf8")).stacks;
}

function error(run: () => unknown): string {
  try {
    run();
  } catch (thrown) {
    return (thrown as Error).message;
  }
  throw new Error("nothing was thrown");
}

describe("an error in any function stops the synth", () => {
  test("and all problems of all functions in all stacks are reported together, errors first", () => {
    const text = error(() =>
      synth(
        [problem("requirement-unpinned", "hint"), problem("cmd-missing", "error", { column: 3 })],
        [problem("python-syntax", "error", { file: "app.py", line: 2 })],
      ),
    );
    expect(text).toContain(
      [
        "stack-0/fn",
        "  lambdas/fn-0/Dockerfile:7:3 error: cmd-missing happened [cmd-missing]",
        "    why: The reason,",
        "         on two lines.",
        "    fix: The fix.",
        "  lambdas/fn-0/Dockerfile:7 hint: requirement-unpinned happened [requirement-unpinned]",
      ].join("\n"),
    );
    expect(text).toContain(
      "stack-1/fn\n  lambdas/fn-1/app.py:2 error: python-syntax happened [python-syntax]",
    );
    expect(text).toContain("2 errors, 1 hint. docs/problems.md of cdktf-lambda-images explains each code.");
  });

  test("also when it is in the last stack", () => {
    expect(error(() => synth([], [problem("python-syntax", "error")]))).toContain("python-syntax happened");
  });

  test("and a file outside of the function's folder is reported by its own path", () => {
    const file = path.resolve("stacks/functions-stack.ts");
    expect(error(() => synth([problem("cmd-missing", "error", { file, line: 5 })], []))).toContain(
      "stacks/functions-stack.ts:5 error: cmd-missing happened",
    );
  });
});

describe("a warning or a hint doesn't stop the synth", () => {
  test("as an annotation of the function", () => {
    const stacks = synth(
      [problem("runtime-deprecated", "warning")],
      [problem("requirement-unpinned", "hint")],
    );
    expect(stacks["stack-0"].annotations).toEqual([
      expect.objectContaining({
        constructPath: "stack-0/fn",
        level: "@cdktf/warn",
        message: expect.stringMatching(
          /^lambdas\/fn-0\/Dockerfile:7 warning: runtime-deprecated happened \[runtime-deprecated\]\n {2}why: /,
        ),
      }),
    ]);
    expect(stacks["stack-1"].annotations).toEqual([
      expect.objectContaining({ constructPath: "stack-1/fn", level: "@cdktf/info" }),
    ]);
  });

  test("but with strict, a warning stops the synth, and a hint does not", () => {
    expect(error(() => synth([problem("runtime-deprecated", "warning")], [], { strict: true }))).toContain(
      "error: runtime-deprecated happened",
    );
    expect(() => synth([problem("requirement-unpinned", "hint")], [], { strict: true })).not.toThrow();
  });

  test("and with many hints, each is one line", () => {
    const hint = problem("requirement-unpinned", "hint");
    const messages = (count: number): string[] =>
      synth(Array(count).fill(hint), [problem("runtime-deprecated", "warning")])["stack-0"].annotations.map(
        ({ message }: { message: string }) => message,
      );
    expect(messages(10)[9]).toContain("fix: ");
    expect(messages(11)).toEqual(
      Array(11).fill(
        "lambdas/fn-0/Dockerfile:7 hint: requirement-unpinned happened docs/problems.md#requirement-unpinned",
      ),
    );
    const text = error(() =>
      synth(Array(11).fill(hint), [problem("runtime-deprecated", "warning")], { strict: true }),
    );
    expect(text.match(/fix: /g)).toHaveLength(1);
  });

  test("without a problem there is no annotation", () => {
    expect(synth([], [])["stack-0"].annotations).toEqual([]);
  });
});

test("an acknowledged problem is not reported, others are", () => {
  const acknowledged: Acknowledgement[] = [{ code: "cmd-shell-form", reason: "It is fine here." }];
  expect(() => synth([problem("cmd-shell-form", "error")], [], {}, acknowledged)).not.toThrow();
  expect(
    error(() =>
      synth([problem("cmd-shell-form", "error"), problem("cmd-many-words", "error")], [], {}, acknowledged),
    ),
  ).toMatch(/cmd-many-words happened[\s\S]*1 error\. /);
});

test("a misspelled code is refused by the compiler, since it would acknowledge nothing", () => {
  // @ts-expect-error There is no such code.
  const acknowledged: Acknowledgement = { code: "cmd-shell-from", reason: "It is fine here." };
  expect(problemCodes()).not.toContain(acknowledged.code);
});

describe("on GitHub Actions", () => {
  function printed(problems: readonly Problem[], options: ProblemReportOptions): string[] {
    const log = jest.spyOn(console, "log").mockImplementation(() => undefined);
    try {
      synth(problems, [], options);
    } catch {
      // The error itself is tested above.
    }
    const lines = log.mock.calls.map(([line]) => String(line));
    log.mockRestore();
    return lines;
  }

  test("problems are shown at their files", () => {
    const { line: _, ...wholeFile } = problem("requirement-unpinned", "hint");
    expect(
      printed(
        [
          problem("cmd-missing", "error", { message: "100% bad", column: 2 }),
          problem("runtime-deprecated", "warning", { file: "a,b:c.py" }),
          wholeFile,
        ],
        { gitHubAnnotations: true },
      ),
    ).toEqual([
      "::error file=lambdas/fn-0/Dockerfile,line=7,col=2,title=cmd-missing::100%25 bad%0AThe reason,%0Aon two lines.%0AThe fix.",
      "::warning file=lambdas/fn-0/a%2Cb%3Ac.py,line=7,title=runtime-deprecated::runtime-deprecated happened%0AThe reason,%0Aon two lines.%0AThe fix.",
      "::notice file=lambdas/fn-0/Dockerfile,title=requirement-unpinned::requirement-unpinned happened%0AThe reason,%0Aon two lines.%0AThe fix.",
    ]);
  });

  test("and nowhere else", () => {
    expect(printed([problem("cmd-missing", "error")], {})).toEqual([]);
  });
});
