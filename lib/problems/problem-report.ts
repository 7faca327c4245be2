import { Annotations, TerraformStack } from "cdktf";
import type { Construct, IConstruct } from "constructs";
import type { Problem } from "../problem";
import { CheckCache, type CheckCacheOptions } from "./check-cache";
import { type Acknowledgement, type CheckedFunction, withoutAcknowledged } from "./checked-function";
import { formatProblems, problemFormat } from "./format-problems";
import { githubAnnotations } from "./github-annotations";

/** How the problems of an app's functions are reported. */
export interface ProblemReportOptions {
  /** A warning stops a synth, as an error does. @default false */
  readonly strict?: boolean;
  /** Prints annotations, which GitHub Actions shows at the files of a pull request. @default false */
  readonly gitHubAnnotations?: boolean;
  /** The day of the check, ISO 8601. Whether a runtime is deprecated depends on it. @default - today */
  readonly today?: string;
  /**
   * Caches which functions had no problem, so that they are not checked again until they change.
   * @default - no cache
   */
  readonly checkCache?: CheckCacheOptions;
}

/** A function to check when the app is synthesized. @internal */
export interface FunctionToCheck {
  readonly construct: Construct;
  /** The function's folder, absolute. */
  readonly directory: string;
  readonly acknowledged: readonly Acknowledgement[];
  /**
   * All inputs of the check except for the day. With the same inputs the check has the same result. `undefined` when
   * the inputs aren't known completely, which may only show during the check.
   */
  subject(): string | undefined;
  /** @param today ISO 8601, for example `2026-11-24` */
  check(today: string): readonly Problem[];
}

/**
 * Checks the folders of an app's functions when the app is synthesized, before a stack is written. All problems of all
 * functions are reported together. If one of them stops the synth, they are one error of CDKTF's validation. Otherwise
 * they are annotations, which `cdktf` prints.
 */
export class ProblemReport {
  private static readonly all = new WeakMap<IConstruct, ProblemReport>();

  /** The report of the app that a construct is in. @internal */
  static of(construct: IConstruct): ProblemReport {
    const { root } = construct.node;
    const report = ProblemReport.all.get(root) ?? new ProblemReport();
    ProblemReport.all.set(root, report);
    return report;
  }

  /** Sets how problems are reported. Call it once, in the app. */
  static configure(app: IConstruct, options: ProblemReportOptions): void {
    ProblemReport.of(app).options = options;
  }

  private options: ProblemReportOptions = {};
  private readonly functions: FunctionToCheck[] = [];
  private readonly stacks = new Set<IConstruct>();
  private printed = false;

  private constructor() {}

  /** Adds a function, which is checked together with all others when the stacks are validated. @internal */
  add(fn: FunctionToCheck): void {
    this.functions.push(fn);
    // CDKTF prints the path of the construct first, so it is the stack's: a function that has no problem would be named.
    const stack = TerraformStack.of(fn.construct);
    if (!this.stacks.has(stack)) {
      this.stacks.add(stack);
      stack.node.addValidation({ validate: () => this.print() });
    }
  }

  /**
   * Reports once, with the first stack that CDKTF validates. CDKTF validates stack by stack, and stops at the first
   * that fails.
   */
  private print(): string[] {
    if (this.printed) {
      return [];
    }
    this.printed = true;
    const from = process.cwd();
    const cache = this.options.checkCache && new CheckCache(this.options.checkCache);
    const checked = this.functions.map((fn) => ({ fn, found: this.check(fn, cache) }));
    cache?.write();
    const found = checked.map((one) => one.found);
    for (const line of this.options.gitHubAnnotations ? githubAnnotations(found, from) : []) {
      console.log(line);
    }
    if (found.some(({ problems }) => problems.some(({ severity }) => severity === "error"))) {
      return [`The functions of this app have problems.\n\n${formatProblems(found, from)}\n`];
    }
    const format = problemFormat(found, from);
    for (const { fn, found: own } of checked) {
      for (const problem of own.problems) {
        const annotations = Annotations.of(fn.construct);
        const text = format(own, problem);
        problem.severity === "warning" ? annotations.addWarning(text) : annotations.addInfo(text);
      }
    }
    return [];
  }

  private check(fn: FunctionToCheck, cache: CheckCache | undefined): CheckedFunction {
    const today = this.options.today ?? new Date().toISOString().slice(0, 10);
    const problems = withoutAcknowledged(problemsOf(fn, today, cache), fn.acknowledged).map((problem) =>
      this.options.strict && problem.severity === "warning"
        ? { ...problem, severity: "error" as const }
        : problem,
    );
    return { path: fn.construct.node.path, directory: fn.directory, problems };
  }
}

function problemsOf(fn: FunctionToCheck, today: string, cache: CheckCache | undefined): readonly Problem[] {
  const subject = cache && fn.subject();
  if (subject !== undefined && cache?.has(`${today} ${subject}`)) {
    return [];
  }
  const problems = fn.check(today);
  if (subject !== undefined && problems.length === 0 && fn.subject() === subject) {
    cache?.add(`${today} ${subject}`);
  }
  return problems;
}
