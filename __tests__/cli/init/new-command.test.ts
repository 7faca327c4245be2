import {
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { Testing } from "cdktf";
import { appFiles } from "../../../cli/init/app-files";
import { writeFiles } from "../../../cli/init/make-whole";
import { command } from "../../../cli/init/new-command";
import { ownPackage } from "../../../cli/init/own-package";
import { runIn } from "./run-command";

const APP = { name: "shop", projectId: "an id", packageSpec: "1.2.3", workflows: false };
const STACK = "stacks/functions-stack.ts";
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "new-"));
  writeFiles(folder, appFiles(APP, ownPackage()));
  symlinkSync(path.resolve("node_modules"), path.join(folder, "node_modules"));
});
afterEach(() => rmSync(folder, { recursive: true }));

function add(...args: string[]) {
  return runIn(folder, command, args);
}

function read(file: string): string {
  return readFileSync(path.join(folder, file), "utf8");
}

/** The content of the folders that the command writes to. */
function written(): string[] {
  return ["lambdas", "__tests__", "stacks"].flatMap((name) =>
    readdirSync(path.join(folder, name), { recursive: true, encoding: "utf8" }),
  );
}

/** The names of the functions that the app's stack creates. */
async function functions(): Promise<string[]> {
  const before = process.cwd();
  process.chdir(folder);
  try {
    const { environments } = require(path.join(folder, "environments"));
    const { readEnvironment } = require(path.join(folder, "stacks", "environment"));
    const { FunctionsStack } = require(path.join(folder, "stacks", "functions-stack"));
    const stack = new FunctionsStack(Testing.app(), "functions", readEnvironment(environments, "dev"));
    const { resource } = JSON.parse(Testing.synth(stack, true));
    return Object.values<{ function_name: string }>(resource.aws_lambda_function)
      .map(({ function_name }) => function_name)
      .sort();
  } finally {
    process.chdir(before);
  }
}

test("a function has its folder, its lines in the stack, and a test; the stack creates it", async () => {
  const { code, text } = await add("nodejs", "hello");
  expect(code).toBe(0);
  expect(text).toMatch(
    /✓ Wrote lambdas\/hello: .*\n✓ Wrote __tests__\/hello.test.ts .*\n✓ Added hello to stacks\/functions-stack.ts .*\n• Try it: npm run local, then npm run local:invoke -- hello$/,
  );
  expect(read("__tests__/hello.test.ts")).toContain('require("../lambdas/hello")');
  expect((await add("python", "resize_images")).code).toBe(0);
  expect(await functions()).toEqual(["shop-dev-hello", "shop-dev-python", "shop-dev-resize_images"]);
  expect(readdirSync(path.join(folder, "stacks"))).toHaveLength(3);
});

describe("if the place in the stack isn't certain, the lines are printed, and the stack is unchanged", () => {
  const unsure = async (reason: string) => {
    const before = existsSync(path.join(folder, STACK)) ? read(STACK) : undefined;
    const { code, text } = await add("python", "hello");
    expect(code).toBe(0);
    expect(text).toContain(`hello is not in a stack yet: ${reason}. Add it yourself:`);
    expect(text).toContain('import { DockerImageCode, DockerImageFunction } from "cdktf-lambda-images";');
    expect(text).toContain('code: DockerImageCode.fromImageAsset("lambdas/hello"),');
    if (before !== undefined) expect(read(STACK)).toBe(before);
    expect(existsSync(path.join(folder, "lambdas/hello/Dockerfile"))).toBe(true);
  };

  test("two files create functions", async () => {
    writeFileSync(path.join(folder, "stacks/more.ts"), 'new DockerImageFunction(this, "x", {});');
    writeFileSync(path.join(folder, "main.ts"), `${read("main.ts")}\nimport "./stacks/more";\n`);
    await unsure("stacks/functions-stack.ts and stacks/more.ts create functions");
  });

  test("no file creates one", async () => {
    rmSync(path.join(folder, STACK));
    await unsure("no file of the app creates a function so far");
  });

  test("the stack can't be read", async () => {
    writeFileSync(path.join(folder, STACK), `${read(STACK)}}`);
    await unsure("stacks/functions-stack.ts was not changed, since TypeScript can't parse it");
  });

  test("the app has no TypeScript", async () => {
    rmSync(path.join(folder, "node_modules"));
    await unsure("the package typescript, which parses stacks/functions-stack.ts, isn't installed (npm ci)");
  });
});

test("an app without jest gets no test, and that is logged", async () => {
  writeFileSync(path.join(folder, "package.json"), "{}");
  const { code, text } = await add("python", "hello");
  expect(code).toBe(0);
  expect(text).toContain("No test was added, because the app's package.json doesn't have jest");
  expect(existsSync(path.join(folder, "__tests__/hello.test.ts"))).toBe(false);
});

test("a function in Go has its test beside it, in Go", async () => {
  const { code, text } = await add("go", "hello");
  expect(code).toBe(0);
  expect(text).not.toContain("test was added");
  expect(read("lambdas/hello/main_test.go")).toContain("func TestHandle(");
  expect(existsSync(path.join(folder, "__tests__/hello.test.ts"))).toBe(false);
  expect(await functions()).toContain("shop-dev-hello");
});

describe("nothing is written", () => {
  const refused = async (args: string[], reason: string) => {
    const before = written();
    const { code, text } = await add(...args);
    expect(code).toBe(1);
    expect(text).toContain(reason);
    expect(written()).toEqual(before);
    expect(read(STACK)).not.toContain("lambdas/hello");
  };

  test("over an existing folder", () => refused(["python", "python"], 'a construct named "python"'));

  test("over the folder of a function that the stack doesn't name", async () => {
    writeFiles(folder, new Map([["lambdas/hello/mine", ""]]));
    await refused(["python", "hello"], "lambdas/hello exists already");
  });

  test("over an existing test", async () => {
    writeFiles(folder, new Map([["__tests__/hello.test.ts", ""]]));
    await refused(["python", "hello"], "__tests__/hello.test.ts exists already");
  });

  test.each([
    [[], "Give the language"],
    [["python"], "Give the language"],
    [
      ["rust", "hello"],
      "There is no template for a function in rust. There are templates for python, nodejs, go and python-slim.",
    ],
    [["python", "Hello"], '"Hello" is not a valid name of a function'],
  ])("for the arguments %j", (args, reason) => refused(args, reason));

  test("where there is no app", async () => {
    rmSync(path.join(folder, "cdktf.json"));
    await refused(["python", "hello"], "There is no cdktf.json in");
  });
});
