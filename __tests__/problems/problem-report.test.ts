import { mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { App, TerraformStack } from "cdktf";
import { Construct } from "constructs";
import type { Problem, Severity } from "../../lib/problem";
import type { Acknowledgement } from "../../lib/problems/checked-function";
import { ProblemReport, type ProblemReportOptions } from "../../lib/problems/problem-report";

function problem(code: string, severity: Severity, more: Partial<Problem> = {}): Problem {
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
  test("and all problems of all functions in all stacks are told together, the errors first", () => {
    const text = error(() =>
      synth(
        [problem("little", "hint"), problem("bad", "error", { column: 3 })],
        [problem("late", "error", { file: "app.py", line: 2 })],
      ),
    );
    expect(text).toContain(
      [
        "stack-0/fn",
        "  lambdas/fn-0/Dockerfile:7:3 error: bad happened [bad]",
        "    why: The reason,",
        "         on two lines.",
        "    fix: The fix.",
        "  lambdas/fn-0/Dockerfile:7 hint: little happened [little]",
      ].join("\n"),
    );
    expect(text).toContain("stack-1/fn\n  lambdas/fn-1/app.py:2 error: late happened [late]");
    expect(text).toContain("2 errors, 1 hint. What each means: docs/problems.md");
  });

  test("also when it is in the last stack", () => {
    expect(error(() => synth([], [problem("late", "error")]))).toContain("late happened");
  });

  test("and a file that is not in the function's folder is told by its own path", () => {
    const file = path.resolve("stacks/functions-stack.ts");
    expect(error(() => synth([problem("bad", "error", { file, line: 5 })], []))).toContain(
      "stacks/functions-stack.ts:5 error: bad happened",
    );
  });
});

describe("a warning or a hint passes", () => {
  test("as an annotation of the function", () => {
    const stacks = synth([problem("so-so", "warning")], [problem("little", "hint")]);
    expect(stacks["stack-0"].annotations).toEqual([
      expect.objectContaining({
        constructPath: "stack-0/fn",
        level: "@cdktf/warn",
        message: expect.stringMatching(
          /^lambdas\/fn-0\/Dockerfile:7 warning: so-so happened \[so-so\]\n {2}why: /,
        ),
      }),
    ]);
    expect(stacks["stack-1"].annotations).toEqual([
      expect.objectContaining({ constructPath: "stack-1/fn", level: "@cdktf/info" }),
    ]);
  });

  test("but where strictness is asked for, a warning stops the synth, and a hint does not", () => {
    expect(error(() => synth([problem("so-so", "warning")], [], { strict: true }))).toContain(
      "error: so-so happened",
    );
    expect(() => synth([problem("little", "hint")], [], { strict: true })).not.toThrow();
  });

  test("no problem, no annotation", () => {
    expect(synth([], [])["stack-0"].annotations).toEqual([]);
  });
});

test("a problem that is acknowledged is not told, and others are", () => {
  const acknowledged = [{ code: "known", reason: "It is fine here." }];
  expect(() => synth([problem("known", "error")], [], {}, acknowledged)).not.toThrow();
  expect(
    error(() => synth([problem("known", "error"), problem("new", "error")], [], {}, acknowledged)),
  ).toMatch(/new happened[\s\S]*1 error\. /);
});

describe("on GitHub Actions", () => {
  function printed(problems: readonly Problem[], options: ProblemReportOptions): string[] {
    const log = jest.spyOn(console, "log").mockImplementation(() => undefined);
    try {
      synth(problems, [], options);
    } catch {
      // What is thrown is tested above.
    }
    const lines = log.mock.calls.map(([line]) => String(line));
    log.mockRestore();
    return lines;
  }

  test("problems are shown on their files", () => {
    const { line: _, ...wholeFile } = problem("little", "hint");
    expect(
      printed(
        [
          problem("bad", "error", { message: "100% bad", column: 2 }),
          problem("so-so", "warning", { file: "a,b:c.py" }),
          wholeFile,
        ],
        { gitHubAnnotations: true },
      ),
    ).toEqual([
      "::error file=lambdas/fn-0/Dockerfile,line=7,col=2,title=bad::100%25 bad%0AThe reason,%0Aon two lines.%0AThe fix.",
      "::warning file=lambdas/fn-0/a%2Cb%3Ac.py,line=7,title=so-so::so-so happened%0AThe reason,%0Aon two lines.%0AThe fix.",
      "::notice file=lambdas/fn-0/Dockerfile,title=little::little happened%0AThe reason,%0Aon two lines.%0AThe fix.",
    ]);
  });

  test("and nowhere else", () => {
    expect(printed([problem("bad", "error")], {})).toEqual([]);
  });
});
