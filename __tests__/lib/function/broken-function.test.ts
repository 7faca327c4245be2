import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { App, TerraformStack } from "cdktf";
import {
  AwsEnvironment,
  DockerCliBuilder,
  DockerImageAsset,
  DockerImageCode,
  DockerImageFunction,
  type DockerImageFunctionProps,
  ProblemReport,
} from "../../../lib";

const EXAMPLE = path.resolve("lambdas/python");

/** A copy of the example's folder, to break. */
class Folder {
  readonly path = path.join(mkdtempSync(path.join(tmpdir(), "broken-")), "python");

  constructor() {
    cpSync(EXAMPLE, this.path, { recursive: true });
  }

  edit(file: string, from: string | RegExp, to: string): this {
    const text = readFileSync(path.join(this.path, file), "utf8");
    const edited = text.replace(from, () => to);
    if (edited === text) {
      throw new Error(`${file} has no ${from}`);
    }
    return this.write(file, edited);
  }

  write(file: string, text: string): this {
    writeFileSync(path.join(this.path, file), text);
    return this;
  }

  rename(from: string, to: string): this {
    renameSync(path.join(this.path, from), path.join(this.path, to));
    return this;
  }

  append(file: string, text: string): this {
    return this.write(file, readFileSync(path.join(this.path, file), "utf8") + text);
  }

  /** The line of a text, 1-based. */
  line(file: string, text: string): number {
    return (
      readFileSync(path.join(this.path, file), "utf8")
        .split("\n")
        .findIndex((line) => line.includes(text)) + 1
    );
  }
}

/** Synthesizes a stack with a function of that folder, with all validations. */
function synth(
  folder: Folder,
  codeOf: (stack: TerraformStack) => DockerImageCode = () => DockerImageCode.fromImageAsset(folder.path),
  props: Partial<DockerImageFunctionProps> = {},
): { readonly error: string; readonly warnings: readonly string[]; readonly written: boolean } {
  const outdir = mkdtempSync(path.join(tmpdir(), "synth-"));
  const app = new App({ outdir });
  ProblemReport.configure(app, { today: "2026-11-24" });
  const stack = new TerraformStack(app, "shop");
  new AwsProvider(stack, "aws", { region: "eu-central-1" });
  AwsEnvironment.define(stack, { account: "123456789012", region: "eu-central-1", namePrefix: "shop-dev" });
  DockerCliBuilder.addTo(stack);
  new DockerImageFunction(stack, "python", {
    code: codeOf(stack),
    ...props,
  });
  let error = "";
  try {
    app.synth();
  } catch (thrown) {
    error = (thrown as Error).message;
  }
  const manifest = path.join(outdir, "manifest.json");
  const annotations: { message: string }[] = existsSync(manifest)
    ? JSON.parse(readFileSync(manifest, "utf8")).stacks.shop.annotations
    : [];
  return {
    error,
    warnings: annotations.map(({ message }) => message),
    written: existsSync(path.join(outdir, "stacks/shop/cdk.tf.json")),
  };
}

test("the example itself has no problem at all", () => {
  expect(synth(new Folder())).toEqual({ error: "", warnings: [], written: true });
});

const CMD = "CMD [";

describe("a broken copy of the example is reported at synth, and nothing is written", () => {
  test.each<[string, (folder: Folder) => Folder, string, string, string]>([
    [
      "the function misspelled in CMD",
      (f) => f.edit("Dockerfile", ".handler", ".hander"),
      "handler-function-missing",
      "Dockerfile",
      CMD,
    ],
    [
      "the function removed",
      (f) => f.edit("lambda_function.py", "def handler", "def other"),
      "handler-function-missing",
      "Dockerfile",
      CMD,
    ],
    [
      "the file renamed",
      (f) => f.rename("lambda_function.py", "function.py"),
      "handler-file-missing",
      "Dockerfile",
      CMD,
    ],
    [
      "the file ignored by .dockerignore",
      (f) => f.append(".dockerignore", "lambda_*.py\n"),
      "handler-file-ignored",
      "Dockerfile",
      CMD,
    ],
    [
      "the file not copied",
      (f) => f.edit("Dockerfile", "COPY . $", "COPY sample_code_*.py $"),
      "handler-file-not-copied",
      "Dockerfile",
      CMD,
    ],
    [
      "a syntax error",
      (f) => f.edit("lambda_function.py", "(event, context):", "(event, context:"),
      "python-syntax",
      "lambda_function.py",
      "def handler",
    ],
    [
      "a syntax error in a module that the handler imports",
      (f) => f.edit("sample_code_2.py", "def describe(documents):", "def describe(documents)"),
      "python-syntax",
      "sample_code_2.py",
      "def describe",
    ],
    [
      "CMD in shell form",
      (f) => f.edit("Dockerfile", /CMD .*/, "CMD lambda_function.handler"),
      "cmd-shell-form",
      "Dockerfile",
      "CMD lambda",
    ],
    ["no CMD", (f) => f.edit("Dockerfile", /CMD .*/, ""), "cmd-missing", "Dockerfile", "FROM "],
    [
      "a handler in a package that doesn't exist",
      (f) => f.edit("Dockerfile", '"lambda_function', '"app.lambda_function'),
      "handler-file-missing",
      "Dockerfile",
      CMD,
    ],
    [
      "an async handler",
      (f) => f.edit("lambda_function.py", "def handler", "async def handler"),
      "handler-async",
      "lambda_function.py",
      "def handler",
    ],
    [
      "a handler without parameters",
      (f) => f.edit("lambda_function.py", "(event, context)", "()"),
      "handler-arguments",
      "lambda_function.py",
      "def handler",
    ],
    [
      "COPY of a missing file",
      (f) => f.edit("Dockerfile", "COPY requirements", "COPY requirement"),
      "copy-source-missing",
      "Dockerfile",
      "COPY requirement",
    ],
  ])("%s", (_title, broken, code, file, text) => {
    const folder = broken(new Folder());
    const { error, written } = synth(folder);
    const place = path.relative(process.cwd(), path.join(folder.path, file));
    expect(error).toMatch(
      new RegExp(
        `${place.replaceAll(".", "\\.")}:${folder.line(file, text)}(:\\d+)? error: .* \\[${code}\\]\n    why: .+\n`,
      ),
    );
    expect(error).toContain("1 error. docs/problems.md of cdktf-lambda-images explains each code.");
    expect(written).toBe(false);
  });

  test("cmd overridden in TypeScript to a missing function, at the line where it is written", () => {
    const folder = new Folder();
    const { error } = synth(folder, () =>
      DockerImageCode.fromImageAsset(folder.path, { cmd: ["lambda_function.missing"] }),
    );
    expect(error).toMatch(
      /__tests__\/lib\/function\/broken-function\.test\.ts:\d+ error: .*`missing`.* \[handler-function-missing\]/,
    );
  });

  test("also in a function whose image is a separate asset", () => {
    const folder = new Folder().edit("Dockerfile", ".handler", ".hander");
    const fromAsset = (stack: TerraformStack) =>
      DockerImageCode.fromAsset(new DockerImageAsset(stack, "Image", { directory: folder.path }));
    expect(synth(folder, fromAsset).error).toContain("[handler-function-missing]");
  });
});

describe("a warning doesn't stop the synth", () => {
  test.each<[string, (folder: Folder) => Folder, string]>([
    ["two CMDs", (f) => f.append("Dockerfile", 'CMD ["lambda_function.handler"]\n'), "cmd-repeated"],
    [
      "a base image of Python 3.9",
      (f) => f.edit("Dockerfile", "python:3.13", "python:3.9"),
      "runtime-deprecated",
    ],
  ])("%s", (_title, broken, code) => {
    const { error, warnings, written } = synth(broken(new Folder()));
    expect(error).toBe("");
    expect(warnings).toEqual([
      expect.stringMatching(new RegExp(`Dockerfile:\\d+ warning: .* \\[${code}\\]`)),
    ]);
    expect(written).toBe(true);
  });

  test("an acknowledged warning is not reported", () => {
    const folder = new Folder().edit("Dockerfile", "python:3.13", "python:3.9");
    const reason = "A library has no newer version yet.";
    expect(
      synth(folder, undefined, { acknowledge: [{ code: "runtime-deprecated", reason }] }).warnings,
    ).toEqual([]);
  });
});

describe("no false alarm", () => {
  test.each<[string, (folder: Folder) => Folder, Partial<DockerImageFunctionProps>?]>([
    [
      "for a handler in a package",
      (f) => {
        mkdirSync(path.join(f.path, "app"));
        return f
          .rename("lambda_function.py", "app/main.py")
          .edit("Dockerfile", '"lambda_function.', '"app.main.');
      },
    ],
    ["for a custom entrypoint", (f) => f.edit("Dockerfile", /CMD .*/, 'ENTRYPOINT ["python3", "main.py"]')],
    [
      "where a custom search path may have the module",
      (f) => f.edit("Dockerfile", '"lambda_function.', '"elsewhere.'),
      { environment: { PYTHONPATH: "/mnt/code" } },
    ],
  ])("%s", (_title, changed, props = {}) => {
    expect(synth(changed(new Folder()), undefined, props).error).toBe("");
  });
});
