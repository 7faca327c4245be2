import { readFileSync } from "node:fs";
import path from "node:path";
import { pythonEnvironment } from "../cli/local/python-environment";
import { runProgram } from "../cli/process/run-program";

/** The part of checkov's report that is read (checkov 3.3.30, `-o json`). */
export interface CheckovReport {
  readonly results?: {
    readonly passed_checks: readonly CheckResult[];
    readonly failed_checks: readonly CheckResult[];
    readonly parsing_errors: readonly string[];
  };
}

interface CheckResult {
  readonly check_id: string;
  readonly check_name: string;
  /** `aws_s3_bucket.Documents`, or for most checks `resource.Documents`. */
  readonly resource: string;
  readonly file_abs_path: string;
}

/** Types that checkov has checks for. Each resource of them in a stack has to be in the report. */
const CHECKED_TYPES = [
  "aws_cloudwatch_log_group",
  "aws_ecr_repository",
  "aws_iam_role",
  "aws_iam_role_policy",
  "aws_lambda_function",
  "aws_s3_bucket",
];

const REQUIREMENTS = path.join("scripts", "checkov-requirements.txt");

/**
 * Checks synthesized stacks with checkov.
 * @param folder the folder that contains all of them
 * @param stacks the folders of the stacks
 * @param settings the file with checkov's settings
 * @returns the problems
 */
export async function runCheckov(
  folder: string,
  stacks: readonly string[],
  settings: string,
): Promise<readonly string[]> {
  const python = await pythonEnvironment({
    requirements: REQUIREMENTS,
    contents: "checkov",
    compile: false,
  });
  const files = stacks.map((stack) => path.join(stack, "cdk.tf.json"));
  const { code, stdout, stderr } = await runProgram(python, [
    ...["-m", "checkov.main", "--config-file", settings, "--output", "json"],
    // Its own service is not asked, nor are modules downloaded.
    ...["--skip-download", "--download-external-modules", "false"],
    // The settings have a folder, which would be checked too if files were named here.
    ...["--directory", folder],
  ]);
  let report: CheckovReport;
  try {
    report = JSON.parse(stdout);
  } catch {
    return [`checkov ended with ${code}, and printed no report:\n${stdout}${stderr}`];
  }
  return checkovProblems(
    report,
    new Map(files.map((file) => [file, JSON.parse(readFileSync(file, "utf8"))])),
  );
}

/** The part of a synthesized stack that is read. */
export interface CheckedStack {
  readonly resource?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

/**
 * The problems in checkov's report. Its exit code is no measure: it is 0 when checkov can't read a file, and then it has
 * checked nothing.
 * @param stacks the content of each file that checkov was given
 */
export function checkovProblems(
  { results }: CheckovReport,
  stacks: ReadonlyMap<string, CheckedStack>,
): string[] {
  const { passed_checks = [], failed_checks = [], parsing_errors = [] } = results ?? {};
  const checked = new Set(
    [...passed_checks, ...failed_checks].map((result) => key(result.file_abs_path, nameOf(result.resource))),
  );
  const unread = new Set(parsing_errors.map((file) => path.resolve(file)));
  const unseen = [...stacks]
    .filter(([file]) => !unread.has(path.resolve(file)))
    .flatMap(([file, { resource = {} }]) =>
      CHECKED_TYPES.flatMap((type) =>
        Object.keys(resource[type] ?? {})
          .filter((name) => !checked.has(key(file, name)))
          .map((name) => `${file}: checkov has not looked at ${type}.${name}.`),
      ),
    );
  return [
    ...[...unread].map((file) => `${path.relative(".", file)}: checkov can't read this file.`),
    ...unseen,
    ...failed_checks.map(
      (result) =>
        `${path.relative(".", result.file_abs_path)}: ${result.check_id} ${result.check_name} (${nameOf(result.resource)})`,
    ),
  ];
}

function key(file: string, name: string): string {
  return `${path.resolve(file)}\n${name}`;
}

function nameOf(resource: string): string {
  return resource.slice(resource.indexOf(".") + 1);
}
