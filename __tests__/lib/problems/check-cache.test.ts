import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import type { TerraformStack } from "cdktf";
import {
  DockerImageCode,
  DockerImageFunction,
  type DockerImageFunctionProps,
  ProblemReport,
} from "../../../lib";
import * as imageProblems from "../../../lib/function/image-problems";
import { functionFolder, synth } from "../../synth";

jest.mock("../../../lib/function/image-problems", () => {
  const actual = jest.requireActual("../../../lib/function/image-problems");
  return { ...actual, imageProblems: jest.fn(actual.imageProblems) };
});
const check = imageProblems.imageProblems as jest.Mock;

const CLEAN = { ".dockerignore": "*.md\n", "notes.md": "" };
let file: string;

beforeEach(() => {
  file = path.join(mkdtempSync(path.join(tmpdir(), "clean-")), "kept", "checks");
});

interface Options {
  readonly checks?: string;
  readonly today?: string;
  readonly props?: Partial<DockerImageFunctionProps>;
}

/** The number of times that a synth checks a function of this folder. */
function checksOf(folder: string, { checks = "1", today = "2026-11-24", props = {} }: Options = {}): number {
  check.mockClear();
  synth((stack: TerraformStack) => {
    ProblemReport.configure(stack.node.root, { today, checkCache: { file, checks } });
    new DockerImageFunction(stack, "fn", { code: DockerImageCode.fromImageAsset(folder), ...props });
  });
  return check.mock.calls.length;
}

describe("a function without a problem", () => {
  test("is not checked again while it is unchanged", () => {
    const folder = functionFolder(CLEAN);
    expect([checksOf(folder), checksOf(folder), checksOf(folder)]).toEqual([1, 0, 0]);
  });

  test("is checked again when a file changes, and its problem is reported", () => {
    const folder = functionFolder(CLEAN);
    checksOf(folder);

    writeFileSync(path.join(folder, "app.py"), "def other(event, context):\n    pass\n");

    expect(() => checksOf(folder)).toThrow("handler-function-missing");
    expect(() => checksOf(folder)).toThrow("handler-function-missing");
  });

  test.each<[string, Options]>([
    ["on another day", { today: "2026-11-25" }],
    ["by other checks", { checks: "2" }],
    ["with another command", { props: { code: undefined as never } }],
    ["with another variable", { props: { environment: { NODE_PATH: "x" } } }],
  ])("is checked again %s", (_, options) => {
    const folder = functionFolder(CLEAN);
    checksOf(folder);
    const code = DockerImageCode.fromImageAsset(folder, { cmd: ["app.handler"] });
    const changed = options.props && "code" in options.props ? { ...options, props: { code } } : options;
    expect(checksOf(folder, changed)).toBe(1);
  });

  test("is checked again when the patterns of its ignore file change, even if they exclude the same files", () => {
    const folder = functionFolder({ ...CLEAN, ".dockerignore": "*.md\n.dockerignore\n" });
    checksOf(folder);
    expect(checksOf(folder)).toBe(0);

    writeFileSync(path.join(folder, ".dockerignore"), "*.md\n*.txt\n.dockerignore\n");

    expect(checksOf(folder)).toBe(1);
  });

  test("is removed from the cache when it is gone", () => {
    const [one, other] = [functionFolder(CLEAN), functionFolder({ ...CLEAN, "b.py": "" })];
    checksOf(one);
    checksOf(other);
    expect(checksOf(one)).toBe(1);
    // The first line is the hash of the others.
    expect(readFileSync(file, "utf8").split("\n").slice(1)).toHaveLength(1);
  });

  test("is checked again when the cache file is damaged, and the cache is written again", () => {
    const folder = functionFolder(CLEAN);
    checksOf(folder);
    const whole = readFileSync(file);
    for (const damaged of [
      whole.subarray(0, -1),
      whole.subarray(0, 70),
      Buffer.concat([whole, Buffer.from("\n")]),
      Buffer.concat([whole.subarray(0, 64), Buffer.from(" "), whole.subarray(65)]),
      Buffer.alloc(0),
    ]) {
      writeFileSync(file, damaged);
      expect([checksOf(folder), checksOf(folder)]).toEqual([1, 0]);
      expect(readFileSync(file)).toEqual(whole);
    }
  });

  test("is checked each time when the cache can't be written", () => {
    const folder = functionFolder(CLEAN);
    mkdirSync(path.dirname(path.dirname(file)), { recursive: true });
    writeFileSync(path.dirname(file), "a file is in the way");
    expect([checksOf(folder), checksOf(folder)]).toEqual([1, 1]);
    expect(existsSync(file)).toBe(false);
    rmSync(path.dirname(file));
  });
});

describe("a function with a hint", () => {
  test("is checked and reported each time", () => {
    const folder = functionFolder({
      ...CLEAN,
      Dockerfile:
        'FROM public.ecr.aws/lambda/python:3.13\nCOPY app.py requirements.txt ./\nRUN pip install -r requirements.txt\nCMD ["app.handler"]\n',
      "requirements.txt": "requests\n",
    });
    expect([checksOf(folder), checksOf(folder)]).toEqual([1, 1]);
    expect(check.mock.results.every(({ value }) => value.length > 0)).toBe(true);
  });
});

describe("a function whose check looked at an excluded file", () => {
  test("is checked each time, since the cache key doesn't cover that file", () => {
    const folder = functionFolder({
      ".dockerignore": "helper.py\n",
      "app.py":
        "try:\n    import helper\nexcept ImportError:\n    helper = None\n\ndef handler(event, context):\n    return event\n",
      Dockerfile: 'FROM public.ecr.aws/lambda/python:3.13\nCOPY . ${LAMBDA_TASK_ROOT}\nCMD ["app.handler"]\n',
    });
    check.mockImplementationOnce(({ context }) => {
      context.isLeftOutOnDisk("helper.py");
      return [];
    });
    checksOf(folder);
    expect(checksOf(folder)).toBe(1);
  });
});
